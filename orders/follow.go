package orders

import (
	"context"
	"errors"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// verdict is what a look at the registry tells about a command whose outcome was open.
type verdict int

const (
	absent  verdict = iota // no effect to be seen; it may still come until the settle time is over
	took                   // it took effect
	waiting                // the registry has accepted it and has not decided
	failed                 // it will never take effect
	unclear                // what the registry shows proves neither; the operator must decide
)

// finding is a verdict with the registry's reason.
type finding struct {
	verdict verdict
	code    string
	reason  string
	refund  bool
}

// follow looks once at what became of an order and decides. known is false while it must be looked at again soon.
func (d *Service) follow(j job) (o reseller.Order, known bool) {
	if d.neverSent(j.Order) {
		return d.resend(j)
	}
	if kinds[j.Kind].find == nil {
		// What it set is a secret that nobody saw. Asking again is harmless and the only way to know.
		return d.refuse(j, reseller.CodeUnavailable, "the registry did not confirm it; ask again"), true
	}
	info, err := d.callInfo(j)
	if err != nil {
		d.log.Warn("cannot look at a name", "order", j.ID, "err", err)
		return d.later(j, j.Code, j.Reason), false
	}
	return d.decide(j, kinds[j.Kind].find(info, j, d.clock.Now()), info)
}

// neverSent reports whether the last attempt certainly did not reach the registry.
func (d *Service) neverSent(o reseller.Order) bool {
	return o.State == reseller.OrderUnknown && o.Code == reseller.CodeUnavailable
}

// decide acts on a finding.
func (d *Service) decide(j job, f finding, info *registry.Registration) (o reseller.Order, known bool) {
	switch f.verdict {
	case took:
		return d.done(j, effect{receipt: receiptOf(info, f), shown: info}), true
	case failed:
		return d.refuse(j, f.code, f.reason), true
	case waiting:
		return d.leave(j.Order, reseller.OrderPending, "", f.reason, d.set.PendingWait), true
	case unclear:
		d.log.Error("an order needs the operator: see nameyard order resolve", "order", j.ID, "reason", f.reason)
		return d.later(j, "", f.reason), false
	}
	return d.notSeen(j)
}

// notSeen decides about a command without visible effect. That is final only after the settle time: an answer can be
// lost and the effect still come.
func (d *Service) notSeen(j job) (o reseller.Order, known bool) {
	now := d.clock.Now()
	switch {
	case j.State == reseller.OrderPending:
		return d.refuse(j, reseller.CodeRefused, "the registry has dropped the request"), true
	case now.Before(j.UnknownAt.Add(d.set.Settle)):
		return d.later(j, j.Code, j.Reason), false
	}
	return d.resend(j)
}

// later leaves the order as it is until the next look. While a carrier looks inline, nothing is written.
func (d *Service) later(j job, code, reason string) reseller.Order {
	if j.State == reseller.OrderPending {
		return d.leave(j.Order, reseller.OrderPending, code, reason, d.set.PendingWait)
	}
	if j.State == reseller.OrderSending { // a carrier looks before it has recorded anything
		return d.leave(j.Order, reseller.OrderUnknown, code, reason, d.set.ReconcileWait)
	}
	j.Code, j.Reason = code, reason // recorded when the carrier or reconcile leaves it
	return j.Order
}

// resend sends an order's command again under a new client transaction id, if its price still holds and its time is not
// over. A renewal goes out with the same frozen expiry, so a late effect of the first sending cannot add a second year.
func (d *Service) resend(j job) (o reseller.Order, known bool) {
	now := d.clock.Now()
	if now.Sub(j.CreatedAt) >= d.set.ResendFor {
		return d.refuse(j, reseller.CodeUnavailable, "the registry did not carry it out within a day; nothing was charged"), true
	}
	if holds, err := d.priceHolds(j); err != nil {
		return d.later(j, j.Code, j.Reason), false
	} else if !holds {
		return d.refuse(j, reseller.CodePriceChanged, "the price has changed since it was ordered; nothing was charged: order again"), true
	}
	if err := d.readyToSend(&j); reseller.IsKind(err, reseller.KindRefused) {
		refusal := reseller.AsError(err)
		return d.refuse(j, refusal.Code, refusal.Words), true
	} else if err != nil { // the database does not answer: that decides nothing
		return d.later(j, j.Code, j.Reason), false
	}
	again, err := d.store.MoveOrder(context.Background(), reseller.Move{
		Order: j.Order, To: reseller.OrderSending, LiveKey: liveKey(j.Order), DueAt: now, LeaseEnd: d.leaseEnd(), Send: true,
	})
	if errors.Is(err, reseller.ErrDuplicate) { // another change of the domain is running; the line goes on afterwards
		return j.Order, false
	}
	if err != nil {
		return d.lost(j.Order, err), true
	}
	j.Order = again
	receipt, err := d.send(j)
	if refusal, no := registry.AsRefusal(err); no {
		if end, known := d.settleByLook(j, refusal); known {
			return end, true
		}
	}
	if err != nil && !isRefusal(err) {
		code := ""
		if errors.Is(err, registry.ErrUnreachable) {
			code = reseller.CodeUnavailable
		}
		return d.stillUnknown(j.Order, code, "sent again, no answer yet"), false
	}
	if o, known = d.record(j, receipt, err); !known {
		return d.stillUnknown(j.Order, "", "confirmed, and not to be seen yet"), false
	}
	return o, true
}

// stillUnknown records an unknown outcome for a carrier that goes on looking.
func (d *Service) stillUnknown(o reseller.Order, code, reason string) reseller.Order {
	unknown, err := d.store.MoveOrder(context.Background(), reseller.Move{
		Order: o, To: reseller.OrderUnknown, LiveKey: d.keptKey(o), Code: code, Reason: reason, DueAt: d.clock.Now(), LeaseEnd: d.leaseEnd(),
	})
	if err != nil {
		return d.lost(o, err)
	}
	return unknown
}

// readyToSend prepares an order for being sent again. It refuses (KindRefused) a change of a name that has left, which would
// hit whoever has it now, and a transfer whose auth code cannot be opened any more. Other errors decide nothing.
func (d *Service) readyToSend(j *job) error {
	ctx := context.Background()
	if j.Subject != "" {
		domain, err := d.store.DomainByID(ctx, j.DomainID)
		if err != nil {
			return err
		}
		if !domain.State.Live() {
			return reseller.Errorf(reseller.KindRefused, reseller.CodeBadState, "%s has left the account", j.Name)
		}
	}
	if j.authCode != "" || j.Kind != reseller.OrderTransfer {
		return nil
	}
	sealed, err := d.store.AuthCode(ctx, j.ID)
	if err != nil || len(sealed) == 0 {
		return err
	}
	if j.authCode, err = d.key.Open(sealed, j.ClTRIDBase); err != nil {
		return reseller.Errorf(reseller.KindRefused, reseller.CodeAuthCode,
			"the auth code can no longer be read; nothing was charged: order again").Because(err)
	}
	return nil
}

// priceHolds reports whether the order's frozen price is still on the list, or is that of the unpaid invoice which it pays.
func (d *Service) priceHolds(j job) (bool, error) {
	if j.Charge.Total() == 0 {
		return true, nil
	}
	if j.Kind == reseller.OrderRenew {
		invoice, err := d.store.UnpaidInvoice(context.Background(), j.DomainID, j.PaidFrom)
		if err == nil && invoice.PaidBy(j.Order) {
			return true, nil
		}
		if err != nil && !errors.Is(err, reseller.ErrNotFound) {
			return false, err
		}
	}
	caller := reseller.Caller{Account: reseller.Account{Currency: j.Charge.Currency}}
	p, err := d.price(context.Background(), Request{Caller: caller, Kind: j.Kind, Name: j.Name, Desired: j.Desired})
	if reseller.IsKind(err, reseller.KindInvalid) {
		return false, nil
	}
	return p.Net == j.Charge.Net, err
}

// receiptOf makes a receipt of what the registry shows.
func receiptOf(info *registry.Registration, f finding) registry.Receipt {
	r := registry.Receipt{Code: registry.CodeDone, Refund: f.refund}
	if info != nil {
		r.Created, r.Expires = info.Created, info.Expires
	}
	return r
}

// clockSkew is how much earlier than our intent a registry's creation date may be.
const clockSkew = 10 * time.Minute
