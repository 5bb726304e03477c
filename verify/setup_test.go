package verify_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store/storetest"
	"nameyard/verify"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// onBoth tells a story on each engine, in a shop that has done some trade.
func onBoth(t *testing.T, story func(t *testing.T, s *shop)) {
	t.Helper()
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		s := openShop(t, engine)
		s.trade()
		story(t, s)
	})
}

// shop is a whole Nameyard with two accounts in SEK, one of which is Account.
type shop struct {
	*apptest.Env
	t        *testing.T
	ctx      context.Context
	anna, bo reseller.Account
}

func openShop(t *testing.T, engine apptest.Engine) *shop {
	t.Helper()
	anna := reseller.Account{Email: "anna@example.com", Currency: "SEK", TaxRatePPM: 250_000, Language: "en"}
	bo := anna
	bo.Email = "bo@example.com"
	s := &shop{t: t, ctx: t.Context(), Env: apptest.New(t, engine,
		apptest.WithAccount(anna, 1_000_000), apptest.WithPrices(apptest.Prices("SEK", 8000, "com")),
		apptest.WithConfig(func(c *app.Config) { c.Orders = orders.Settings{LookFor: 300 * time.Millisecond} }))}
	s.Unclean = true // the stories look at the books themselves, and break them
	s.anna, s.bo = s.Account, s.AddAccount(bo, 1_000_000)
	return s
}

func (s *shop) name(sld string) reseller.Name {
	s.t.Helper()
	return s.NameOf(sld + ".com")
}

// expect places an order and gives it once it stands where it is wanted. One that is not to end is asked for again and again
// for a short time each: an equal purchase joins the one that is under way, so asking again is waiting.
func (s *shop) expect(want reseller.OrderState, a reseller.Account, kind reseller.OrderKind, sld string, years int) reseller.Order {
	s.t.Helper()
	r := orders.Request{
		Caller: reseller.Caller{Account: a}, Kind: kind, Name: s.name(sld), Desired: reseller.Desired{Years: years}, AuthCode: "secret",
	}
	if kind != reseller.OrderRegister && kind != reseller.OrderTransfer {
		r.AuthCode = ""
		d, err := s.Store.Domain(s.ctx, a.ID, r.Name)
		s.Must(err)
		r.Domain = &d
	}
	place := s.Orders.Buy
	if !kind.Additive() {
		r.Subject, place = string(kind), s.Orders.Change
	}
	patience := 30 * time.Second
	if want.Live() {
		patience = 20 * time.Millisecond
	}
	for {
		r.AnswerBy = s.Clock.Wall().Add(patience)
		result, err := place(s.ctx, r)
		s.Must(err)
		switch o := result.Order; {
		case o.State == want:
			return o
		case !o.State.Live():
			s.t.Fatalf("%s of %s ended as %s (%s), want %s", kind, sld, o.State, o.Reason, want)
		}
	}
}

// pass moves business time on; registry and orders do what falls due.
func (s *shop) pass(d time.Duration) {
	s.t.Helper()
	s.Clock.Move(d)
	s.Must(s.Sandbox.Tick(s.ctx))
	_, err := s.Orders.Reconcile(s.ctx)
	s.Must(err)
}

// trade does every kind of business once: sales, a refusal, a lost answer, a refund, a name that moves between accounts, a
// transfer, a restore, and a transfer that is still pending at the end.
func (s *shop) trade() {
	s.t.Helper()
	for _, sld := range []string{"one", "two", "three", "four", "refunded"} {
		s.expect(reseller.OrderDone, s.anna, reseller.OrderRegister, sld, 1)
	}
	s.expect(reseller.OrderRefused, s.anna, reseller.OrderRegister, "reserved-name", 1)
	s.Must(s.Sandbox.SetFault(s.ctx, sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "renew", Times: 1}))
	s.expect(reseller.OrderDone, s.anna, reseller.OrderRenew, "one", 2)
	s.expect(reseller.OrderDone, s.anna, reseller.OrderDelete, "refunded", 0)

	s.Must(s.Sandbox.AddForeign(s.ctx, s.name("foreign"), "secret", s.Clock.Now().AddDate(-1, 0, 0), false))
	s.expect(reseller.OrderPending, s.bo, reseller.OrderTransfer, "foreign", 1)
	s.pass(6 * 24 * time.Hour)
	s.expect(reseller.OrderDone, s.anna, reseller.OrderDelete, "two", 0)
	s.expect(reseller.OrderDone, s.anna, reseller.OrderRestore, "two", 0)

	s.Must(s.Sandbox.AddForeign(s.ctx, s.name("coming"), "secret", s.Clock.Now().AddDate(-1, 0, 0), false))
	s.expect(reseller.OrderPending, s.bo, reseller.OrderTransfer, "coming", 1)
	_, err := s.Store.NumberInvoices(s.ctx, 100)
	s.Must(err)
}

// find gives an invariant of a report.
func find(t *testing.T, r verify.Report, id string) verify.Invariant {
	t.Helper()
	for _, i := range r.Invariants {
		if i.ID == id {
			return i
		}
	}
	t.Fatalf("the report has no %s", id)
	return verify.Invariant{}
}

// wantClean fails on any breach.
func wantClean(t *testing.T, r verify.Report) {
	t.Helper()
	if !r.OK() {
		t.Fatal(printed(t, r))
	}
	for _, i := range r.Invariants {
		if i.Checked == 0 {
			t.Errorf("%s was held against nothing", i.ID)
		}
	}
}

func printed(t *testing.T, r verify.Report) string {
	t.Helper()
	var text strings.Builder
	if err := r.Print(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}
