package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Reverse takes back a purchase that the operator said was done, if the registry did not do it, and gives the credit note (empty where
// nothing was charged). Code bad_state if the registry shows its effect or proves neither, unavailable while it cannot be asked,
// in_progress while it may still take effect; ErrConflict and ErrDuplicate as the store has them.
func (s *Service) Reverse(ctx context.Context, o reseller.Order, reason string) (reseller.Invoice, error) {
	a, err := s.newAttempt(o, "")
	if err != nil {
		return reseller.Invoice{}, err
	}
	if a.unserved != nil {
		return reseller.Invoice{}, a.unserved
	}
	seen, now := *s.lookAndAsk(a), s.clock.Now()
	if err := neverWas(a.order, seen, s.set, now); err != nil {
		return reseller.Invoice{}, err
	}
	return s.store.ReverseOrder(ctx, reseller.Reversal{
		Order: o, Reason: reason, Apply: func(d *reseller.Domain) { undo(d, a.order, seen.shown, reason, now) },
	}, reseller.OperatorIn(ctx))
}

// Confirm makes a purchase done that had ended as refused, if the registry shows that it took effect, and charges it. Code bad_state if it
// does not, unavailable while the registry cannot be asked; ErrConflict, ErrDuplicate and ErrFunds as the store has them.
func (s *Service) Confirm(ctx context.Context, o reseller.Order, reason string) (reseller.Order, error) {
	a, err := s.newAttempt(o, "")
	if err != nil {
		return o, err
	}
	if a.unserved != nil {
		return o, a.unserved
	}
	seen, now := *s.lookAndAsk(a), s.clock.Now()
	if err := tookAfterAll(a.order, seen, now); err != nil {
		return o, err
	}
	return s.store.ConfirmOrder(ctx, reseller.Reversal{Order: o, Reason: reason, Apply: func(d *reseller.Domain) {
		d.ClosedAt = time.Time{}
		kinds[o.Kind].apply(d, a.order, effectOf(seen.shown), now)
	}}, reseller.OperatorIn(ctx))
}

// undo brings a domain row back to what it was without a purchase that never was, with what the registry shows of the name.
func undo(d *reseller.Domain, o order, shown *registry.Registration, reason string, now time.Time) {
	gone := shown == nil || !shown.Ours
	switch {
	case !d.State.Live():
		return // it has left since; what remains is the money
	case gone:
		d.State, d.Reason, d.ClosedAt = reseller.DomainDeleted, reason, now
		return
	case o.Kind == reseller.OrderRenew:
		d.PaidThrough = o.PaidFrom
	case o.Kind == reseller.OrderRestore && shown.Expires.Before(d.PaidThrough):
		d.PaidThrough = shown.Expires
	}
	shown.ApplyTo(d, registry.PartState|registry.PartExpiry)
}

// cannotAsk is why nothing is decided about how an order has ended.
func cannotAsk(o order, cause error) error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the registry cannot be asked about %s now; nothing was done", o.Name).Because(cause)
}
