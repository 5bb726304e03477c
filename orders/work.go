package orders

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"nameyard/reseller"
)

// start works on an order in a goroutine of its own: the caller may go away, the order goes on.
func (s *Service) start(o reseller.Order, authCode string) {
	s.running.start(o.ID)
	a, seen := s.newAttempt(o, authCode)
	s.workers.Go(func() { s.run(a, seen, patience{lookFor: s.set.LookFor}) })
}

// run works on an order from its lease to its answer: it keeps the lease meanwhile, lets the next change of the domain follow,
// and wakes whoever waits. It gives what was last observed.
func (s *Service) run(a attempt, seen observation, p patience) observation {
	stop := s.keepLease(a.Order)
	end, last := s.work(a, seen, decide, p)
	stop()
	if end.Subject != "" {
		s.nextChange(context.Background(), end.DomainID)
	}
	s.running.finish(end, last)
	return last
}

// work observes an order, decides, and records what was decided, until the order has ended, waits for the registry's decision,
// or is left to reconcile. It gives the order as far as it came, and what was last observed.
//
// A fault of ours in one order does not end the server: the order stays as it is on record.
func (s *Service) work(a attempt, seen observation, decide judge, p patience) (end reseller.Order, last observation) {
	defer func() {
		if fault := recover(); fault != nil {
			s.log.Error("a fault in the program while an order was worked on", "order", a.ID, "fault", fault, "stack", string(debug.Stack()))
			end, last = s.asOnRecord(a.Order, reseller.ErrConflict), observation{stuck: fmt.Errorf("a fault in the program: %v", fault)}
		}
	}()
	for {
		next := decide(a.order, seen, s.set, s.clock.Now())
		if next.ask != nothing {
			s.observe(&a, &seen, next.ask)
			continue
		}
		o, err := s.record(a, next)
		switch {
		case next.to == reseller.OrderSending && errors.Is(err, reseller.ErrDuplicate):
			seen.lineTaken = true
			continue
		case err != nil:
			return s.asOnRecord(a.Order, err), seen
		case !next.keep:
			return o, seen
		}
		a.Order = o
		seen = observation{timeUp: o.State == reseller.OrderUnknown && !s.mayLook(&p)}
	}
}

// patience is how long a worker goes on looking for an open outcome, wall time.
type patience struct {
	lookFor time.Duration // 0 = it has looked once, and leaves the rest to reconcile
	until   time.Time
	pause   time.Duration
}

// The pauses between looks, wall time.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 4 * time.Second
)

// mayLook waits until the next look: the first comes at once, the others after growing pauses. It reports whether there is time
// for it, which ends early when the service drains.
func (s *Service) mayLook(p *patience) bool {
	switch {
	case p.lookFor == 0:
		return false
	case p.until.IsZero():
		p.until = s.clock.Wall().Add(p.lookFor)
		return true
	}
	p.pause = min(max(2*p.pause, firstPause), lastPause)
	if !s.clock.Wall().Add(p.pause).Before(p.until) {
		return false
	}
	t := time.NewTimer(p.pause)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.closing.Done():
		return false
	}
}
