package verify_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
	"nameyard/verify"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// onBoth tells a story on each engine, in a shop that has done some trade.
func onBoth(t *testing.T, story func(t *testing.T, s *shop)) {
	t.Helper()
	t.Parallel()
	for engine, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLitePath, "mariadb": storetest.MariaDB} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			s := openShop(t, url(t))
			s.trade()
			story(t, s)
		})
	}
}

// clock is business time that stands still until it is moved; wall time is the machine's.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wall() time.Time { return time.Now().UTC() }

// shop is a whole Nameyard: store, registry, desk, two accounts.
type shop struct {
	t        *testing.T
	ctx      context.Context
	url      string
	clock    *clock
	store    *store.Store
	registry *sandbox.Registry
	routes   *registry.Routes
	desk     *orders.Service
	anna, bo reseller.Account
}

func openShop(t *testing.T, url string) *shop {
	t.Helper()
	s := &shop{t: t, ctx: context.Background(), url: url, clock: &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	s.store, err = store.Open(s.ctx, url, s.clock, quiet)
	s.ok(err)
	t.Cleanup(func() { s.ok(s.store.Close()) })
	_, err = s.store.Migrate(s.ctx)
	s.ok(err)
	tlds, err := reseller.DefaultTLDs()
	s.ok(err)
	s.registry = sandbox.New(s.store.RegistryDocuments(), tlds, s.clock)
	s.routes, err = registry.NewRoutes(tlds, map[string]registry.Connector{"sandbox": s.registry})
	s.ok(err)
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	s.ok(err)
	s.desk = orders.New(orders.Config{Store: s.store, Routes: s.routes, Clock: s.clock, Key: key, Log: quiet, Holder: "test"})
	t.Cleanup(func() { s.ok(s.desk.Drain(s.ctx)) })
	var prices []reseller.Price
	for _, op := range reseller.Operations {
		for years := range 3 {
			prices = append(prices, reseller.Price{TLD: "com", Currency: "SEK", Operation: op, Years: years + 1, Net: 8000 * int64(years+1)})
		}
	}
	s.ok(s.store.SetPrices(s.ctx, prices, reseller.Operator))
	s.anna, s.bo = s.account("anna@example.com"), s.account("bo@example.com")
	return s
}

func (s *shop) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) account(email string) reseller.Account {
	s.t.Helper()
	a, err := s.store.AddAccount(s.ctx, reseller.Account{Email: email, Currency: "SEK", TaxRatePPM: 250000, Language: "en"}, reseller.Operator)
	s.ok(err)
	s.ok(s.store.MoveCredit(s.ctx, a, 1_000_000, "", "seed"))
	return a
}

func (s *shop) name(sld string) reseller.Name {
	s.t.Helper()
	n, err := reseller.ParseName(sld, "com")
	s.ok(err)
	return n
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
		d, err := s.store.Domain(s.ctx, a.ID, r.Name)
		s.ok(err)
		r.Domain = &d
	}
	place := s.desk.Buy
	if !kind.Additive() {
		r.Subject, place = string(kind), s.desk.Change
	}
	patience := 30 * time.Second
	if want.Live() {
		patience = 20 * time.Millisecond
	}
	for {
		r.AnswerBy = s.clock.Wall().Add(patience)
		result, err := place(s.ctx, r)
		s.ok(err)
		switch o := result.Order; {
		case o.State == want:
			return o
		case !o.State.Live():
			s.t.Fatalf("%s of %s ended as %s (%s), want %s", kind, sld, o.State, o.Reason, want)
		}
	}
}

// pass moves business time on; the registry and the desk do what falls due.
func (s *shop) pass(d time.Duration) {
	s.t.Helper()
	s.clock.mu.Lock()
	s.clock.now = s.clock.now.Add(d)
	s.clock.mu.Unlock()
	s.ok(s.registry.Tick(s.ctx))
	_, err := s.desk.Reconcile(s.ctx)
	s.ok(err)
}

// trade does every kind of business once: sales, a refusal, a lost answer, a refund, a name that moves between accounts, a
// transfer, a restore, and a transfer that is still pending at the end.
func (s *shop) trade() {
	s.t.Helper()
	for _, sld := range []string{"one", "two", "three", "four", "refunded"} {
		s.expect(reseller.OrderDone, s.anna, reseller.OrderRegister, sld, 1)
	}
	s.expect(reseller.OrderRefused, s.anna, reseller.OrderRegister, "reserved-name", 1)
	s.ok(s.registry.SetFault(s.ctx, sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "renew", Times: 1}))
	s.expect(reseller.OrderDone, s.anna, reseller.OrderRenew, "one", 2)
	s.expect(reseller.OrderDone, s.anna, reseller.OrderDelete, "refunded", 0)

	s.ok(s.registry.AddForeign(s.ctx, s.name("foreign"), "secret", s.clock.Now().AddDate(-1, 0, 0), false))
	s.expect(reseller.OrderPending, s.bo, reseller.OrderTransfer, "foreign", 1)
	s.pass(6 * 24 * time.Hour)
	s.expect(reseller.OrderDone, s.anna, reseller.OrderDelete, "two", 0)
	s.expect(reseller.OrderDone, s.anna, reseller.OrderRestore, "two", 0)

	s.ok(s.registry.AddForeign(s.ctx, s.name("coming"), "secret", s.clock.Now().AddDate(-1, 0, 0), false))
	s.expect(reseller.OrderPending, s.bo, reseller.OrderTransfer, "coming", 1)
	_, err := s.store.NumberInvoices(s.ctx, 100)
	s.ok(err)
}

// verify checks the books on a snapshot of this moment.
func (s *shop) verify() verify.Report {
	s.t.Helper()
	snap, err := s.store.Snapshot(s.ctx)
	s.ok(err)
	defer snap.Close()
	r, err := verify.Run(s.ctx, snap, s.routes.Connectors())
	s.ok(err)
	return r
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

// wantBreach fails unless the invariant is broken and says so in these words.
func wantBreach(t *testing.T, r verify.Report, id, words string) {
	t.Helper()
	i := find(t, r, id)
	if r.OK() || i.Breaches == 0 || !strings.Contains(fmt.Sprint(i.Examples), words) {
		t.Errorf("want %s broken with %q:\n%s", id, words, printed(t, r))
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
