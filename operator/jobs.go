package operator

import (
	"context"
	"slices"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/store"
)

// Jobs are what happens by the clock.
type Jobs struct {
	Store  *store.Store
	Clock  reseller.Clock // for Run
	Table  *jobs.Table    // for Run
	Holder string         // this process, in leases: for Run
}

// JobState is a job with its runs. Times are wall time.
type JobState struct {
	jobs.Job
	Run  reseller.JobRun // how the last one went, and why the last failure was one
	Last time.Time       // when the last one began; zero = never
	Next time.Time       // zero = no server runs the jobs, or none has this one
}

// JobList is the jobs, and who runs those that one server runs.
type JobList struct {
	Jobs   []JobState
	Leader string    // the server that leads the jobs now; "" = none does
	Until  time.Time // when another may take over, unless it says again that it is there
}

// List gives the runs of jobs.
func (u Jobs) List(ctx context.Context, lines []jobs.Job) (JobList, error) {
	leader, led, err := u.Store.LeaseOf(ctx, jobs.LeaderLease)
	if err != nil {
		return JobList{}, err
	}
	runs, err := u.Store.JobRuns(ctx)
	if err != nil {
		return JobList{}, err
	}
	list := JobList{Jobs: make([]JobState, len(lines))}
	if led {
		list.Leader, list.Until = leader.Holder, leader.Until
	}
	for i, j := range lines {
		lease, _, err := u.Store.LeaseOf(ctx, jobs.RunLease(j.Name))
		if err != nil {
			return JobList{}, err
		}
		list.Jobs[i] = stateOf(j, runs[j.Name], lease, led)
	}
	return list, nil
}

// stateOf is a job by the two records that are kept of it: the lease, which is taken at each run, and how the last one went, which
// is not kept of each.
func stateOf(j jobs.Job, run reseller.JobRun, lease reseller.Lease, led bool) JobState {
	s := JobState{Job: j, Run: run, Last: run.Started}
	var begun, next time.Time
	if lease.Name != "" {
		begun, next = lease.Until.Add(-j.Every), lease.Until
	}
	if begun.After(s.Last) {
		s.Last = begun
	}
	if j.Nightly {
		next = time.Time{} // its period says nothing of the hour
	}
	if led {
		s.Next = later(run.Next, next)
	}
	return s
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Run runs a job in this process and gives how long it took, wall time. The run is on record, unless a server's own is newer, and in the
// audit log who wanted it.
func (u Jobs) Run(ctx context.Context, name string) (time.Duration, error) {
	ctx, err := u.asked(ctx, name)
	if err != nil {
		return 0, err
	}
	return u.run(ctx, name)
}

// asked records who wants a job run, and gives the context in which it runs: to its end, wherever that person is by then.
func (u Jobs) asked(ctx context.Context, name string) (context.Context, error) {
	by := reseller.OperatorIn(ctx)
	if slices.ContainsFunc(u.Table.Jobs(), func(j jobs.Job) bool { return j.Name == name }) {
		if err := u.Store.RecordAudit(ctx, by, 0, "job.run", name, ""); err != nil {
			return nil, err
		}
	}
	return reseller.ActingAs(ctx, by.Decided()), nil
}

// run is Run once it is on record who wanted it.
func (u Jobs) run(ctx context.Context, name string) (time.Duration, error) {
	begun := u.Clock.Wall()
	failure := u.Table.Run(ctx, name)
	now := u.Clock.Wall()
	for _, j := range u.Table.Jobs() {
		if j.Name != name {
			continue
		}
		if err := u.Store.NoteJobRun(ctx, j.RunOf(u.Holder, begun, now, failure)); err != nil && failure == nil {
			return now.Sub(begun), err
		}
		if failure != nil {
			break
		}
		if _, err := u.Store.TakeLease(ctx, jobs.RunLease(name), u.Holder, j.Every); err != nil {
			return now.Sub(begun), err
		}
	}
	return now.Sub(begun), failure
}
