package operator

import (
	"context"
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
	Last   time.Time // zero = never
	Next   time.Time // zero = no server runs the jobs
	Server string    // the one that leads the jobs now; "" = none
}

// List gives the runs of jobs.
func (u Jobs) List(ctx context.Context, lines []jobs.Job) ([]JobState, error) {
	leader, led, err := u.Store.LeaseOf(ctx, jobs.LeaderLease)
	if err != nil {
		return nil, err
	}
	list := make([]JobState, len(lines))
	for i, j := range lines {
		lease, _, err := u.Store.LeaseOf(ctx, jobs.RunLease(j.Name))
		if err != nil {
			return nil, err
		}
		list[i].Job = j
		if lease.Name == "" {
			continue
		}
		list[i].Last = lease.Until.Add(-j.Every)
		if led {
			list[i].Next, list[i].Server = lease.Until, leader.Holder
		}
	}
	return list, nil
}

// Run runs a job in this process and gives how long it took, wall time. The run is on record, unless a server's own is newer.
func (u Jobs) Run(ctx context.Context, name string) (time.Duration, error) {
	begun := u.Clock.Wall()
	if err := u.Table.Run(ctx, name); err != nil {
		return 0, err
	}
	took := u.Clock.Wall().Sub(begun)
	for _, j := range u.Table.Jobs() {
		if j.Name != name {
			continue
		}
		if _, err := u.Store.TakeLease(ctx, jobs.RunLease(name), u.Holder, j.Every); err != nil {
			return took, err
		}
	}
	return took, nil
}
