package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"

	"nameyard/reseller"
	"nameyard/safely"
)

// leaderTTL is how long a leader that died keeps others from leading.
const leaderTTL = 20 * time.Second

// stopWait is how long Stop waits for jobs that are running.
const stopWait = 20 * time.Second

// Leases says who leads. The store implements it.
type Leases interface {
	TakeLease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
	DropLease(ctx context.Context, name, holder string) error
}

// Runs keeps how the runs of jobs went, for whoever looks. The store implements it.
type Runs interface {
	NoteJobRun(ctx context.Context, r reseller.JobRun) error
	PlanJobs(ctx context.Context, server string, next map[string]time.Time) error
}

// LeaderLease is the lease of the server that runs the jobs which need to run once.
const LeaderLease = "jobs"

// RunLease names the lease that records a job's last run: it was taken when the run began, for the job's period.
func RunLease(job string) string { return "job:" + job }

// Scheduler runs the jobs of a table by the clock.
type Scheduler struct {
	table  *Table
	leases Leases
	holder string
	clock  reseller.Clock
	log    *slog.Logger
	ended  func(job string, err error)
	runs   Runs
	cron   gocron.Scheduler
	cancel context.CancelFunc
	halt   func() error // ends cron once: its own second Shutdown may wait for an answer that the first one got

	mu        sync.Mutex
	leadUntil time.Time // wall time until which this process need not ask again whether it leads
	planned   bool      // it has said when it means to run what
	began     time.Time // wall time of Start
	noted     map[string]reseller.JobRun
}

// Schedule is what a Scheduler is made of.
type Schedule struct {
	Table  *Table
	Leases Leases
	Holder string // this process, as in the leases of orders
	Clock  reseller.Clock
	Log    *slog.Logger
	Ended  func(job string, err error) // hears how each run of this process ended; nil = nobody does
	Runs   Runs                        // nil = nothing is kept
}

// Start runs the jobs until Stop. A job that is still running when its time comes again is not started a second time.
func Start(ctx context.Context, c Schedule) (*Scheduler, error) {
	ctx, cancel := context.WithCancel(ctx)
	s := &Scheduler{table: c.Table, leases: c.Leases, holder: c.Holder, clock: c.Clock, log: c.Log, ended: c.Ended, runs: c.Runs, cancel: cancel, noted: map[string]reseller.JobRun{}, began: c.Clock.Wall()}
	if s.ended == nil {
		s.ended = func(string, error) {}
	}
	var err error
	if s.cron, err = gocron.NewScheduler(gocron.WithLocation(time.UTC), gocron.WithLogger(slogLogger{c.Log}), gocron.WithStopTimeout(stopWait)); err != nil {
		cancel()
		return nil, fmt.Errorf("make the job scheduler: %w", err)
	}
	for _, j := range c.Table.Jobs() {
		options := []gocron.JobOption{
			gocron.WithName(j.Name), gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithContext(ctx),
		}
		if j.AtStart {
			options = append(options, gocron.WithStartAt(gocron.WithStartImmediately()))
		}
		if _, err := s.cron.NewJob(j.times(), gocron.NewTask(func(ctx context.Context) { s.run(ctx, j) }), options...); err != nil {
			cancel()
			return nil, errors.Join(fmt.Errorf("schedule job %s: %w", j.Name, err), s.cron.Shutdown())
		}
	}
	s.halt = sync.OnceValue(s.cron.Shutdown)
	s.cron.Start()
	return s, nil
}

// Stop ends the jobs, waits for those that run, and lets another server lead. A second call does no harm.
func (s *Scheduler) Stop(ctx context.Context) error {
	s.cancel()
	return errors.Join(s.halt(), s.leases.DropLease(ctx, LeaderLease, s.holder))
}

// run runs a job if it is this server's turn.
func (s *Scheduler) run(ctx context.Context, j Job) {
	defer safely.Recover(s.log, "job", "job", j.Name)
	leads, err := s.leads(ctx)
	if err == nil && leads {
		_, err = s.leases.TakeLease(ctx, RunLease(j.Name), s.holder, j.Every)
	}
	if err != nil && ctx.Err() == nil {
		s.log.Error("cannot tell who leads the jobs", "job", j.Name, "err", err)
	}
	if !leads && !j.OnEvery {
		return
	}
	if leads {
		s.plan(ctx)
	}
	begun := s.clock.Wall()
	err = s.table.Run(ctx, j.Name)
	if ctx.Err() == nil {
		s.ended(j.Name, err)
		s.note(ctx, j, begun, err)
	}
	if err != nil && ctx.Err() == nil {
		s.log.Error("a job failed; it runs again", "job", j.Name, "every", j.Every, "err", err)
	}
	s.log.Debug("a job ran", "job", j.Name, "led", !j.OnEvery, "holder", s.holder)
}

// Leads reports whether this server ran the jobs that one server runs, as far as it knows without asking.
func (s *Scheduler) Leads() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock.Wall().Before(s.leadUntil.Add(leaderTTL * 3 / 4))
}

// times are the wall times at which a job runs.
func (j Job) times() gocron.JobDefinition {
	if j.Nightly {
		return gocron.DailyJob(1, gocron.NewAtTimes(gocron.NewAtTime(nightHour, 0, 0)))
	}
	return gocron.DurationJob(j.Every)
}

// leads reports whether this server leads. It asks the database at most once in a quarter of the lease's time.
func (s *Scheduler) leads(ctx context.Context) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Wall()
	if now.Before(s.leadUntil) {
		return true, nil
	}
	taken, err := s.leases.TakeLease(ctx, LeaderLease, s.holder, leaderTTL)
	if err != nil || !taken {
		return false, err
	}
	s.leadUntil = now.Add(leaderTTL / 4)
	return true, nil
}

// slogLogger lets gocron log what matters.
type slogLogger struct{ log *slog.Logger }

func (l slogLogger) Debug(string, ...any)          {}
func (l slogLogger) Info(string, ...any)           {}
func (l slogLogger) Warn(msg string, args ...any)  { l.log.Warn(msg, args...) }
func (l slogLogger) Error(msg string, args ...any) { l.log.Error(msg, args...) }
