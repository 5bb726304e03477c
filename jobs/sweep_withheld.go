package jobs

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// A name that its registry does not show (2201) has left, or a right is missing there. It is closed only when the operator has known of it for
// so long, the registry has never shown it meanwhile, and it shows others of the TLD as ours.
const hiddenFor = 3 * 24 * time.Hour

// siblings is how many names of a TLD are asked for, to learn whether the registry shows any.
const siblings = 5

// noteWithheld tells the operator of a name that its registry does not show, and closes one that has left.
func noteWithheld(ctx context.Context, d Deps, c registry.NamedConnector, was reseller.Domain, seen registry.Look) error {
	f := findingOf(c, was, partShown, seen.Withheld, false)
	left, err := hasLeft(ctx, d, c, was, seen)
	if err != nil {
		return err
	}
	if !left {
		return unlessChanged(d.Sweeps.SweptDomain(ctx, was, actor(Sweep), nil, []reseller.RegistryFinding{f}))
	}
	f.Mended, f.Words = true, "the registry has not shown it to us for days, and others are shown: it is another registrar's"
	return unlessChanged(d.Sweeps.SweptDomain(ctx, was, actor(Sweep), func(row *reseller.Domain) {
		row.State, row.Reason, row.ClosedAt = reseller.DomainTransferredAway, "now with another registrar, says the registry", d.Clock.Now()
		if was.State != reseller.DomainActive {
			row.State, row.Reason = reseller.DomainDeleted, "deleted at the registry, and registered again by another registrar"
		}
	}, []reseller.RegistryFinding{f}))
}

// hasLeft reports whether a name that its registry does not show can only be another registrar's.
func hasLeft(ctx context.Context, d Deps, c registry.NamedConnector, was reseller.Domain, seen registry.Look) (bool, error) {
	if !seen.Hidden {
		return false, nil
	}
	known, err := d.Sweeps.RegistryFindings(ctx, reseller.RegistryFindingSearch{
		Domains: []int64{was.ID}, Part: partShown, Open: true, Found: reseller.Between{Until: d.Clock.Now().Add(-hiddenFor)}, Page: reseller.Page{Limit: 1},
	})
	if err != nil || len(known) == 0 || known[0].Words != seen.Withheld {
		return false, err
	}
	return showsSibling(ctx, d, c, was)
}

// showsSibling reports whether a registry shows one of the next names of the same TLD as ours.
func showsSibling(ctx context.Context, d Deps, c registry.NamedConnector, of reseller.Domain) (bool, error) {
	for _, after := range []int64{of.ID, 0} {
		page, err := d.Sweeps.SweepDomains(ctx, c.Name, of.Name.TLD(), after, siblings)
		if err != nil {
			return false, err
		}
		for _, sibling := range page {
			seen, err := registry.LookAt(ctx, c, sibling.Name)
			if err != nil {
				return false, fmt.Errorf("look at %s: %w", sibling.Name, err)
			}
			if seen.Ours {
				return true, nil
			}
		}
	}
	return false, nil
}
