package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/jobs"
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
		leader, led, err := d.Store.LeaseOf(ctx, jobs.LeaderLease)
		if err != nil {
			return err
		}
		var views []jobView
		for _, j := range d.JobLines() {
			lease, _, err := d.Store.LeaseOf(ctx, jobs.RunLease(j.Name))
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

type jobRunCmd struct {
	Name string `arg:"" help:"Name of the job, as \"job list\" shows it."`
	appFlags
}

// Run runs a job and waits for it.
func (c *jobRunCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(h *app.App) error {
		begun := h.Clock.Wall()
		if err := h.Jobs.Run(ctx, c.Name); err != nil {
			return err
		}
		for _, j := range h.Jobs.Jobs() {
			if j.Name != c.Name {
				continue
			}
			if _, err := h.Store.TakeLease(ctx, jobs.RunLease(j.Name), h.Holder, j.Every); err != nil {
				return err // the run is on record unless a server's own run is newer
			}
		}
		took := h.Clock.Wall().Sub(begun).Round(time.Millisecond)
		return p.out.say(map[string]any{"job": c.Name, "took_ms": took.Milliseconds()}, "%s ran in %s", c.Name, took)
	})
}
