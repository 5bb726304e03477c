package jobs

import (
	"context"
	"errors"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// What asking registries for single names may cost: a sync cron asks for ten thousand names in a row, and has most of them from the books.
const (
	refreshEvery  = 500 * time.Millisecond // between questions, wall time
	refreshBurst  = 10                     // that may go at once after a quiet time
	refreshTime   = 3 * time.Second        // one question
	refreshPause  = time.Minute            // until a registry is asked again that did not answer, wall time
	refreshMemory = 10_000                 // names that are remembered as fresh
)

// Refresher compares single names with their registries when somebody asks for them and what is known of them is old. It is safe for
// concurrent use.
type Refresher struct {
	deps Deps
	age  time.Duration

	mu    sync.Mutex
	fresh map[int64]time.Time  // when names were compared, business time
	away  map[string]time.Time // until when connectors are left alone, wall time
	next  time.Time            // when the burst is whole again, wall time
}

// NewRefresher makes one that takes what is older than an age, business time, for old; nil if the age is 0: nothing is ever old.
func NewRefresher(d Deps, age time.Duration) *Refresher {
	if age <= 0 {
		return nil
	}
	return &Refresher{deps: d, age: age, fresh: map[int64]time.Time{}, away: map[string]time.Time{}}
}

// Refresh compares a name with its registry, if what is known of it is old, its registry answers, and not too many names are asked for. It
// reports whether the row was compared and may be another now. Whoever asks is never told of a registry that is away.
func (r *Refresher) Refresh(ctx context.Context, domain reseller.Domain) bool {
	if r == nil || !domain.State.Held() {
		return false
	}
	rules, conn, err := r.deps.Routes.Of(domain)
	if err != nil || r.isFresh(ctx, rules.Connector, domain) || !r.mayAsk(rules.Connector) {
		return false
	}
	ctx, stop := context.WithTimeout(ctx, refreshTime)
	defer stop()
	err = sweepName(ctx, r.deps, registry.NamedConnector{Name: rules.Connector, Connector: conn}, domain)
	r.note(rules.Connector, domain, err)
	return err == nil
}

// isFresh reports whether a name was compared lately: by itself, by the nightly comparison, or because it has just come.
func (r *Refresher) isFresh(ctx context.Context, connector string, domain reseller.Domain) bool {
	since := r.deps.Clock.Now().Add(-r.age)
	r.mu.Lock()
	at := r.fresh[domain.ID]
	r.mu.Unlock()
	if at.After(since) || domain.RegisteredAt.After(since) {
		return true
	}
	last, err := r.deps.Sweeps.RegistrySweep(ctx, connector)
	if err != nil {
		return true // the database is busy: no time for this
	}
	compared := !last.EndedAt.IsZero() || domain.ID <= last.After
	return compared && last.BegunAt.After(since)
}

// mayAsk takes a question out of the budget, if there is one and the connector is neither paused nor left alone.
func (r *Refresher) mayAsk(connector string) bool {
	now := r.deps.Clock.Wall()
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.away[connector]) {
		return false
	}
	if full := now.Add(refreshBurst * refreshEvery); r.next.Add(refreshEvery).After(full) {
		return false
	}
	if r.next.Before(now) {
		r.next = now
	}
	r.next = r.next.Add(refreshEvery)
	return true
}

func (r *Refresher) note(connector string, domain reseller.Domain, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if errors.Is(err, registry.ErrUnreachable) || errors.Is(err, registry.ErrUnknown) || reseller.IsKind(err, reseller.KindUnavailable) {
		r.away[connector] = r.deps.Clock.Wall().Add(refreshPause)
		return
	}
	if err != nil {
		r.deps.Log.Warn("a name could not be compared with its registry", "name", domain.Name.String(), "err", err)
		return
	}
	if len(r.fresh) >= refreshMemory {
		clear(r.fresh)
	}
	r.fresh[domain.ID] = r.deps.Clock.Now()
}
