package jobs

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// partDispute is that a name which the operator keeps for a court is about to go all the same: it needs a hand.
const partDispute = "dispute_lock"

// How many days before its end a name must be renewed that is kept, whether it renews by itself or not: by the later one its account would have paid.
const (
	disputeEnds   = 30
	disputeUnpaid = 7
)

// slipsAway says how a name that must stay is about to go, in words that are the same until it stands otherwise.
func slipsAway(d reseller.Domain, info registry.Registration, now time.Time) (all []string) {
	if !d.Dispute.Stands() {
		return nil
	}
	if info.Has(registry.StatusPendingTransfer) {
		all = append(all, "another registrar asks for it, and it is held for a dispute: reject that, or it goes in some days")
	}
	days := disputeEnds
	if d.AutoRenew {
		days = disputeUnpaid
	}
	if d.State == reseller.DomainActive && !now.Before(d.PaidThrough.Add(-reseller.Days(days))) {
		all = append(all, "held for a dispute, and paid through "+d.PaidThrough.Format(time.DateOnly)+" only: see that it is renewed")
	}
	return all
}

// slipFindings are findings of what slipsAway says.
func slipFindings(c registry.NamedConnector, d reseller.Domain, info registry.Registration, now time.Time) (all []reseller.RegistryFinding) {
	for _, words := range slipsAway(d, info, now) {
		all = append(all, findingOf(c, d, partDispute, words, false))
	}
	return all
}

// noteSlip has the operator hear at once that another registrar asks for a name that must stay.
func noteSlip(ctx context.Context, d Deps, c registry.NamedConnector, domain reseller.Domain) error {
	asked := registry.Registration{Status: []registry.Status{registry.StatusPendingTransfer}}
	found := slipFindings(c, domain, asked, d.Clock.Now())
	if len(found) == 0 || d.Sweeps == nil {
		return nil
	}
	row, err := d.Books.DomainByID(ctx, domain.ID)
	if err != nil {
		return err
	}
	return d.Sweeps.SweptDomain(ctx, row, actor(Messages), nil, found)
}
