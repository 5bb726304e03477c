package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
)

type jobCmd struct {
	List jobListCmd `cmd:"" help:"List the jobs with their last and next runs."`
	Run  jobRunCmd  `cmd:"" changes:"" help:"Run one job now, in this process."`
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
	return p.withDatabase(ctx, func(d *app.Database) error {
		list, err := operator.Jobs{Store: d.Store}.List(ctx, d.JobLines())
		if err != nil {
			return err
		}
		views := make([]jobView, len(list))
		for i, j := range list {
			views[i] = jobView{Name: j.Name, Every: span(j.Every).String(), Does: j.Does, Last: optional(j.Last), Next: optional(j.Next), Server: j.Server}
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
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		took, err := operator.Jobs{Store: a.Store, Clock: a.Clock, Table: a.Jobs, Holder: a.Holder}.Run(ctx, c.Name)
		if err != nil {
			return err
		}
		took = took.Round(time.Millisecond)
		return p.out.say(map[string]any{"job": c.Name, "took_ms": took.Milliseconds()}, "%s ran in %s", c.Name, took)
	})
}
