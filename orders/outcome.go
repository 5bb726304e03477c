package orders

import (
	"context"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// record writes what the registry answered: done, pending or refused. known is false if a look at the registry must
// complete the answer and could not.
func (d *Service) record(j job, r registry.Receipt, err error) (o reseller.Order, known bool) {
	if refusal, no := registry.AsRefusal(err); no {
		return d.refuse(j, refusalCode(refusal), refusal.Words), true
	}
	k := kinds[j.Kind]
	if r.Pending() && !k.pendingIsDone {
		return d.leave(j.Order, reseller.OrderPending, "", r.Words, d.set.PendingWait), true
	}
	if !k.looks {
		return d.done(j, effect{receipt: r}), true
	}
	shown, err := d.callInfo(j)
	if err != nil || k.find(shown, j, d.clock.Now()).verdict != took {
		return j.Order, false
	}
	return d.done(j, effect{receipt: r, shown: shown}), true
}

// effect is what a command did, from the registry's answer or from a look at it.
type effect struct {
	receipt registry.Receipt
	shown   *registry.Registration // what the registry shows, where it was looked at; nil = no such name, or not looked at
}

// done records that the registry has confirmed an order.
func (d *Service) done(j job, e effect) reseller.Order {
	now := d.clock.Now()
	ending := reseller.Ending{
		Order: j.Order, To: reseller.OrderDone,
		Apply: func(domain *reseller.Domain) { kinds[j.Kind].apply(domain, j, e, now) },
	}
	if e.receipt.Refund && j.rules.AddGraceRefund {
		sold, err := found(d.store.RegistrationOrder(context.Background(), j.DomainID))
		if err != nil {
			return d.lost(j.Order, err)
		}
		if sold != nil && j.SentAt.Before(sold.EndedAt.Add(reseller.Days(j.rules.AddGraceDays)+clockSkew)) {
			ending.Refund = sold
		}
	}
	if e.receipt.Fee != nil && j.CostLimit > 0 && e.receipt.Fee.Currency == j.Charge.Currency && e.receipt.Fee.Amount > j.CostLimit {
		d.log.Error("the registry charged more than the order's cost limit", "order", j.ID, "fee", e.receipt.Fee.Amount, "limit", j.CostLimit)
	}
	return d.end(ending)
}

// refuse records that an order did not and will not take effect.
func (d *Service) refuse(j job, code, reason string) reseller.Order {
	ending := reseller.Ending{Order: j.Order, To: reseller.OrderRefused, Code: code, Reason: reason}
	if j.Kind == reseller.OrderRegister || j.Kind == reseller.OrderTransfer {
		now := d.clock.Now()
		ending.Apply = func(domain *reseller.Domain) {
			domain.State, domain.Reason, domain.ClosedAt = reseller.DomainRefused, reason, now
		}
	}
	return d.end(ending)
}

func (d *Service) end(e reseller.Ending) reseller.Order {
	o, err := d.store.EndOrder(context.Background(), e)
	if err != nil {
		return d.lost(e.Order, err)
	}
	d.log.Info("order ended", "order", o.ID, "kind", o.Kind, "name", o.Name.String(), "state", o.State, "code", o.Code, "attempt", o.Attempt)
	return o
}

// refusalCode turns the registry's code into our stable word.
func refusalCode(r *registry.Refusal) string {
	switch r.Code {
	case registry.CodeExists:
		return reseller.CodeNotAvailable
	case registry.CodeBadAuthCode:
		return reseller.CodeAuthCode
	case registry.CodeStatusProhibits, registry.CodePendingTransfer, registry.CodeNotPendingTransfer:
		return reseller.CodeBadState
	}
	return reseller.CodeRefused
}

// settleByLook decides about a command that was sent more than once and now was refused: if its effect is there, an
// earlier attempt did it.
func (d *Service) settleByLook(j job, refusal *registry.Refusal) (reseller.Order, bool) {
	if kinds[j.Kind].find == nil {
		return j.Order, false // nothing to be seen
	}
	info, err := d.callInfo(j)
	if err != nil {
		return d.leave(j.Order, reseller.OrderUnknown, "", fmt.Sprintf("refused (%s), and a look failed", refusal.Words), d.set.ReconcileWait), true
	}
	if f := kinds[j.Kind].find(info, j, d.clock.Now()); f.verdict != absent {
		return d.decide(j, f, info)
	}
	return j.Order, false
}
