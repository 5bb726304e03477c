package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Resolve ends an unfinished order by the operator's decision: done (the registry did it) or refused. Code bad_state if it has
// ended, or is done and was never sent; in_progress while somebody works on it.
func (s *Service) Resolve(ctx context.Context, id int64, done bool, reason string) (reseller.Order, error) {
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
	a, seen := s.newAttempt(o, "")
	seen.takenOver = true
	byOperator := operatorRefuses(reason)
	if done {
		byOperator = operatorConfirms
	}
	end, last := s.work(a, seen, byOperator, patience{})
	if end.State.Live() {
		return end, last.trouble()
	}
	return end, nil
}

// operatorConfirms records an order as done, with what the registry shows of its name.
func operatorConfirms(o order, seen observation, set Settings, _ time.Time) step {
	switch {
	case seen.stuck != nil:
		return unserved(o, seen, set)
	case seen.view == nil:
		return step{ask: theView}
	case seen.view.err != nil:
		return unclaim(o, set)
	}
	return done(o, effect{receiptOf(seen.view.shown, finding{}), seen.view.shown}, seen, set)
}

// operatorRefuses ends an order as refused, also in a TLD that is not served any more.
func operatorRefuses(reason string) judge {
	return func(order, observation, Settings, time.Time) step { return refuse(reseller.CodeRefused, reason) }
}

// trouble is why an order could not be decided about.
func (seen observation) trouble() error {
	if seen.stuck == nil && seen.view != nil {
		return seen.view.err
	}
	return seen.stuck
}
