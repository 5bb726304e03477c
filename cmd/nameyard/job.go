package main

import (
	"context"
	"fmt"
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
	Name    string     `json:"name"`
	Every   string     `json:"every"`
	Does    string     `json:"does"`
	Last    *time.Time `json:"last_run"`         // null = never
	Next    *time.Time `json:"next_run"`         // null = no server runs the jobs, or none has this one
	Server  string     `json:"server,omitempty"` // the one that leads the jobs now
	TookMS  int64      `json:"took_ms"`
	Good    *time.Time `json:"last_success"` // null = never
	Bad     *time.Time `json:"last_failure"` // null = never
	Problem string     `json:"problem"`      // of the last failure
	Failing bool       `json:"failing"`      // the last run failed
	RanOn   string     `json:"ran_on"`       // the server or command of the last run
}

func viewJob(j operator.JobState, leader string) jobView {
	r := j.Run
	v := jobView{
		Name: j.Name, Every: span(j.Every).String(), Does: j.Does, Last: optional(j.Last), Next: optional(j.Next), TookMS: r.Took.Milliseconds(),
		Good: optional(r.Succeeded), Bad: optional(r.Failed), Problem: r.Problem, Failing: r.Failing(), RanOn: r.Server,
	}
	if v.Next != nil {
		v.Server = leader
	}
	return v
}

// problem is what a table shows of why a job fails; nothing once it works again.
func (v jobView) problem() string {
	if !v.Failing {
		return ""
	}
	return v.Problem
}

type jobListCmd struct {
	Failing bool `env:"NAMEYARD_LIST_FAILING" help:"Only those whose last run failed."`
}

// Run lists the jobs.
func (c *jobListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		list, err := operator.Jobs{Store: d.Store}.List(ctx, d.JobLines())
		if err != nil {
			return err
		}
		views := []jobView{}
		for _, j := range list.Jobs {
			if v := viewJob(j, list.Leader); v.Failing || !c.Failing {
				views = append(views, v)
			}
		}
		err = table(p.out, views, "NAME EVERY LAST TOOK SUCCESS NEXT PROBLEM DOES", func(v jobView) []any {
			return []any{v.Name, v.Every, v.Last, took(v), v.Good, v.Next, v.problem(), v.Does}
		})
		if err != nil || p.out.json {
			return err
		}
		words := "no server leads the jobs: start one"
		if list.Leader != "" {
			words = "led by " + list.Leader
		}
		_, err = fmt.Fprintln(printable{p.out.w}, words)
		return err
	})
}

// took is how long the last run took; nothing where none is on record.
func took(v jobView) string {
	if v.Good == nil && v.Bad == nil {
		return ""
	}
	return (time.Duration(v.TookMS) * time.Millisecond).String()
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
