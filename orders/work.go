package orders

import (
	"context"
	"errors"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// errUnread says that the books do not tell where a name is.
var errUnread = errors.New("the database does not answer")

// newAttempt makes an attempt of an order that this process holds, at the connector at which its name is: that of the rules at the time when
// the name came. Moving the name waits for the order's end, so it goes on where it was begun. An error is one of the books.
func (s *Service) newAttempt(o reseller.Order, authCode string) (attempt, error) {
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	at, err := s.store.Connectors(ctx, o.DomainID)
	if err != nil {
		s.log.Warn("cannot read where a name is", "order", o.ID, "name", o.Name.String(), "err", err)
		return attempt{order: order{Order: o}, unserved: errUnread, authCode: authCode}, err
	}
	rules, conn, err := s.routes.At(o.Name, at[o.DomainID])
	a := attempt{order: order{o, rules}, conn: conn, unserved: err, authCode: authCode}
	if o.Kind.Operation() != "" {
		a.feeLimit = &registry.Fee{Amount: o.CostLimit, Currency: o.Charge.Currency}
	}
	return a, nil
}

// start works on a new order in a goroutine of its own: the caller may go away, the order goes on.
func (s *Service) start(o reseller.Order, authCode string) {
	a, _ := s.newAttempt(o, authCode) // without the books it is left to reconcile, unsent
	s.running.start(o.ID)
	s.workers.Go(s.log, "order", func() {
		// What kept it from being worked on stands on record; reconcile tries again.
		_ = s.run(a, patience{lookFor: s.set.LookFor})
	})
}

// resume works on a claimed order, whose worker is gone, as far as it goes now. Errors are those of run.
func (s *Service) resume(o reseller.Order, told *registry.Found) error {
	a, err := s.newAttempt(o, "")
	if err != nil {
		return err
	}
	a.takenOver, a.told = true, told
	s.running.start(o.ID)
	return s.run(a, patience{})
}

// run works on an order from its lease to its answer: it keeps the lease meanwhile, lets the next change of the domain follow,
// and wakes whoever waits. The error is what kept it from being worked on: a TLD that nobody serves, or a fault in the program.
func (s *Service) run(a attempt, p patience) error {
	stop := s.keepLease(a.Order)
	end, secret, err := s.work(a, p)
	stop()
	if end.Subject != "" {
		s.nextChange(context.Background(), end.DomainID)
	}
	s.running.finish(end, secret)
	return err
}

// work observes an order, decides, and records what was decided, until the order has ended, waits for the registry's decision,
// or is left to reconcile. It gives the order as far as it came, with the auth code that the registry set.
//
// A fault of ours in one order does not end the server: the order stays as it is on record.
func (s *Service) work(a attempt, p patience) (end reseller.Order, secret string, err error) {
	defer func() {
		if fault := safely.Caught(recover(), s.log, "order", "order", a.ID); fault != nil {
			end, err = s.afterFault(a), fault
		}
	}()
	for {
		now := s.clock.Now()
		seen := s.observe(&a, now)
		next := decide(a.order, seen, s.set, now)
		next.reply = seen.reply()
		o, err := a.Order, error(nil)
		if next.again && o.State == reseller.OrderUnknown {
			o.Code, o.Reason = next.code, next.reason // nothing is new that another worker would have to know
		} else {
			o, err = s.record(a, next)
		}
		switch {
		case next.to == reseller.OrderSending && errors.Is(err, reseller.ErrDuplicate):
			o, next = a.Order, leave(a.order, a.Code, a.Reason, s.set) // another change of the domain is running
		case err != nil:
			return s.asOnRecord(a.Order, err), "", nil
		case !next.again && next.to != reseller.OrderSending:
			return o, next.effect.receipt.Secret, a.unserved
		}
		a.Order, a.takenOver = o, false
		if o.State == reseller.OrderUnknown && !s.mayLook(&p) {
			next.again = false
			if o, err = s.record(a, next); err != nil {
				o = s.asOnRecord(a.Order, err)
			}
			return o, "", nil
		}
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

// running are the orders that this process works on, by order id. The zero value is ready to use.
type running struct {
	mu      sync.Mutex
	byID    map[int64]*run
	awaited map[string]*awaited // by ClTRIDBase, which is known before there is an id
}

// awaited is how the last work on an order ended, for as long as somebody here waits for it: what a registry set for its caller is kept nowhere else.
type awaited struct {
	waiters int
	ended   *run
}

// await has the ends of an order kept until leave.
func (r *running) await(base string) (leave func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.awaited == nil {
		r.awaited = map[string]*awaited{}
	}
	if r.awaited[base] == nil {
		r.awaited[base] = &awaited{}
	}
	r.awaited[base].waiters++
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.awaited[base].waiters--; r.awaited[base].waiters == 0 {
			delete(r.awaited, base)
		}
	}
}

// outcome is how the last work here on an order ended that somebody waits for, where that answers its caller.
func (r *running) outcome(base string) (Result, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a := r.awaited[base]
	if a == nil || a.ended == nil || !answerable(a.ended.order) {
		return Result{}, false
	}
	return Result{a.ended.order, a.ended.secret}, true
}

// run is the work on one order. Whoever waits for its end reads order and secret after done is closed.
type run struct {
	done   chan struct{}
	order  reseller.Order
	secret string // an auth code that the registry set
}

func (r *running) start(id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byID == nil {
		r.byID = map[int64]*run{}
	}
	r.byID[id] = &run{done: make(chan struct{})}
}

func (r *running) find(id int64) *run {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[id]
}

// finish ends a run with the order as far as it came, and wakes everybody who waits for it.
func (r *running) finish(o reseller.Order, secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ended := r.byID[o.ID]
	if ended == nil {
		return
	}
	ended.order, ended.secret = o, secret
	if a := r.awaited[o.ClTRIDBase]; a != nil {
		a.ended = ended
	}
	delete(r.byID, o.ID)
	close(ended.done)
}

// ended is closed when the run has ended; it blocks for ever on no run.
func (r *run) ended() <-chan struct{} {
	if r == nil {
		return nil
	}
	return r.done
}
