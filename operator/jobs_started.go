package operator

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/safely"
)

// JobStarter runs jobs for people who do not wait for a long one's end: in this process, as Jobs.Run does. It is safe for concurrent use.
type JobStarter struct {
	Jobs
	Log *slog.Logger

	mu      sync.Mutex
	stopped bool
	running map[string]*startedJob
	under   safely.Group
}

// startedJob is a run that somebody has asked for.
type startedJob struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when it has ended
}

// startStopWait is how long Stop waits for runs to end.
const startStopWait = 20 * time.Second

// Has reports whether this process has a job.
func (s *JobStarter) Has(name string) bool {
	return slices.ContainsFunc(s.Table.Jobs(), func(j jobs.Job) bool { return j.Name == name })
}

// Start runs a job and waits at most so long (wall time) for its end; ended is false if it goes on. One that was started before and has
// not ended is waited for instead: whoever presses twice starts it once. How a run went is on record, whatever it was; the error says
// that it could not be started.
func (s *JobStarter) Start(ctx context.Context, name string, wait time.Duration) (ended bool, err error) {
	if !s.Has(name) {
		return false, notFound("this server has no job %q", name)
	}
	run, err := s.start(ctx, name)
	if err != nil {
		return false, err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-run.done:
		return true, nil
	case <-timer.C:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// start gives the run of a job that is under way, or begins one.
func (s *JobStarter) start(ctx context.Context, name string) (*startedJob, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the server stops; nothing was done")
	}
	if run := s.running[name]; run != nil {
		return run, nil
	}
	ctx, err := s.asked(ctx, name)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // it goes on when nobody waits any more
	run := &startedJob{cancel: cancel, done: make(chan struct{})}
	if s.running == nil {
		s.running = map[string]*startedJob{}
	}
	s.running[name] = run
	s.under.Go(s.Log, "job", func() {
		defer close(run.done)
		defer cancel()
		defer s.ended(name)
		_, _ = s.run(ctx, name) // its failure is on record
	})
	return run, nil
}

func (s *JobStarter) ended(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, name)
}

// Stop ends the runs that are under way and starts no more.
func (s *JobStarter) Stop() {
	s.mu.Lock()
	s.stopped = true
	for _, run := range s.running {
		run.cancel()
	}
	s.mu.Unlock()
	select {
	case <-s.under.Ended():
	case <-time.After(startStopWait):
	}
}
