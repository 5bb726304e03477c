package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendDispute(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "statuses of a dispute lock", func(c registry.Keeper) (registry.Receipt, error) {
		return c.SetKept(ctx, a.ClTRID(), a.Name, *a.Desired.Dispute)
	})
}

// findDispute: the registry shows the statuses of the lock, or shows them no more, as it was ordered.
func findDispute(shown *registry.Registration, o order, _ time.Time) finding {
	want := *o.Desired.Dispute
	agrees := func(wanted bool, s registry.Status) bool { return !wanted || shown.Has(s) == want.On }
	return tookIf(agrees(want.Transfer, registry.StatusClientTransferProhibited) && agrees(want.Delete, registry.StatusClientDeleteProhibited))
}

// applyDispute has the transfer lock follow its registry. The dispute lock itself stands since before its order and is lifted by its end.
func applyDispute(d *reseller.Domain, o order, _ effect, now time.Time) {
	want := *o.Desired.Dispute
	if want.Transfer {
		d.Locked = want.On
	}
	if !want.On && d.Dispute.Stands() {
		d.Dispute.Hold = d.Dispute.Lift(now)
	}
}
