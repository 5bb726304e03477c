package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Resolve ends an unfinished order by the operator's decision: done (the registry did it) or refused. The registry is looked at
// first. Code bad_state if it shows otherwise, if the order has ended, or if it was never sent and is said to be done; in_progress
// while somebody works on it or the server will go on with it by itself; unavailable while the registry cannot be asked; restoring before
// restored books have been compared with the registries. The order stays as it is then.
func (s *Service) Resolve(ctx context.Context, id int64, done bool, reason string) (reseller.Order, error) {
	// What is of a backup is compared with the registries, their logs and one another first.
	if err := s.compared(ctx); err != nil {
		return reseller.Order{ID: id}, err
	}
	return s.resolve(ctx, id, done, reason, s.objects)
}

// Override is Resolve, whatever the registry shows: for operators who know better. Done still needs a look at it that succeeds,
// and nobody else may be working on the order.
func (s *Service) Override(ctx context.Context, id int64, done bool, reason string) (reseller.Order, error) {
	return s.resolve(ctx, id, done, reason, believes)
}

// objection is what speaks against an operator's decision; nil if nothing does.
type objection func(a attempt, saysDone bool, seen view) error

func believes(attempt, bool, view) error { return nil }

// objects asks the registry's word and the server's own plans.
func (s *Service) objects(a attempt, saysDone bool, seen view) error {
	now := s.clock.Now()
	if a.unserved == nil {
		if err := contradicts(a.order, saysDone, seen, now); err != nil {
			return err
		}
	}
	return tooEarly(a, saysDone, seen, s.set, now)
}

func (s *Service) resolve(ctx context.Context, id int64, done bool, reason string, against objection) (reseller.Order, error) {
	o, err := s.undecided(ctx, id, done)
	if err != nil {
		return o, err
	}
	claimed, err := s.claimUncompared(ctx, o)
	if err != nil {
		return o, carried(o).Because(err)
	}
	a, err := s.newAttempt(claimed, "")
	if err != nil {
		return claimed, err
	}
	a.takenOver = true
	st, err := s.weigh(a, done, reason, against)
	return s.resolved(a, st), err
}

// undecided reads an order that may be decided about.
func (s *Service) undecided(ctx context.Context, id int64, done bool) (reseller.Order, error) {
	o, err := s.store.Order(ctx, id)
	switch {
	case err != nil:
		return o, err
	case !o.State.Live():
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d has ended as %s", id, o.State)
	case done && o.State == reseller.OrderQueued:
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d is queued: nothing was sent yet, so it cannot be done", id)
	}
	return o, nil
}

// carried says that somebody works on an order.
func carried(o reseller.Order) *reseller.Error {
	until := "try again in a minute"
	if !o.LeaseEnd.IsZero() {
		until = "its worker has it until " + o.LeaseEnd.UTC().Format(time.RFC3339) + ", and longer if it gives a sign of life"
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d is being carried right now; %s", o.ID, until)
}

// weigh looks at the registry and says how an order is to stand after the operator's decision. With an error it stays open.
func (s *Service) weigh(a attempt, done bool, reason string, against objection) (step, error) {
	switch {
	case a.State == reseller.OrderQueued:
		return refuse(reseller.CodeRefused, reason), nil // nothing was sent
	case a.unserved != nil && done:
		return unserved(a.order, observation{unserved: a.unserved, takenOver: true}, s.set), a.unserved
	}
	var seen view
	if a.unserved == nil { // else there is nobody to ask
		seen = *s.lookAndAsk(a)
	}
	if err := against(a, done, seen); err != nil {
		return unclaim(a.order, s.set), err
	}
	if !done {
		no := refuse(reseller.CodeRefused, reason)
		no.effect = effect{shown: seen.shown}
		return no, nil
	}
	return operatorConfirms(a.order, seen, s.readPurchases(a), s.set), seen.blind()
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
	if seen.blind() != nil {
		return unclaim(o, set)
	}
	return done(o, effectOf(seen.shown), observation{bought: bought}, set)
}
