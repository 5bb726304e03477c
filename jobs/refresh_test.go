package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// asker is a refresher of a server, and how often the registry was asked.
type asker struct {
	*jobs.Refresher
	asked *int
}

func (e *env) asker(age time.Duration) asker {
	asked := 0
	conn := counting{e.Sandbox, &asked}
	routes, err := registry.NewRoutes(e.Routes.Rules(), map[string]registry.Connector{"sandbox": conn})
	e.Must(err)
	d := jobs.Deps{Books: e.Store, Sweeps: e.Store, Routes: routes, Clock: e.Clock, Log: slog.New(slog.DiscardHandler)}
	return asker{jobs.NewRefresher(d, age), &asked}
}

// Sync asks the registry for one name whose data are old: at most so often, never one that does not answer again and again, and never so
// that a cron of many names waits for it.
func TestSyncRefreshesANameWhoseDataAreOld(t *testing.T) {
	onBoth(t, 10_000_000, func(e *env) {
		d := e.Register("asked.com")
		e.Must(e.Sandbox.Act(e.Context(), d.Name, registry.MessageRenewed, ""))
		e.Unclean = true // nobody ordered that year
		if jobs.NewRefresher(jobs.Deps{}, 0).Refresh(e.Context(), d) {
			e.Error("what is switched off asks")
		}
		r := e.asker(6 * time.Hour)
		if r.Refresh(e.Context(), d) || *r.asked != 0 {
			e.Error("a name that has just come is asked for")
		}
		e.Clock.Move(7 * time.Hour)
		sync := actions.New(actions.Config{Store: e.Store, Orders: e.Orders, Routes: e.Routes, Clock: e.Clock, Log: slog.New(slog.DiscardHandler), Refresher: r})
		for range 3 {
			_, err := sync.Sync(e.Context(), actions.Call{Caller: reseller.Caller{Account: e.Account}}, actions.Sync{Name: d.Name})
			e.Must(err)
		}
		if row := e.row(d); *r.asked != 1 || row.RegistryExpiry.Year() != d.RegistryExpiry.Year()+1 {
			e.Errorf("asked %d times; the row has %s", *r.asked, row.RegistryExpiry)
		}

		e.Clock.Move(7 * time.Hour)
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Times: 2}))
		before := *r.asked
		for range 5 {
			if r.Refresh(e.Context(), d) {
				e.Error("a registry that is away has refreshed a name")
			}
		}
		if *r.asked != before+1 {
			e.Errorf("a registry that is away was asked %d times", *r.asked-before)
		}
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		e.Clock.Outwait(2 * time.Minute)
		e.Clock.Move(7 * time.Hour)

		var many []reseller.Domain
		for i := range 30 {
			many = append(many, e.Register(fmt.Sprintf("many%d.com", i)))
		}
		e.Clock.Move(7 * time.Hour)
		before = *r.asked
		for _, d := range many {
			r.Refresh(e.Context(), d)
		}
		if n := *r.asked - before; n < 1 || n > 12 {
			e.Errorf("of 30 names in a row %d were asked for", n)
		}
	})
}

// counting counts how often it is asked for a name.
type counting struct {
	*sandbox.Registry
	asked *int
}

func (c counting) Info(ctx context.Context, n reseller.Name) (registry.Registration, error) {
	*c.asked++
	return c.Registry.Info(ctx, n)
}
