package jobs

import (
	"context"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// movedTo finds where else a name is ours that its connector does not show as ours; "" = nowhere, or it is where it was. Such a name has not
// left: its row waits for the operator's word (nameyard domain move).
func movedTo(ctx context.Context, d Deps, domain reseller.Domain, seen registry.Look) (string, error) {
	if shownAsOurs(seen) {
		return "", nil
	}
	return d.Routes.MovedTo(ctx, domain)
}

func shownAsOurs(seen registry.Look) bool { return seen.Ours && !seen.Gone && seen.Withheld == "" }

// errElsewhere says that a connector does not show a name as ours and another one, at which it may be, cannot be asked. It is an errWithheld,
// and no error of the connector at which the name is: what else is there does not wait for the other one.
var errElsewhere = fmt.Errorf("%w, and where it may be cannot be asked", errWithheld)

// stays gives an errWithheld if a name is, or may be, ours at another connector. That one is not asked if alone.
func stays(ctx context.Context, d Deps, domain reseller.Domain, seen registry.Look, alone bool) error {
	if alone && !shownAsOurs(seen) {
		return errElsewhere
	}
	to, err := movedTo(ctx, d, domain, seen)
	switch {
	case err != nil:
		return fmt.Errorf("%w: look where %s is: %v", errElsewhere, domain.Name, err)
	case to != "":
		return fmt.Errorf("%w: %s", errWithheld, d.Routes.MovedWords(domain, to))
	}
	return nil
}

// noteMoved tells the operator of a name that is ours at another connector by now. Where that one does not answer, nothing is known of the
// name, and the next sweep looks again: the names behind it do not wait for it.
func noteMoved(ctx context.Context, d Deps, c registry.NamedConnector, was reseller.Domain, to string, err error) error {
	if err != nil {
		d.Log.Warn("a name that its registry does not show cannot be looked for elsewhere", "name", was.Name.String(), "err", err)
		return nil
	}
	found := findingOf(c, was, partShown, d.Routes.MovedWords(was, to), false)
	return unlessChanged(d.Sweeps.SweptDomain(ctx, was, actor(Sweep), nil, []reseller.RegistryFinding{found}))
}

// Follow is how the row of a name that is at another connector from now on follows what that one shows. As in the nightly comparison the
// registry's word is taken for state and dates, and what an account has set stays: where it is not so there, that is a finding.
func Follow(c registry.NamedConnector, was reseller.Domain, shown registry.Registration) (apply func(*reseller.Domain), findings []reseller.RegistryFinding) {
	next := was
	for _, difference := range shown.ApplyTo(&next, registry.AllParts) {
		if part, mended := sweptPart(difference.Part); !mended {
			findings = append(findings, findingOf(c, was, part, difference.Words, false))
		}
	}
	return mends(next), findings
}

// mends makes a row what the registry's word is taken for.
func mends(next reseller.Domain) func(row *reseller.Domain) {
	return func(row *reseller.Domain) {
		row.State, row.RegisteredAt, row.RegistryExpiry = next.State, next.RegisteredAt, next.RegistryExpiry
	}
}
