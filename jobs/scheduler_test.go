package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// leases gives each lease to the holder that is allowed to have it.
type leases struct {
	mu    sync.Mutex
	lead  bool
	fail  error
	taken map[string]time.Duration
	drops []string
}

func (l *leases) TakeLease(_ context.Context, name, _ string, ttl time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil || !l.lead {
		return false, l.fail
	}
	if l.taken == nil {
		l.taken = map[string]time.Duration{}
	}
	l.taken[name] = ttl
	return true, nil
}

func (l *leases) DropLease(_ context.Context, name, _ string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drops = append(l.drops, name)
	return nil
}

// startAndStop runs a scheduler until reconcile has run once.
func startAndStop(t *testing.T, w *fixture, l *leases) {
	t.Helper()
	ran := make(chan struct{})
	w.orders.onRun = sync.OnceFunc(func() { close(ran) })
	s, err := jobs.Start(t.Context(), jobs.Schedule{
		Table: w.table, Leases: l, Holder: "one", Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	<-ran
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestReconcileRunsAtStartAndIsOnRecord(t *testing.T) {
	t.Parallel()
	w, l := newFixture(t), &leases{lead: true}
	startAndStop(t, w, l)
	if l.taken[jobs.RunLease(jobs.Reconcile)] != 30*time.Second || l.taken[jobs.LeaderLease] == 0 {
		t.Errorf("leases taken: %v", l.taken)
	}
	if len(l.drops) != 1 || l.drops[0] != jobs.LeaderLease {
		t.Errorf("leases given up: %v, want the leader's", l.drops)
	}
}

func TestReconcileRunsAlsoOnAServerThatDoesNotLead(t *testing.T) {
	t.Parallel()
	startAndStop(t, newFixture(t), &leases{})
	startAndStop(t, newFixture(t), &leases{fail: errAway})
}

func TestUnknownJobIsNotFound(t *testing.T) {
	t.Parallel()
	err := newFixture(t).table.Run(t.Context(), "coffee")
	if !reseller.IsKind(err, reseller.KindNotFound) {
		t.Errorf("error = %v, want not found", err)
	}
}

func TestJobThatFailsIsNamed(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.orders.fails = errAway
	err := w.table.Run(t.Context(), jobs.Reconcile)
	if !errors.Is(err, errAway) || err.Error() != "job reconcile: away" || jobs.Reason("reconcile", err) != "away" {
		t.Errorf("error = %v", err)
	}
}

// ticks counts.
type ticks int

func (n *ticks) Tick(context.Context) error { *n++; return nil }

func TestSandboxRegistryIsInTheTableOnlyIfThereIsOne(t *testing.T) {
	t.Parallel()
	var n ticks
	table := jobs.New(jobs.Deps{Sandbox: &n})
	if err := table.Run(t.Context(), jobs.SandboxLiving); err != nil || n != 1 {
		t.Errorf("tick ran %d times, %v", n, err)
	}
	if err := newFixture(t).table.Run(t.Context(), jobs.SandboxLiving); !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "has no sandbox registry") {
		t.Errorf("without a sandbox: %v", err)
	}
}

func TestInvoicesAreNumbered(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.run(t, jobs.Numbers)
	if w.books.numbered != 1 {
		t.Errorf("numbered %d times", w.books.numbered)
	}
}

// lateLeases lets nobody lead before the scheduler stops.
type lateLeases struct {
	leases
	asked func()
}

func (l *lateLeases) TakeLease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error) {
	l.asked()
	<-ctx.Done()
	return l.leases.TakeLease(ctx, name, holder, ttl)
}

// plans keeps what is planned.
type plans struct {
	mu   sync.Mutex
	next map[string]time.Time
}

func (p *plans) NoteJobRun(context.Context, reseller.JobRun) error { return nil }

func (p *plans) PlanJobs(_ context.Context, _ string, next map[string]time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = next
	return nil
}

// A server that comes to lead in the moment in which it stops plans its jobs and stops: what plans them waits for no scheduler that waits
// for it.
func TestServerThatComesToLeadAsItStopsDoesStop(t *testing.T) {
	t.Parallel()
	w, p := newFixture(t), &plans{}
	asked := make(chan struct{})
	late := &lateLeases{leases{lead: true}, sync.OnceFunc(func() { close(asked) })}
	s, err := jobs.Start(t.Context(), jobs.Schedule{
		Table: w.table, Leases: late, Holder: "one", Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler), Runs: p,
	})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := p.next[jobs.Reconcile]; !at.Equal(noon.Add(30 * time.Second)) {
		t.Errorf("reconcile is planned for %s", at)
	}
}

// A server that has been told to stop is stopped once more by what had started it. The library's own second stop waits for an answer that
// the first one gets.
func TestSchedulerStopsTwice(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	s, err := jobs.Start(t.Context(), jobs.Schedule{
		Table: w.table, Leases: &leases{}, Holder: "one", Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	var stops sync.WaitGroup
	for range 2 {
		stops.Go(func() {
			if err := s.Stop(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	stops.Wait()
}
