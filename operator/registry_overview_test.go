package operator_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// The operator sees how registries do, and is told once, before it hurts, that our money there will not do; resellers are told nothing.
func TestOperatorSeesRegistriesAndOurMoneyThere(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) { c.Mail.Operator = "ops@example.com" }))
		u := operator.Registries{Routes: e.Routes, Store: e.Store, Clock: e.Clock}
		look := func() operator.RegistryState {
			t.Helper()
			for _, job := range []string{jobs.Figures, jobs.RegistryFunds} {
				e.Must(e.Jobs.Run(t.Context(), job))
			}
			all, err := u.Overview(t.Context())
			e.Must(err)
			if len(all) != 1 || all[0].Name != "sandbox" {
				t.Fatalf("the connectors are %+v", all)
			}
			return all[0]
		}
		mails := func() (n int) {
			t.Helper()
			list, err := e.Store.SearchMails(t.Context(), reseller.MailSearch{Page: reseller.Page{Limit: 100}})
			e.Must(err)
			for _, m := range list {
				if m.Kind == "operator_registry_funds" && m.To == "ops@example.com" {
					n++
				}
			}
			return n
		}
		if told, err := (operator.Registries{Store: e.Store}).Overview(t.Context()); err != nil || len(told) != 0 {
			t.Errorf("before a server has told of any, the connectors are %+v, %v", told, err)
		}
		own := look()
		told, err := operator.Registries{Store: e.Store}.Overview(t.Context()) // as a command has it that knows no settings
		if err != nil || len(told) != 1 || told[0].Name != "sandbox" || len(told[0].TLDs) == 0 || !slices.Equal(told[0].TLDs, own.TLDs) || !slices.Equal(told[0].Can, own.Can) {
			t.Errorf("what the servers have told is %+v, %v", told, err)
		}
		if s := look(); s.Figures.Balance != nil || !s.Covered || s.Pause != nil {
			t.Errorf("at first it is %+v", s)
		}
		e.Must(e.Sandbox.SetFunds(t.Context(), &registry.Balance{Amount: 2500, Currency: "USD", Warn: 1000}))
		e.Register("first.com")
		if s := look(); !s.Figures.Up || s.Figures.Answers == 0 || s.Figures.P95 < s.Figures.P50 || s.Figures.Balance.Amount != 1500 || !s.Covered || mails() != 0 {
			t.Errorf("after a sale it is %+v with %d mails", s, mails())
		}
		e.Register("second.com")
		if s := look(); s.Covered || s.Queue.Orders != 0 || mails() != 1 {
			t.Errorf("below the mark it is %+v with %d mails", s, mails())
		}
		result, err := e.Orders.Buy(t.Context(), orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRegister, Name: e.NameOf("third.com"), AnswerBy: e.Clock.Wall().Add(20 * time.Second),
			Desired: reseller.Desired{Years: 1, Contacts: apptest.Owner, Nameservers: []string{"ns1.example.net", "ns2.example.net"}},
		})
		e.Must(err)
		if s := look(); !result.Order.Waits() || s.Covered || s.Queue != (reseller.RegistryQueue{Orders: 1, NoFunds: 1, Currency: "USD", CostLimit: 1000}) || mails() != 1 {
			t.Errorf("with order %s it is %+v with %d mails", result.Order.State, s.Queue, mails())
		}
		e.Must(u.Pause(t.Context(), "sandbox", "out of money"))
		if s := look(); s.Pause == nil || s.Pause.Reason != "out of money" {
			t.Errorf("paused it is %+v", s)
		}
		if _, err := u.Resume(t.Context(), "sandbox"); err != nil {
			t.Error(err)
		}
		changesPassword(e)
		e.Must(e.Sandbox.SetFunds(t.Context(), &registry.Balance{Amount: 9000, Currency: "USD", Warn: 1000}))
		e.Clock.Move(10 * time.Minute)
		e.Must(e.Jobs.Run(t.Context(), jobs.Reconcile))
		if s := look(); !s.Covered || s.Queue.Orders != 0 || mails() != 1 || e.Domain("third.com").State != reseller.DomainActive {
			t.Errorf("paid it is %+v with %d mails", s, mails())
		}
		e.Must(e.Sandbox.SetFunds(t.Context(), &registry.Balance{Amount: 100, Currency: "USD", Warn: 1000}))
		if look(); mails() != 1 {
			t.Error("the operator is told every time that the account hovers about the mark")
		}
		e.Clock.Move(25 * time.Hour)
		if look(); mails() != 2 {
			t.Errorf("a day later there are %d mails", mails())
		}
	})
}

// takesPasswords is a registry at which our password can be changed.
type takesPasswords struct{ registry.Connector }

func (takesPasswords) ChangePassword(context.Context, string) error { return nil }

// changesPassword changes our password at a registry as a person, whom the audit log names.
func changesPassword(e *apptest.Env) {
	e.Helper()
	routes, err := registry.NewRoutes(e.Routes.Rules(), map[string]registry.Connector{"sandbox": takesPasswords{e.Sandbox}})
	e.Must(err)
	u := operator.Registries{Routes: routes, Store: e.Store, Clock: e.Clock}
	e.Must(u.ChangePassword(reseller.ActingAs(e.Context(), anna), "sandbox", "another one"))
	found, err := operator.Audit{Store: e.Store}.List(e.Context(), operator.AuditChoice{Action: "registry.password", Page: reseller.Page{Limit: 10}})
	e.Must(err)
	if len(found) != 1 || found[0].Actor != anna.Name {
		e.Errorf("of a change of password is recorded %+v", found)
	}
}
