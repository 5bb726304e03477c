package main

import (
	"context"
	"time"

	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/registry/sandbox"
	"nameyard/webhooks"
)

type jobCmd struct {
	List jobListCmd `cmd:"" help:"List the jobs with their last and next runs."`
	Run  jobRunCmd  `cmd:"" help:"Run one job now, in this process."`
}

// jobView is a job as it is printed. Times are wall time.
type jobView struct {
	Name   string     `json:"name"`
	Every  string     `json:"every"`
	Does   string     `json:"does"`
	Last   *time.Time `json:"last_run"`         // null = never
	Next   *time.Time `json:"next_run"`         // null = no server runs the jobs
	Server string     `json:"server,omitempty"` // the one that leads the jobs now
}

type jobListCmd struct{}

// Run lists the jobs.
func (c *jobListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		leader, led, err := d.store.LeaseOf(ctx, jobs.LeaderLease)
		if err != nil {
			return err
		}
		var views []jobView
		for _, j := range d.jobLines() {
			lease, _, err := d.store.LeaseOf(ctx, jobs.RunLease(j.Name))
			if err != nil {
				return err
			}
			v := jobView{Name: j.Name, Every: span(j.Every).String(), Does: j.Does}
			if lease.Name != "" {
				v.Last = optional(lease.Until.Add(-j.Every))
				if led {
					v.Next, v.Server = optional(lease.Until), leader.Holder
				}
			}
			views = append(views, v)
		}
		return table(p.out, views, "NAME EVERY LAST NEXT DOES", func(v jobView) []any {
			return []any{v.Name, v.Every, v.Last, v.Next, v.Does}
		})
	})
}

// jobLines is the table of this database's server, not to be run.
func (d *database) jobLines() []jobs.Job {
	if d.sandbox {
		return jobs.New(jobs.Deps{Restored: d.store, Pruner: d.store, Notices: new(notices.Service), Webhooks: new(webhooks.Deliverer), Sandbox: new(sandbox.Registry)}).Jobs()
	}
	return jobs.New(jobs.Deps{Restored: d.store, Pruner: d.store, Notices: new(notices.Service), Webhooks: new(webhooks.Deliverer)}).Jobs()
}

type jobRunCmd struct {
	Name string `arg:"" help:"Name of the job, as \"job list\" shows it."`
	houseFlags
}

// Run runs a job and waits for it.
func (c *jobRunCmd) Run(ctx context.Context, p *program) error {
	return p.withHouse(ctx, c.houseFlags, func(h *house) error {
		begun := h.clock.Wall()
		if err := h.jobs.Run(ctx, c.Name); err != nil {
			return err
		}
		for _, j := range h.jobs.Jobs() {
			if j.Name != c.Name {
				continue
			}
			if _, err := h.store.TakeLease(ctx, jobs.RunLease(j.Name), h.holder, j.Every); err != nil {
				return err // the run is on record unless a server's own run is newer
			}
		}
		took := h.clock.Wall().Sub(begun).Round(time.Millisecond)
		return p.out.say(map[string]any{"job": c.Name, "took_ms": took.Milliseconds()}, "%s ran in %s", c.Name, took)
	})
}
