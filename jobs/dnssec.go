package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// ZoneSigner is the name server that signs our zones (publish/dns.Signer).
type ZoneSigner interface {
	// Keys gives what a zone wants its registry to have; none of it is the wish to be unsigned.
	Keys(ctx context.Context, name reseller.Name) (reseller.SecDNS, error)
	// Served fails while a name server does not answer with all of the keys.
	Served(ctx context.Context, name reseller.Name, keys []reseller.DNSKey) error
}

// SignedNames is what the DNSSEC jobs read in the store.
type SignedNames interface {
	SigningDomains(ctx context.Context, in []reseller.DNSSECState, after int64, limit int) ([]reseller.Domain, error)
	UnsignedWithKeys(ctx context.Context, after int64, limit int) ([]reseller.Domain, error)
	Account(ctx context.Context, id int64) (reseller.Account, error)
}

// Changes places changes at registries (orders.Service).
type Changes interface {
	Change(ctx context.Context, r orders.Request) (orders.Result, error)
	LiveChange(ctx context.Context, domain int64, slot string) (*reseller.Order, error)
}

// DNSSEC is what the jobs of signed names work with. Without a signer there are none.
type DNSSEC struct {
	Signer      ZoneSigner
	Names       SignedNames
	Changes     Changes
	Nameservers []string // that the signer's zones reach
}

// The states that a name only passes through, and the one it stays in.
var (
	signingStates = []reseller.DNSSECState{reseller.DNSSECSigning, reseller.DNSSECPublishing, reseller.DNSSECWithdrawing, reseller.DNSSECRetiring}
	signedStates  = []reseller.DNSSECState{reseller.DNSSECActive}
)

// The names that one run reads at a time, and how long its questions about one may take.
const (
	signedPage = 200
	signedTime = 10 * time.Second
)

func dnssecJobs(d Deps) []Job {
	if d.DNSSEC.Signer == nil {
		return nil
	}
	return []Job{
		{Name: Signing, Every: 10 * time.Second, AtStart: true, Does: "gives registries the keys of names that are being signed, and takes them away", Run: reconciled(d, followSigned(d, signingStates)), AtSteps: true},
		{Name: Signed, Every: 15 * time.Minute, Does: "follows the keys of signed names, and compares them with the registries", Run: reconciled(d, func(ctx context.Context) error { return errors.Join(adopt(ctx, d), followSigned(d, signedStates)(ctx)) }), AtSteps: true},
	}
}

// followSigned carries names in some states of signing on.
func followSigned(d Deps, states []reseller.DNSSECState) func(context.Context) error {
	late := &lateNames{told: map[int64]time.Time{}}
	return func(ctx context.Context) error {
		var all error
		for after := int64(0); ctx.Err() == nil; {
			page, err := d.DNSSEC.Names.SigningDomains(ctx, states, after, signedPage)
			if err != nil {
				return errors.Join(all, err)
			}
			all = errors.Join(all, inParallel(ctx, d.Log, page, func(domain reseller.Domain) error {
				if err := carrySigned(ctx, d, late, domain); err != nil {
					return fmt.Errorf("DNSSEC of %s: %w", domain.Name, err)
				}
				return nil
			}))
			if len(page) < signedPage {
				break
			}
			after = page[len(page)-1].ID
		}
		return all
	}
}

// adopt has names signed that are wholly on our name servers, and whose registry has keys all the same: those of a signer before us, or ours of
// after the backup from which the books were restored. Unsigned, nobody who checks signatures could resolve them.
func adopt(ctx context.Context, d Deps) error {
	for after := int64(0); ctx.Err() == nil; {
		page, err := d.DNSSEC.Names.UnsignedWithKeys(ctx, after, signedPage)
		if err != nil {
			return err
		}
		for _, domain := range page {
			after = domain.ID
			foreign := slices.ContainsFunc(domain.Nameservers, func(host string) bool { return !slices.Contains(d.DNSSEC.Nameservers, host) })
			if foreign || len(domain.Nameservers) == 0 {
				continue
			}
			if _, err := enter(ctx, d, domain, reseller.DNSSECSigning); err != nil {
				return err
			}
		}
		if len(page) < signedPage {
			break
		}
	}
	return ctx.Err()
}

// carrySigned carries one name on.
func carrySigned(ctx context.Context, d Deps, late *lateNames, domain reseller.Domain) error {
	ctx, stop := context.WithTimeout(ctx, signedTime)
	defer stop()
	rules, conn, err := d.Routes.Of(domain)
	if err != nil {
		return err
	}
	if domain, err = asRegistered(ctx, d, conn, domain); err != nil {
		return err
	}
	var seen signed
	if seen.coming, err = d.DNSSEC.Changes.LiveChange(ctx, domain.ID, reseller.SubjectDNSSEC); err != nil {
		return err
	}
	if domain.Signing.Enabled() && domain.State == reseller.DomainActive {
		if seen.wish, seen.err = d.DNSSEC.Signer.Keys(ctx, domain.Name); seen.err == nil {
			seen.err = d.DNSSEC.Signer.Served(ctx, domain.Name, seen.wish.Keys)
		}
		if seen.err != nil {
			d.Log.Debug("a name is not signed everywhere yet", "name", domain.Name.String(), "err", seen.err)
		}
	}
	if late.tell(domain, d.Clock.Now()) {
		d.Log.Error("the registry does not have what a signed zone wants", "name", domain.Name.String(), "state", string(domain.Signing), "since", domain.SigningAt, "err", seen.err)
	}
	next, want := nextSigning(domain, seen, rules, d.DNSSEC.Nameservers, d.Clock.Now())
	if next != domain.Signing {
		if domain, err = enter(ctx, d, domain, next); err != nil {
			return err
		}
	}
	if want == nil || seen.coming != nil && seen.coming.Desired.SecDNS.Equal(*want) {
		return nil
	}
	moving, err := d.DNSSEC.Changes.LiveChange(ctx, domain.ID, reseller.SubjectNameservers)
	if err != nil || moving != nil && !want.IsZero() {
		return err // the name may be leaving these name servers
	}
	return giveKeys(ctx, d, domain, *want)
}

// asRegistered compares a signed name with what its registry really has, and gives the row as it is then.
func asRegistered(ctx context.Context, d Deps, conn registry.Connector, domain reseller.Domain) (reseller.Domain, error) {
	if !looksFirst(domain, d.Clock.Now()) {
		return domain, nil
	}
	shown, err := conn.Info(ctx, domain.Name)
	if err != nil || !shown.Ours || domain.SecDNS.ShownAs(domain.Name, shown.SecDNS) {
		return domain, err
	}
	d.Log.Warn("the registry has other DNSSEC data than the books", "name", domain.Name.String(), "registry", shown.SecDNS.String(), "books", domain.SecDNS.String())
	return d.Books.ChangeDomain(ctx, domain.ID, signingActor, "domain.dnssec", func(row *reseller.Domain) error {
		if row.Version != domain.Version {
			return reseller.ErrConflict
		}
		shown.ApplyTo(row, registry.PartSecDNS)
		return nil
	})
}

var signingActor = reseller.Actor{Name: "job " + Signing}

// enter puts a name into a state of signing, unless it has been changed meanwhile: then the next run looks anew.
func enter(ctx context.Context, d Deps, domain reseller.Domain, next reseller.DNSSECState) (reseller.Domain, error) {
	after, err := d.Books.ChangeDomain(ctx, domain.ID, signingActor, "domain.dnssec", func(row *reseller.Domain) error {
		if row.Version != domain.Version {
			return reseller.ErrConflict
		}
		row.EnterSigning(next, d.Clock.Now())
		return nil
	})
	if err == nil {
		d.Log.Info("DNSSEC of a name", "name", domain.Name.String(), "state", string(next), "before", string(domain.Signing))
	}
	return after, err
}

// giveKeys orders what a registry is to have. Its end is waited for by nobody: the next run sees it in the row.
func giveKeys(ctx context.Context, d Deps, domain reseller.Domain, want reseller.SecDNS) error {
	account, err := d.DNSSEC.Names.Account(ctx, domain.AccountID)
	if err != nil {
		return err
	}
	_, err = d.DNSSEC.Changes.Change(ctx, orders.Request{
		Caller: reseller.Caller{Account: account}, Kind: reseller.OrderDNSSEC, Name: domain.Name, Domain: &domain, Subject: reseller.SubjectDNSSEC,
		Desired: reseller.Desired{SecDNS: &want}, Unattended: true, Guarded: true,
	})
	return err
}
