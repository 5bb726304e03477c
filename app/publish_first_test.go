package app_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/publish/dns"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// asking is a registry of .com that asks a name server over UDP for the zone before it delegates a name.
type asking struct {
	*apptest.Env
	at atomic.Pointer[string] // the name server
}

// has says what is wrong with the zone of a name at the name server.
func (w *asking) has(ctx context.Context, n reseller.Name, _ []string) error {
	s, err := dns.ParseSecondary("ns1=" + *w.at.Load())
	if err == nil {
		if got := dns.SerialAt(ctx, s, dns.Key{}, n.String(), time.Now); got.Said != "" {
			err = errors.New(got.Said)
		}
	}
	return err
}

var house = []string{"ns1.house.net", "ns2.house.net"}

// order places an order at one of the servers.
func (w *asking) order(a *app.App, r orders.Request) reseller.Order {
	w.Helper()
	r.Caller = reseller.Caller{Account: w.Account}
	if r.AnswerBy.IsZero() {
		r.AnswerBy = w.Clock.Wall().Add(20 * time.Second)
	}
	do := a.Orders.Buy
	if r.Kind == reseller.OrderNameservers {
		do = a.Orders.Change
	}
	result, err := do(w.Context(), r)
	w.Must(err)
	return result.Order
}

func (w *asking) registration(full string) orders.Request {
	return orders.Request{Kind: reseller.OrderRegister, Name: w.NameOf(full), Desired: reseller.Desired{Years: 1, Contacts: apptest.Owner, Nameservers: house, DNSManagement: true}}
}

// TestRegistryThatAsksNameServersFindsTheZoneThere: one server is the name server that the registry asks; another is its hidden primary and
// takes the orders.
func TestRegistryThatAsksNameServersFindsTheZoneThere(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := &asking{}
		w.Env = apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) {
			rules, err := reseller.DefaultTLDs()
			if err != nil {
				t.Fatal(err)
			}
			com := rules["com"]
			com.ChecksNameservers = true
			rules["com"], c.Rules = com, rules
			c.Business.Nameservers = house
			c.Publishing.DNSListen = "127.0.0.1:0"
			c.Sandbox = []sandbox.Option{sandbox.WithNameserverCheck(w.has)}
			c.Orders = orders.Settings{LookFor: 50 * time.Millisecond, PublishWait: 30 * time.Second}
		}))
		at := started(w.Env, w.App).DNSAddr().String()
		w.at.Store(&at)
		secondary := func(text string) []dns.Secondary {
			s, err := dns.ParseSecondary("ns1=" + text)
			w.Must(err)
			return []dns.Secondary{s}
		}
		hidden := w.Another("hidden", func(c *app.Config) { c.Publishing.Secondaries = secondary(at) })
		primary, err := hidden.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
		w.Must(err)

		if o := w.order(hidden, w.registration("asked.com")); o.State != reseller.OrderDone || o.Attempt != 1 {
			t.Errorf("registered with the zone published first: %s in %d attempts, %s %s", o.State, o.Attempt, o.Code, o.Reason)
		}
		tellsAtOnce := w.Another("tells-at-once", func(c *app.Config) { c.Publishing.DNSListen = "" })
		if o := w.order(tellsAtOnce, w.registration("blind.com")); o.State != reseller.OrderRefused || o.Code != reseller.CodeRefused {
			t.Errorf("registered without: %s %s %s", o.State, o.Code, o.Reason)
		}
		w.Must(w.Sandbox.AddForeign(t.Context(), w.NameOf("taken.com"), "Sesame-1", apptest.Begins.AddDate(-1, 0, 0), false))
		if o := w.order(hidden, w.registration("taken.com")); o.State != reseller.OrderRefused || o.Code != reseller.CodeNotAvailable {
			t.Errorf("a name that is taken: %s %s %s", o.State, o.Code, o.Reason)
		}
		for _, full := range []string{"taken.com", "blind.com"} {
			w.comes(full, false) // its order was refused
		}

		d := w.Register("moved.com", func(d *reseller.Desired) { d.Nameservers = nil })
		change := orders.Request{Kind: reseller.OrderNameservers, Subject: "nameservers", Domain: &d, Name: d.Name, Desired: reseller.Desired{Nameservers: house}}
		if o := w.order(hidden, change); o.State != reseller.OrderDone {
			t.Errorf("new name servers: %s %s %s", o.State, o.Code, o.Reason)
		}
		w.Must(primary.Stop(t.Context()))
		w.waits(secondary(silent(t)))
	})
}

// waits orders a name at a server whose name servers do not come: nothing is sent, until it has waited long enough.
func (w *asking) waits(away []dns.Secondary) {
	w.Helper()
	alone := w.Another("alone", func(c *app.Config) {
		c.Publishing.Secondaries, c.Orders.PublishWait = away, time.Millisecond
	})
	late := w.registration("late.com")
	late.AnswerBy = w.Clock.Wall().Add(200 * time.Millisecond)
	o := w.order(alone, late)
	shown, err := w.Sandbox.Check(w.Context(), o.Name)
	w.Must(err)
	if !o.NeverSent() || !shown[0].Free {
		w.Errorf("while the name servers are away: %s %s %s, free at the registry: %t", o.State, o.Code, o.Reason, shown[0].Free)
	}
	w.comes(o.Name.String(), true) // it is served ahead
	w.Clock.Move(20 * time.Minute)
	for end := time.Now().Add(30 * time.Second); o.State != reseller.OrderDone && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		_, err = alone.Orders.Reconcile(w.Context()) // once the worker has left it
		w.Must(err)
		o, err = w.Store.Order(w.Context(), o.ID)
		w.Must(err)
	}
	if o.State != reseller.OrderDone {
		w.Errorf("once it has waited long enough: %s %s %s", o.State, o.Code, o.Reason)
	}
}

// comes wants a name to be served at the name server, or not to be, within what that may keep.
func (w *asking) comes(full string, served bool) {
	w.Helper()
	for end := time.Now().Add(30 * time.Second); (w.has(w.Context(), w.NameOf(full), nil) == nil) != served; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			w.Errorf("%s is served: %t, want %t", full, !served, served)
			return
		}
	}
}
