package jobs

import (
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

// slipsAway says how a name that must stay is about to go, in words that are the same until it stands otherwise; "" = it is not.
func slipsAway(d reseller.Domain, info registry.Registration, now time.Time) string {
	days := disputeEnds
	if d.AutoRenew {
		days = disputeUnpaid
	}
	switch {
	case !d.Dispute.Stands():
	case info.Has(registry.StatusPendingTransfer):
		return "another registrar asks for it, and it is held for a dispute: reject that, or it goes in some days"
	case d.State == reseller.DomainActive && !now.Before(d.PaidThrough.Add(-reseller.Days(days))):
		return "held for a dispute, and paid through " + d.PaidThrough.Format(time.DateOnly) + " only: see that it is renewed"
	}
	return ""
}
