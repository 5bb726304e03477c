package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// Sweeps is what the comparison of all names with their registries reads and writes in the store.
type Sweeps interface {
	RegistrySweep(ctx context.Context, connector string) (reseller.RegistrySweep, error)
	SaveRegistrySweep(ctx context.Context, before, now reseller.RegistrySweep) error
	BindNames(ctx context.Context, connector string, tlds []string) error
	SweepDomains(ctx context.Context, connector, tld string, after int64, limit int) ([]reseller.Domain, error)
	SweptDomain(ctx context.Context, was reseller.Domain, by reseller.Actor, apply func(*reseller.Domain), findings []reseller.RegistryFinding) error
	RegistryFindings(ctx context.Context, q reseller.RegistryFindingSearch) ([]reseller.RegistryFinding, error)
	RegistryPause(ctx context.Context, connector string) (reseller.RegistryPause, error)
}

// A run of the sweep compares so many names of each connector, for so long (wall time); the rest is for the next run. A sweep begins once
// a day, in the night (UTC), and goes on where it was until all names are compared.
const (
	sweepPage  = 500
	sweepRound = 20 * time.Second
	sweepHour  = 1
)

// sweep compares names with their registries, a page a run.
func sweep(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		var all error
		for _, c := range d.Routes.Connectors() {
			err := sweepConnector(ctx, d, c)
			if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
				continue // another server is at it
			}
			if err != nil {
				all = errors.Join(all, fmt.Errorf("compare names with registry %s: %w", c.Name, err))
			}
		}
		return all
	}
}

// sweepConnector compares names that are at a connector, whatever the rules say by now of their TLDs.
func sweepConnector(ctx context.Context, d Deps, c registry.NamedConnector) error {
	_, err := d.Sweeps.RegistryPause(ctx, c.Name)
	if err == nil {
		return nil // paused
	}
	if !errors.Is(err, reseller.ErrNotFound) {
		return err
	}
	before, err := d.Sweeps.RegistrySweep(ctx, c.Name)
	if err != nil {
		return err
	}
	now, due := nextSweep(before, d.Clock.Now())
	if !due {
		return nil
	}
	if err := d.Sweeps.BindNames(ctx, c.Name, c.Sells); err != nil { // those of servers of before
		return err
	}
	page, err := d.Sweeps.SweepDomains(ctx, c.Name, "", now.After, sweepPage)
	if err != nil {
		return err
	}
	over := d.Clock.Wall().Add(sweepRound)
	for _, domain := range page {
		err = safely.Do(d.Log.With("name", domain.Name.String()), "job", func() error { return sweepName(ctx, d, c, domain) })
		if fault := new(safely.Fault); errors.As(err, &fault) {
			err = nil // the names behind this one are compared all the same
		}
		if err != nil || ctx.Err() != nil {
			break
		}
		now.After = domain.ID
		if d.Clock.Wall().After(over) {
			break
		}
	}
	if err == nil && len(page) < sweepPage && (len(page) == 0 || now.After == page[len(page)-1].ID) {
		now.EndedAt = d.Clock.Now()
	}
	return errors.Join(err, d.Sweeps.SaveRegistrySweep(ctx, before, now))
}

// nextSweep is the sweep to go on with, or a new one if it is time for it.
func nextSweep(last reseller.RegistrySweep, now time.Time) (reseller.RegistrySweep, bool) {
	if !last.BegunAt.IsZero() && last.EndedAt.IsZero() {
		return last, true
	}
	sameDay := reseller.SameDay(last.BegunAt, now)
	return reseller.RegistrySweep{Connector: last.Connector, BegunAt: now}, !sameDay && now.UTC().Hour() >= sweepHour
}

// sweepName compares one name. An error ends the run: the registry does not answer. A name that changed meanwhile is left to the next
// sweep.
func sweepName(ctx context.Context, d Deps, c registry.NamedConnector, was reseller.Domain) error {
	asking, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	info, err := registry.LookAt(asking, c, was.Name)
	if err != nil {
		return fmt.Errorf("look at %s: %w", was.Name, err)
	}
	if to, err := movedTo(asking, d, was, info); to != "" || err != nil {
		return noteMoved(ctx, d, c, was, to, err)
	}
	if info.Withheld != "" {
		return noteWithheld(ctx, d, c, was, info)
	}
	if info.Gone || !info.Ours { // names leave and end; that one which nobody let go is gone is none of that
		if info.Gone && was.State == reseller.DomainActive && !expected(d, was, was, registry.PartState) {
			if err := d.Sweeps.SweptDomain(ctx, was, actor(Sweep), nil, []reseller.RegistryFinding{findingOf(c, was, sweptParts[registry.PartState].name, "not registered any more", true)}); err != nil {
				return unlessChanged(err)
			}
		}
		err := compare(ctx, d, c.Connector, was, observation{job: Sweep, at: d.Clock.Now()})
		if errors.Is(err, errWithheld) {
			return nil // it has shown it just now: the next sweep will see
		}
		return err
	}
	next := was
	differences := info.ApplyTo(&next, registry.AllParts)
	var apply func(*reseller.Domain)
	var findings []reseller.RegistryFinding
	for _, difference := range differences {
		part, mended := sweptPart(difference.Part)
		if mended {
			apply = mends(next)
		}
		if !expected(d, was, next, difference.Part) {
			findings = append(findings, findingOf(c, was, part, difference.Words, mended))
		}
	}
	if darkened(info.Registration, was, d.Clock.Now()) {
		findings = append(findings, findingOf(c, was, partZone, "deactivated at the registry before its term is over", false))
	}
	if info.RenewalMode != "" {
		findings = append(findings, findingOf(c, was, partRenewalMode, "the gateway has it as "+info.RenewalMode+
			" and not as profile.gateway says: it may renew the name without an order, or let it go", false))
	}
	if words := slipsAway(was, info.Registration, d.Clock.Now()); words != "" {
		findings = append(findings, findingOf(c, was, partDispute, words, false))
	}
	return unlessChanged(d.Sweeps.SweptDomain(ctx, was, actor(Sweep), apply, findings))
}

// darkened reports whether a registry has taken a name out of the zone that nobody here deleted and that is paid for (.se, .nu).
func darkened(info registry.Registration, d reseller.Domain, now time.Time) bool {
	return info.Has(registry.StatusDeactivated) && d.State == reseller.DomainActive && now.Before(info.Expires)
}

func unlessChanged(err error) error {
	if errors.Is(err, reseller.ErrConflict) {
		return nil
	}
	return err
}

func findingOf(c registry.NamedConnector, d reseller.Domain, part, words string, mended bool) reseller.RegistryFinding {
	return reseller.RegistryFinding{
		DomainID: d.ID, AccountID: d.AccountID, Connector: c.Name, Name: d.Name.String(), Part: part, Words: words, Mended: mended,
	}
}

// sweptParts says which parts the registry's word is taken for. What an account has set is not: whoever changed it at the registry must
// be found out, and the account's wish stays.
var sweptParts = map[registry.Parts]struct {
	name   string
	mended bool
}{
	registry.PartState: {"state", true}, registry.PartCreated: {"created", true}, registry.PartExpiry: {"expiry", true},
	registry.PartNameservers: {"nameservers", false}, registry.PartContacts: {"contacts", false}, registry.PartHosts: {"hosts", false},
	registry.PartLock: {"lock", false}, registry.PartHold: {"hold", false}, registry.PartPrivacy: {"privacy", false}, registry.PartSecDNS: {"dnssec", false},
}

// What of names is compared besides: nothing of it stands in a row, so that no word is taken for it.
const (
	partZone        = "zone"
	partRenewalMode = "renewalmode"
	partShown       = "shown" // whether the registry shows the name at all
)

// ComparedParts lists what of names is compared with their registries, in alphabetical order: the parts of reseller.RegistryFinding.
func ComparedParts() []string {
	names := []string{partZone, partRenewalMode, partShown, partDispute}
	for _, part := range sweptParts {
		names = append(names, part.name)
	}
	slices.Sort(names)
	return names
}

func sweptPart(p registry.Parts) (name string, mended bool) {
	return sweptParts[p].name, sweptParts[p].mended
}
