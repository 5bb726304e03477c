package jobs_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// wholesaler is a second registrar, which may be away.
type wholesaler struct {
	*sandbox.Registry
	away bool
}

// Info is that of the sandbox registry, or no answer.
func (w *wholesaler) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	if w.away {
		return registry.Registration{}, registry.ErrUnreachable
	}
	return w.Registry.Info(ctx, name)
}

// twoRegistrars is a Nameyard with a second registrar beside the sandbox registry, to whom nothing is sent yet.
func twoRegistrars(t *testing.T, engine apptest.Engine) (e *env, wholesale *wholesaler) {
	t.Helper()
	e = &env{apptest.New(t, engine,
		apptest.WithConfig(func(c *app.Config) { c.Orders.LookFor = 50 * time.Millisecond }),
		apptest.WithConnectors(func(d *app.Database, rules reseller.TLDs) map[string]registry.Connector {
			wholesale = &wholesaler{Registry: sandbox.New(sandboxtest.NewMemory(), rules, d.Clock)}
			return map[string]registry.Connector{app.SandboxConnector: d.SandboxRegistry(rules), "wholesale": wholesale}
		}),
	)}
	return e, wholesale
}

// An operator who sells a TLD through another registrar from now on has names at the one before: commands for them, unfinished orders and the
// nightly comparison stay with it, new names go to the new one, and a name that was moved there by hand is not taken for one that left.
func TestNamesStayWhereTheyAreWhenTheRulesChange(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e, wholesale := twoRegistrars(t, engine)
		e.Unclean = true // what is done at a registry by hand is in no books
		stays, open, pushed, behind := e.Register("stays.com"), e.Register("open.com"), e.Register("pushed.com"), e.Register("z-behind.com")
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "renew", Times: 1}))
		begun, err := e.Orders.Buy(e.Context(), orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: open.Name, Domain: &open, Desired: reseller.Desired{Years: 1},
		})
		e.Must(err)
		e.Drain()

		other := e.Sending("com", "wholesale")
		e.Clock.Move(11 * time.Minute)
		for range 2 {
			_, err = other.Orders.Reconcile(e.Context())
			e.Must(err)
			e.Clock.Move(time.Minute)
		}
		if o, err := e.Store.Order(e.Context(), begun.Order.ID); err != nil || o.State != reseller.OrderDone {
			t.Errorf("the renewal that was begun before is %s: %s, %v", o.State, o.Reason, err)
		}
		e.App = other
		e.waitsAt(app.SandboxConnector, stays)
		if shown, err := e.Sandbox.Info(e.Context(), stays.Name); err != nil || shown.Expires.Year() != 2028 {
			t.Errorf("the registrar of stays.com has it until %s, %v", shown.Expires, err)
		}
		if fresh := e.Register("fresh.com"); fresh.Connector != "wholesale" || e.row(stays).Connector != app.SandboxConnector {
			t.Errorf("fresh.com is at %q, stays.com at %q", fresh.Connector, e.row(stays).Connector)
		}
		if shown, err := wholesale.Info(e.Context(), e.NameOf("fresh.com")); err != nil || !shown.Ours {
			t.Errorf("the new registrar has fresh.com as %+v, %v", shown, err)
		}

		_, err = wholesale.Create(e.Context(), registry.Create{ClTRID: "HAND-1", Name: pushed.Name, Years: 1, Contacts: apptest.Owner})
		e.Must(err)
		err = e.Sandbox.Act(e.Context(), pushed.Name, registry.MessageDeleted, "")
		e.Must(err)
		e.Clock.Move(24 * time.Hour)
		want := []string{`pushed.com shown: it is ours at wholesale by now: have its row follow with "nameyard domain move pushed.com --to wholesale", left`}
		if got := e.found(); !slices.Equal(got, want) {
			t.Errorf("found are %q", got)
		}
		e.Clock.Set(stays.RegistryExpiry.Add(time.Hour))
		e.followsThough(wholesale, behind)
		e.Must(e.Jobs.Run(e.Context(), jobs.Lifecycle))
		for _, d := range []reseller.Domain{stays, open, pushed} {
			if row := e.row(d); row.State != reseller.DomainActive || row.Connector != app.SandboxConnector {
				t.Errorf("%s is %s at %q", d.Name, row.State, row.Connector)
			}
		}
	})
}

// followsThough has the other registrar be away: a name that could be there by now is left alone, and those behind it at its own registrar are
// followed all the same, by looking and by messages.
func (e *env) followsThough(wholesale *wholesaler, behind reseller.Domain) {
	e.Helper()
	wholesale.away = true
	defer func() { wholesale.away = false }()
	e.Must(e.Sandbox.Tick(e.Context()))
	if err := e.Jobs.Run(e.Context(), jobs.Lifecycle); err == nil || !strings.Contains(err.Error(), "registry sandbox, .com: not shown") {
		e.Errorf("names are followed: %v", err)
	}
	if row := e.row(behind); row.RegistryExpiry.Year() != behind.RegistryExpiry.Year()+1 {
		e.Errorf("%s is followed until %s", behind.Name, row.RegistryExpiry)
	}
	err := e.Jobs.Run(e.Context(), jobs.Messages)
	if m, polled := e.Sandbox.Poll(e.Context()); m != nil || polled != nil {
		e.Errorf("the queue of its own registrar has %+v, %v; %v", m, polled, err)
	}
}

// waitsAt has a renewal wait for a connector that is paused, and go on with it.
func (e *env) waitsAt(connector string, d reseller.Domain) {
	e.Helper()
	u := operator.Registries{Store: e.Store, Routes: e.Routes, Clock: e.Clock}
	e.Must(u.Pause(e.Context(), connector, "moving house"))
	begun, err := e.Orders.Buy(e.Context(), orders.Request{
		Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: 1},
		AnswerBy: e.Clock.Wall().Add(20 * time.Second), // it is answered at once: that it waits
	})
	e.Must(err)
	states, err := u.Overview(e.Context())
	e.Must(err)
	for _, s := range states {
		want := int64(0)
		if s.Name == connector {
			want = 1
		}
		if s.Queue.Orders != want || (s.Names > 0) != (s.Name == connector) {
			e.Errorf("%d orders wait for %s, which has %d names", s.Queue.Orders, s.Name, s.Names)
		}
	}
	if waiting, err := u.Resume(e.Context(), connector); err != nil || waiting != 1 {
		e.Errorf("%d orders go on at %s, %v", waiting, connector, err)
	}
	e.run(jobs.Reconcile)
	if o, err := e.Store.Order(e.Context(), begun.Order.ID); err != nil || o.State != reseller.OrderDone {
		e.Errorf("the renewal that waited is %s: %s, %v", o.State, o.Reason, err)
	}
}
