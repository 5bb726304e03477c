package actions_test

import (
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// renewalWanted is what a preview must say of the renewal of a name.
type renewalWanted struct {
	full  string
	total int64
	code  string // of the obstacle; "" = it can be ordered
}

// The renewals of many names are quoted at once: each costs what it costs alone, what its own invoice says where it has one, and each has what
// is in its own way.
func TestManyRenewalsAreQuotedAsEachAlone(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine, apptest.WithPrices(append(apptest.Prices("USD", 1000, "com", "net"),
			reseller.Price{TLD: "org", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 10_00})))
		wanted := e.renewalsInEveryState()
		names := make([]reseller.Name, len(wanted))
		for i, w := range wanted {
			names[i] = e.NameOf(w.full)
		}
		quotes, err := e.Actions.QuoteRenewals(t.Context(), e.call(), names, 1)
		e.Must(err)
		for i, w := range wanted {
			e.sameAsAlone(w, quotes[i])
		}
		for i, w := range wanted {
			if w.code == "" {
				ordered, err := e.Actions.RenewDomain(t.Context(), e.call(), actions.RenewDomain{Name: names[i], Years: 1})
				e.Must(err)
				if ordered.Order.Charge != quotes[i].Charge {
					t.Errorf("%s cost %+v, and %+v was told", w.full, ordered.Order.Charge, quotes[i].Charge)
				}
			}
		}
		if none, err := e.Actions.QuoteRenewals(t.Context(), e.call(), nil, 1); err != nil || len(none) != 0 {
			t.Errorf("no names: %v, %v", none, err)
		}
	})
}

// renewalsInEveryState makes names whose renewals have different prices and different things in their way.
func (e *env) renewalsInEveryState() []renewalWanted {
	e.Helper()
	other := e.AddAccount(reseller.Account{Email: "other@example.com", Name: "Other", Currency: "USD"}, 100_00)
	e.registerFor(other, "theirs.com")
	for _, full := range []string{"plain.com", "plain.net", "invoiced.com", "hidden.com", "deleted.com", "again.com", "waiting.com", "far.com", "priceless.org"} {
		e.register(full)
	}
	e.SetPrices([]reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 7_00}})
	_, err := e.Store.ChangeDomain(e.Context(), e.Domain("invoiced.com").ID, reseller.Operator, "test", func(d *reseller.Domain) error { d.AutoRenew = true; return nil })
	e.Must(err)
	_, err = e.Orders.IssueInvoice(e.Context(), e.Domain("invoiced.com"))
	e.Must(err)
	e.SetPrices([]reseller.Price{
		{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 10_00},
		{Owner: reseller.OwnList(e.Account.ID), TLD: "net", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 12_34},
		{Owner: reseller.OwnList(other.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 1},
	})
	e.delete(e.call(), "deleted.com")
	e.delete(e.call(), "again.com")
	e.register("again.com")
	_, err = e.Store.ChangeDomain(e.Context(), e.Domain("hidden.com").ID, reseller.Operator, "test", func(d *reseller.Domain) error { d.Removed = true; return nil })
	e.Must(err)
	e.Renew(e.Domain("far.com"), 9)
	e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "renew", TLD: "com", Times: 1}))
	call := e.call()
	call.AnswerBy = e.Clock.Wall() // not waited for
	if _, err := e.Actions.RenewDomain(e.Context(), call, actions.RenewDomain{Name: e.NameOf("waiting.com"), Years: 1}); !reseller.IsKind(err, reseller.KindPending) {
		e.Fatalf("a renewal whose request is lost: %v", err)
	}
	e.Drain()
	return []renewalWanted{
		{"plain.com", 10_00, ""}, {"plain.net", 12_34, ""}, {"invoiced.com", 7_00, ""}, {"again.com", 10_00, ""}, {"plain.com", 10_00, ""},
		{"hidden.com", 10_00, reseller.CodeNotFound}, {"deleted.com", 10_00, reseller.CodeNotFound}, {"theirs.com", 10_00, reseller.CodeNotFound},
		{"waiting.com", 10_00, reseller.CodeInProgress}, {"far.com", 10_00, reseller.CodeInvalidParameter}, {"never.com", 10_00, reseller.CodeNotFound},
		{"priceless.org", 0, reseller.CodeNoPrice},
	}
}

// sameAsAlone fails the test unless a quote among many is the one that the name gets alone, and as wanted.
func (e *env) sameAsAlone(want renewalWanted, q actions.Quoted) {
	e.Helper()
	alone, err := e.Actions.Quote(e.Context(), e.call(), actions.Quote{Operation: reseller.OpRenew, Name: e.NameOf(want.full), Years: 1})
	if err != nil {
		alone.Obstacle = reseller.AsError(err)
	}
	code, text := "", ""
	if q.Obstacle != nil && alone.Obstacle != nil {
		code, text = q.Obstacle.Code, q.Obstacle.Error()
		if text == alone.Obstacle.Error() && q.Obstacle.Order == alone.Obstacle.Order {
			q.Obstacle, alone.Obstacle = nil, nil
		}
	}
	if q.Obstacle != alone.Obstacle || q.Charge != alone.Charge || q.Credit != alone.Credit || q.Covered != alone.Covered {
		e.Errorf("%s: %+v among many, %+v alone", want.full, q, alone)
	}
	if q.Charge.Total() != want.total || code != want.code {
		e.Errorf("%s: %d, %q (%s); want %d, %q", want.full, q.Charge.Total(), code, text, want.total, want.code)
	}
}
