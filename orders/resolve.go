package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Resolve ends an unfinished order by the operator's decision: done (the registry did it) or refused. The registry is looked at
// first. Code bad_state if it shows otherwise, if the order has ended, or if it was never sent and is said to be done; in_progress
// while somebody works on it; unavailable while the registry cannot be asked. The order stays as it is then.
func (s *Service) Resolve(ctx context.Context, id int64, done bool, reason string) (reseller.Order, error) {
	return s.resolve(ctx, id, done, reason, contradicts)
}

// Override is Resolve, whatever the registry shows: for operators who know better. Done still needs a look at it that succeeds.
func (s *Service) Override(ctx context.Context, id int64, done bool, reason string) (reseller.Order, error) {
	return s.resolve(ctx, id, done, reason, func(order, bool, view, time.Time) error { return nil })
}

func (s *Service) resolve(ctx context.Context, id int64, done bool, reason string, against func(order, bool, view, time.Time) error) (reseller.Order, error) {
	o, err := s.store.Order(ctx, id)
	if err != nil {
		return o, err
	}
	if !o.State.Live() {
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d has ended as %s", id, o.State)
	}
	if done && o.State == reseller.OrderQueued {
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d is queued: nothing was sent yet, so it cannot be done", id)
	}
	if o, err = s.claim(ctx, o); err != nil {
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d is being carried right now; try again in a minute", id).Because(err)
	}
	a := s.newAttempt(o, "")
	a.takenOver = true
	switch {
	case a.unserved != nil && !done, o.State == reseller.OrderQueued:
		return s.resolved(a, refuse(reseller.CodeRefused, reason)), nil // there is nobody to ask, or nothing was sent
	case a.unserved != nil:
		return s.resolved(a, unserved(a.order, observation{unserved: a.unserved, takenOver: true}, s.set)), a.unserved
	}
	seen := s.look(a)
	if err := against(a.order, done, *seen, s.clock.Now()); err != nil {
		return s.resolved(a, unclaim(a.order, s.set)), err
	}
	if !done {
		return s.resolved(a, refuse(reseller.CodeRefused, reason)), nil
	}
	return s.resolved(a, operatorConfirms(a.order, *seen, s.readPurchases(a), s.set)), seen.err
}

// resolved records what the operator decided, and gives the order as it then is.
func (s *Service) resolved(a attempt, st step) reseller.Order {
	o, err := s.record(a, st)
	if err != nil {
		return s.asOnRecord(a.Order, err)
	}
	return o
}

// operatorConfirms ends an order as done, with what the registry shows of its name. A look that failed leaves it as it was.
func operatorConfirms(o order, seen view, bought *purchases, set Settings) step {
	if seen.err != nil {
		return unclaim(o, set)
	}
	return done(o, effectOf(seen.shown), observation{bought: bought}, set)
}
