package webhooks

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

const (
	workers      = 16 // posts at once to addresses that work
	retryWorkers = 8  // posts at once to addresses that failed, apart from the others
	perAccount   = 4  // posts at once to addresses of one account

	endpointsOnce = 1000            // addresses that are listed at once
	lookAgain     = 3 * time.Second // how often what has become due is looked for while posts are under way
)

// Deliver posts what is due: to addresses whose last attempt succeeded, or to the ones whose last attempt failed. The two are
// kept apart, so that addresses that hang cost the others nothing. It ends when nothing is due.
func (s *Deliverer) Deliver(ctx context.Context, failing bool) error {
	l := lane{
		Deliverer: s, failing: failing, workers: workers,
		running: map[int64]bool{}, ofAccount: map[int64]int{}, lastTurn: map[int64]int{}, ended: make(chan turn),
	}
	if failing {
		l.workers = retryWorkers
	}
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for l.look(ctx); ctx.Err() == nil && l.begin(ctx); {
		select {
		case t := <-l.ended:
			if l.end(t); len(l.waiting) == 0 {
				l.look(ctx)
			}
		case <-again.C:
			l.look(ctx)
		}
	}
	for len(l.running) > 0 {
		l.end(<-l.ended)
	}
	return cmp.Or(l.problem, ctx.Err())
}

// lane gives the addresses of one kind their turns. An account has at most perAccount workers, and the account whose last turn is the
// longest ago is next, so that slow addresses of one hold up nobody else's. An address has one turn at a time: its events keep their order.
type lane struct {
	*Deliverer
	failing   bool
	workers   int
	waiting   []reseller.Endpoint
	running   map[int64]bool // by address
	ofAccount map[int64]int  // workers that an account has
	turns     int            // that have begun
	lastTurn  map[int64]int  // of an account: the number of the turn
	ended     chan turn
	problem   error // of this server, not of an address
}

// turn is one address's turn that has ended.
type turn struct {
	endpoint reseller.Endpoint
	err      error
}

// look lists the addresses for which something is due. After a problem only those that wait already are served.
func (l *lane) look(ctx context.Context) {
	if l.problem != nil {
		return
	}
	due, err := l.Store.DueEndpoints(ctx, l.failing, endpointsOnce)
	if err != nil {
		l.problem = err
		return
	}
	l.waiting = slices.DeleteFunc(due, func(e reseller.Endpoint) bool { return l.running[e.ID] })
}

// begin begins turns while there are free workers. It reports whether any turn is under way.
func (l *lane) begin(ctx context.Context) bool {
	for len(l.running) < l.workers {
		n := l.next()
		if n < 0 {
			break
		}
		e := l.waiting[n]
		l.waiting = slices.Delete(l.waiting, n, n+1)
		l.turns++
		l.running[e.ID], l.lastTurn[e.AccountID] = true, l.turns
		l.ofAccount[e.AccountID]++
		safely.Go(l.Log, "webhook", func() {
			l.ended <- turn{e, safely.Do(l.Log.With("webhook", e.ID), "webhook", func() error { return l.deliverTo(ctx, e) })}
		})
	}
	return len(l.running) > 0
}

// next is the place of the address whose turn it is among those that wait, -1 if it is nobody's.
func (l *lane) next() int {
	next := -1
	for n, e := range l.waiting {
		if l.ofAccount[e.AccountID] < perAccount && (next < 0 || l.lastTurn[e.AccountID] < l.lastTurn[l.waiting[next].AccountID]) {
			next = n
		}
	}
	return next
}

// end takes back the worker of a turn.
func (l *lane) end(t turn) {
	delete(l.running, t.endpoint.ID)
	if l.ofAccount[t.endpoint.AccountID]--; l.ofAccount[t.endpoint.AccountID] == 0 {
		delete(l.ofAccount, t.endpoint.AccountID)
	}
	l.problem = errors.Join(l.problem, t.err)
}
