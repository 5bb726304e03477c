package orders

import (
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// done ends an order that the registry has confirmed. Where the registry took the price of the name back within the add
// grace, the account gets it back, too (RFC 3915 §3.1).
func done(o order, e effect, seen observation, set Settings) step {
	end := step{to: reseller.OrderDone, effect: e}
	if e.receipt.Refund && o.rules.AddGraceRefund {
		switch {
		case seen.sale == nil:
			return step{ask: theSale}
		case seen.sale.err != nil:
			return lookAgain(o, o.Code, o.Reason, set)
		}
		sold := seen.sale.order
		if sold != nil && o.SentAt.Before(sold.EndedAt.Add(reseller.Days(o.rules.AddGraceDays)+clockSkew)) {
			end.refund = sold
		}
	}
	if fee := e.receipt.Fee; fee != nil && o.CostLimit > 0 && fee.Currency == o.Charge.Currency && fee.Amount > o.CostLimit {
		end.alarm = fmt.Sprintf("the registry charged %d, more than the order's cost limit of %d", fee.Amount, o.CostLimit)
	}
	return end
}

// refuse ends an order that did not and will not take effect.
func refuse(code, reason string) step {
	return step{to: reseller.OrderRefused, code: code, reason: reason}
}

// pending leaves an order that the registry has accepted and has not decided.
func pending(reason string, set Settings) step {
	return step{to: reseller.OrderPending, reason: reason, wait: set.PendingWait}
}

// lookAgain has the registry looked at again: soon, while a worker has time for it, and by reconcile afterwards.
func lookAgain(o order, code, reason string, set Settings) step {
	if o.State == reseller.OrderUnknown {
		return step{to: reseller.OrderUnknown, code: code, reason: reason, keep: true, unwritten: true}
	}
	return leave(o, code, reason, set)
}

// leave gives an open order to reconcile.
func leave(o order, code, reason string, set Settings) step {
	if o.State == reseller.OrderPending {
		return step{to: reseller.OrderPending, code: code, reason: reason, wait: set.PendingWait}
	}
	return step{to: reseller.OrderUnknown, code: code, reason: reason, wait: set.ReconcileWait}
}

// unclaim gives an order back as it was to whoever looks next.
func unclaim(o order, set Settings) step {
	back := leave(o, o.Code, o.Reason, set)
	back.wait = set.ReconcileWait
	return back
}

// unserved leaves an order that cannot be worked on. A new one certainly was not sent, and reconcile may try at once.
func unserved(o order, seen observation, set Settings) step {
	if o.State == reseller.OrderSending && !seen.takenOver {
		return step{to: reseller.OrderUnknown, code: reseller.CodeUnavailable, reason: seen.stuck.Error()}
	}
	left := leave(o, o.Code, seen.stuck.Error(), set)
	left.wait = set.PendingWait
	return left
}

// receiptOf makes a receipt of what the registry shows.
func receiptOf(shown *registry.Registration, f finding) registry.Receipt {
	r := registry.Receipt{Code: registry.CodeDone, Refund: f.refund}
	if shown != nil {
		r.Created, r.Expires = shown.Created, shown.Expires
	}
	return r
}
