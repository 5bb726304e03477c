package operator_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// wholesaler is a second registrar beside the sandbox registry, and a server whose rules send .com there from now on.
type wholesaler struct {
	*apptest.Env
	there *sandbox.Registry
	other *app.App
}

func newWholesaler(t *testing.T, engine apptest.Engine) *wholesaler {
	t.Helper()
	w := &wholesaler{}
	w.Env = apptest.New(t, engine,
		apptest.WithConfig(func(c *app.Config) { c.Orders.LookFor = 50 * time.Millisecond }),
		apptest.WithConnectors(func(d *app.Database, rules reseller.TLDs) map[string]registry.Connector {
			w.there = sandbox.New(sandboxtest.NewMemory(), rules, d.Clock)
			return map[string]registry.Connector{app.SandboxConnector: d.SandboxRegistry(rules), "wholesale": w.there}
		}))
	w.Unclean = true // what is moved by hand is in no books
	w.other = w.Sending("com", "wholesale")
	return w
}

// arrives has a name that we have at the sandbox registry come to our account there for so many years.
func (w *wholesaler) arrives(d reseller.Domain, years int) {
	w.Helper()
	_, err := w.there.Create(w.Context(), registry.Create{ClTRID: "HAND-" + d.Name.String(), Name: d.Name, Years: years, Contacts: apptest.Owner, Nameservers: []string{"ns1.parked.net", "ns2.parked.net"}})
	w.Must(err)
}

// Names that the operator has moved to another registrar follow one by one, if that one has them for us; everything else stays where it is, with
// the reason.
func TestNamesFollowToAnotherRegistrar(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWholesaler(t, engine)
		good, away, theirs, busy, swedish := w.Register("good.com"), w.Register("away.com"), w.Register("theirs.com"), w.Register("busy.com"), w.Register("swedish.se")
		w.arrives(good, 2)
		w.arrives(busy, 2)
		w.Must(w.there.AddForeign(w.Context(), theirs.Name, "code", time.Time{}, false))
		w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "renew", Times: 1}))
		_, err := w.Orders.Buy(w.Context(), orders.Request{
			Caller: reseller.Caller{Account: w.Account}, Kind: reseller.OrderRenew, Name: busy.Name, Domain: &busy, Desired: reseller.Desired{Years: 1},
		})
		w.Must(err)
		w.Drain()
		before, err := w.Store.Balance(w.Context(), w.Account.ID)
		w.Must(err)

		u := operator.Move{Store: w.Store, Routes: w.other.Routes, Log: w.App.Log}
		names := []string{"good.com", "away.com", "theirs.com", "busy.com", "swedish.se", "nobodys.com", "nonsense", "good.com"}
		want := []string{
			"good.com moved name servers ns1.parked.net ns2.parked.net instead of ns1.example.net ns2.example.net",
			"away.com not ours there away.com is not registered at wholesale; nothing was done: move the name to your account there first",
			"theirs.com not ours there theirs.com is with OTHERREG at wholesale; nothing was done: move the name to your account there first",
			"busy.com unfinished orders busy.com has unfinished orders, which go on where they were begun; nothing was done: see Orders.List",
			"swedish.se not sold there new names of .se do not go to wholesale; nothing was done: change the TLD rules first",
			"nobodys.com in no account no account has nobodys.com",
			"nonsense bad name",
		}
		for _, ctx := range []string{"rehearsed", "meant", "again"} {
			run := w.Context()
			if ctx == "rehearsed" {
				run = reseller.Rehearse(run)
			}
			if ctx == "again" {
				want[0] = "good.com already there "
			}
			moved, err := u.Run(run, names, "wholesale")
			w.Must(err)
			if len(moved) != len(want) {
				w.Fatalf("%s: %+v", ctx, moved)
			}
			for i, m := range moved {
				if m.Trouble != nil {
					m.Note = m.Trouble.Words
				}
				if got := m.Domain + " " + m.Outcome + " " + m.Words(); !strings.HasPrefix(got, want[i]) {
					w.Errorf("%s: %s\nwant %s", ctx, got, want[i])
				}
			}
			if now := w.Domain("good.com"); ctx == "rehearsed" && now.Connector != app.SandboxConnector {
				w.Errorf("the rehearsal left it at %s", now.Connector)
			}
		}
		_, err = u.Run(w.Context(), names, "nobody")
		wantError(w, err, reseller.KindInvalid, `connector "nobody" is none that is configured: want sandbox or wholesale`)

		now := w.Domain("good.com")
		if now.Connector != "wholesale" || now.RegistryExpiry.Year() != 2028 || !now.PaidThrough.Equal(good.PaidThrough) || now.Nameservers[0] != "ns1.example.net" {
			w.Errorf("the row is at %s until %s, paid through %s, on %v", now.Connector, now.RegistryExpiry, now.PaidThrough, now.Nameservers)
		}
		if at := w.Domain(away.Name.String()).Connector + w.Domain("busy.com").Connector + w.Domain(swedish.Name.String()).Connector; at != strings.Repeat(app.SandboxConnector, 3) {
			w.Errorf("the others are at %s", at)
		}
		after, err := w.Store.Balance(w.Context(), w.Account.ID)
		w.Must(err)
		audit, err := w.Store.SearchAudit(w.Context(), reseller.AuditSearch{Objects: []string{"good.com"}, Page: reseller.Page{Limit: 10}})
		w.Must(err)
		if after != before || len(audit) == 0 || audit[0].Action != "domain.change_connector" || !strings.HasPrefix(audit[0].Detail, "from=sandbox to=wholesale") {
			w.Errorf("the balance is %+v after %+v, the records %+v", after, before, audit)
		}
		w.App = w.other
		w.Change(now, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{"ns1.example.org", "ns2.example.org"}})
		if shown, err := w.there.Info(w.Context(), good.Name); err != nil || shown.Nameservers[0] != "ns1.example.org" {
			w.Errorf("a change after it went elsewhere: %+v, %v", shown.Nameservers, err)
		}

		_, err = app.New(w.Context(), w.Database, app.Config{Key: w.Key, Version: "1", Holder: "blind"})
		if err == nil || !strings.Contains(err.Error(), `names are at connector "wholesale" (1), which is not configured`) || !strings.Contains(err.Error(), "nameyard domain move") {
			w.Errorf("a server that cannot reach a name begins with %v", err)
		}
	})
}
