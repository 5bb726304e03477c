package orders

import (
	"context"

	"nameyard/reseller"
)

// unseenAfterBackup is why an order ends that was unfinished in a backup.
const unseenAfterBackup = "the books were restored from a backup in which this was unfinished, and the registry does not show it; nothing was charged: order again if it is still wanted"

// Recover finds out what became of an order that was unfinished in a backup from which the books were restored. It sends
// nothing: what has happened since is not in the books, and its account may have been told something else, or have changed
// its mind. What the registry shows is recorded as done, what it does not show ends as refused. An order that may still
// take effect, that the registry decides later, or that needs the operator stays unfinished.
//
// ErrConflict while somebody carries the order.
func (d *Service) Recover(ctx context.Context, o reseller.Order) (reseller.Order, error) {
	claimed, err := d.store.ClaimOrder(ctx, o, d.holder, d.leaseEnd())
	if err != nil {
		return o, err
	}
	rules, conn, err := d.routes.For(o.Name)
	if err != nil {
		return d.leave(claimed, waitingState(claimed), claimed.Code, err.Error(), d.set.PendingWait), nil
	}
	j := job{Order: claimed, rules: rules, conn: conn}
	if o.State == reseller.OrderQueued || d.neverSent(o) || kinds[o.Kind].find == nil {
		return d.refuse(j, reseller.CodeUnavailable, unseenAfterBackup), nil
	}
	info, err := d.callInfo(j)
	if err != nil {
		d.giveBack(j.Order)
		return j.Order, err
	}
	f := kinds[o.Kind].find(info, j, d.clock.Now())
	if f.verdict == absent && o.State != reseller.OrderPending {
		if d.clock.Now().Before(o.SentAt.Add(d.set.Settle)) {
			return d.giveBack(j.Order), nil
		}
		return d.refuse(j, reseller.CodeUnavailable, unseenAfterBackup), nil
	}
	end, known := d.decide(j, f, info)
	if !known {
		end = d.giveBack(end)
	}
	return end, nil
}

// giveBack leaves a claimed order to whoever looks next.
func (d *Service) giveBack(o reseller.Order) reseller.Order {
	to := waitingState(o)
	if o.State == reseller.OrderQueued {
		to = reseller.OrderQueued
	}
	return d.leave(o, to, o.Code, o.Reason, d.set.ReconcileWait)
}
