package jobs

import (
	"context"
	"strings"
	"time"

	"nameyard/reseller"
)

// noteEvery is how often a run is kept that went as the one before: jobs that run every few seconds need no row each time.
const noteEvery = time.Minute

// Reason is why a run of a job failed, without the name that Run puts before it: it is told beside the job.
func Reason(job string, err error) string { return strings.TrimPrefix(err.Error(), "job "+job+": ") }

// RunOf is how a run of a job went that began at a time and ended now, wall time.
func (j Job) RunOf(server string, begun, now time.Time, err error) reseller.JobRun {
	r := reseller.JobRun{Job: j.Name, Server: server, Started: begun, Took: now.Sub(begun), Next: j.after(begun)}
	if err != nil {
		r.Failed, r.Problem = now, Reason(j.Name, err)
	} else {
		r.Succeeded = now
	}
	return r
}

// after is when the job runs next after a run that began then.
func (j Job) after(begun time.Time) time.Time {
	if !j.Nightly {
		return begun.Add(j.Every)
	}
	night := begun.UTC().Truncate(24 * time.Hour).Add(nightHour * time.Hour)
	if !night.After(begun) {
		night = night.Add(24 * time.Hour)
	}
	return night
}

// note keeps how a run went.
func (s *Scheduler) note(ctx context.Context, j Job, begun time.Time, err error) {
	if s.runs == nil {
		return
	}
	r := j.RunOf(s.holder, begun, s.clock.Wall(), err)
	s.mu.Lock()
	last, noted := s.noted[j.Name]
	same := noted && last.Problem == r.Problem && r.Started.Sub(last.Started) < noteEvery
	if !same {
		s.noted[j.Name] = r
	}
	s.mu.Unlock()
	if same {
		return
	}
	if err := s.runs.NoteJobRun(ctx, r); err != nil && ctx.Err() == nil {
		s.log.Warn("how a job went could not be kept", "job", j.Name, "err", err)
	}
}

// following is when a scheduler that began at a time runs the job next after now, wall time. The scheduler itself is not asked: it gives
// no answer while it waits for the jobs that run, and those that ask would wait for it.
func (j Job) following(began, now time.Time) time.Time {
	if j.Nightly {
		return j.after(now)
	}
	return began.Add((now.Sub(began)/j.Every + 1) * j.Every)
}

// plan keeps when this server means to run the jobs, once it leads: those that run seldom have no other record until they do.
func (s *Scheduler) plan(ctx context.Context) {
	s.mu.Lock()
	due := s.runs != nil && !s.planned
	s.planned = true
	s.mu.Unlock()
	if !due {
		return
	}
	next, now := map[string]time.Time{}, s.clock.Wall()
	for _, j := range s.table.Jobs() {
		next[j.Name] = j.following(s.began, now)
	}
	if err := s.runs.PlanJobs(ctx, s.holder, next); err != nil && ctx.Err() == nil {
		s.log.Warn("when jobs run could not be kept", "err", err)
	}
}
