package orders_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
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

// testClock is business time that tests move, over the machine's wall clock, which they can put ahead.
type testClock struct {
	mu    sync.Mutex
	now   time.Time
	ahead time.Duration
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Wall() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().UTC().Add(c.ahead)
}

func (c *testClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// outwait puts the wall clock ahead, so that leases end without waiting for them.
func (c *testClock) outwait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// env is a service with everything around it, on one engine.
type env struct {
	t        *testing.T
	ctx      context.Context
	clock    *testClock
	store    *store.Store
	registry *sandbox.Registry
	rules    reseller.TLDs
	key      *reseller.SecretKey
	orders   *orders.Service
	account  reseller.Account
	unclean  bool          // somebody else did things at the registry with our credentials: the books cannot agree
	gate     chan struct{} // closed: the fault "slow" stops waiting
}

// engines are the databases that every story runs on.
var engines = map[string]func(t *testing.T) string{
	"sqlite":  func(t *testing.T) string { return filepath.Join(t.TempDir(), "orders.db") },
	"mariadb": func(t *testing.T) string { return storetest.MariaDB(t) },
}

// onEach tells a story on each engine, with an env whose account has credit in minor units. Every story ends with the books held
// against one another and against the registry's log.
func onEach(t *testing.T, credit int64, story func(t *testing.T, o *env)) {
	for name, url := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newEnv(t, url(t), credit)
			story(t, o)
			if !o.unclean {
				o.drain()
				o.verify()
			}
		})
	}
}

func newEnv(t *testing.T, url string, credit int64) *env {
	t.Helper()
	ctx := t.Context()
	o := &env{
		t: t, ctx: ctx, clock: &testClock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}, gate: make(chan struct{}),
	}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	if o.store, err = store.Open(ctx, url, o.clock, quiet); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	if _, err = o.store.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if o.rules, err = reseller.DefaultTLDs(); err != nil {
		t.Fatal(err)
	}
	o.registry = sandbox.New(o.store.RegistryDocuments(), o.rules, o.clock, sandbox.WithWait(o.slow))
	if o.key, err = reseller.NewSecretKey(reseller.GenerateSecretKey()); err != nil {
		t.Fatal(err)
	}
	o.orders = o.openService("test", o.store, o.registry)
	t.Cleanup(func() { o.drain() })
	o.prices()
	o.account = o.newAccount("reseller@example.com", credit)
	return o
}

// openService opens a service as a server of its own would, on this database and registry or on what stands before them.
func (o *env) openService(holder string, s orders.Store, c registry.Connector) *orders.Service {
	o.t.Helper()
	return orders.New(orders.Config{
		Store: s, Routes: o.routes(c), Clock: o.clock, Key: o.key, Log: slog.New(slog.DiscardHandler), Holder: holder,
		Settings: orders.Settings{CallTimeout: 5 * time.Second, LookFor: 120 * time.Millisecond},
	})
}

func (o *env) routes(c registry.Connector) *registry.Routes {
	o.t.Helper()
	routes, err := registry.NewRoutes(o.rules, map[string]registry.Connector{"sandbox": c})
	o.must(err)
	return routes
}

// verify holds the books against one another and against what the registry says that it did.
func (o *env) verify() {
	o.t.Helper()
	snapshot, err := o.store.Snapshot(context.Background())
	o.must(err)
	defer snapshot.Close()
	report, err := verify.Run(context.Background(), snapshot, o.routes(o.registry).Connectors())
	o.must(err)
	if report.OK() {
		return
	}
	var text strings.Builder
	o.must(report.Print(&text))
	o.t.Errorf("verify finds breaches:\n%s", text.String())
}

func (o *env) slow(ctx context.Context, _ time.Duration) error {
	select {
	case <-o.gate:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o *env) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := o.orders.Drain(ctx); err != nil {
		o.t.Error("the service does not drain:", err)
	}
}

func (o *env) prices() {
	o.t.Helper()
	var list []reseller.Price
	for _, tld := range []string{"com", "se"} {
		for years := 1; years <= 10; years++ {
			for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew} {
				list = append(list, reseller.Price{TLD: tld, Currency: "USD", Operation: op, Years: years, Net: 1000 * int64(years)})
			}
		}
		list = append(list,
			reseller.Price{TLD: tld, Currency: "USD", Operation: reseller.OpTransfer, Years: 1, Net: 900},
			reseller.Price{TLD: tld, Currency: "USD", Operation: reseller.OpRestore, Years: 1, Net: 8000})
	}
	o.must(o.store.SetPrices(o.ctx, list, reseller.Operator))
}

func (o *env) newAccount(email string, credit int64) reseller.Account {
	o.t.Helper()
	a, err := o.store.AddAccount(o.ctx, reseller.Account{Email: email, Name: email, Currency: "USD", Language: "en"}, reseller.Operator)
	o.must(err)
	if credit > 0 {
		o.must(o.store.MoveCredit(o.ctx, a, credit, "start "+email, "test"))
	}
	return a
}

func (o *env) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func name(t *testing.T, sld, tld string) reseller.Name {
	t.Helper()
	n, err := reseller.ParseName(sld, tld)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var john = reseller.Contacts{reseller.RoleRegistrant: {
	FirstName: "John", LastName: "Doe", Address1: "P.O.", City: "Amsterdam", Country: "NL", Postcode: "1001 GT", Email: "john@example.com",
}}

// request is what a caller asks for; it waits up to a second.
func (o *env) request(kind reseller.OrderKind, n reseller.Name, desired reseller.Desired) orders.Request {
	return orders.Request{
		Caller: reseller.Caller{Account: o.account}, Kind: kind, Name: n, Desired: desired, AnswerBy: o.clock.Wall().Add(10 * time.Second),
	}
}

func (o *env) registration(sld string) orders.Request {
	locked := false
	return o.request(reseller.OrderRegister, name(o.t, sld, "com"), reseller.Desired{
		Years: 1, Contacts: john, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Lock: &locked,
	})
}

// registered buys a name and gives its row.
func (o *env) registered(sld string) reseller.Domain {
	o.t.Helper()
	r, err := o.orders.Buy(o.ctx, o.registration(sld))
	o.must(err)
	o.must(orders.Verdict(r.Order))
	return o.domain(sld)
}

func (o *env) domain(sld string) reseller.Domain {
	o.t.Helper()
	d, err := o.store.Domain(o.ctx, o.account.ID, name(o.t, sld, "com"))
	o.must(err)
	return d
}

func (o *env) renewal(d reseller.Domain, years int) orders.Request {
	r := o.request(reseller.OrderRenew, d.Name, reseller.Desired{Years: years})
	r.Domain = &d
	return r
}

func (o *env) servers(d reseller.Domain, hosts ...string) orders.Request {
	r := o.request(reseller.OrderNameservers, d.Name, reseller.Desired{Nameservers: hosts})
	r.Domain, r.Subject = &d, "nameservers"
	return r
}

// balance is available and held credit.
func (o *env) balance() (available, held int64) {
	o.t.Helper()
	b, err := o.store.Balance(o.ctx, o.account.ID)
	o.must(err)
	return b.Available, b.Held
}

func (o *env) wantBalance(available, held int64) {
	o.t.Helper()
	if a, h := o.balance(); a != available || h != held {
		o.t.Errorf("balance is %d available and %d held, want %d and %d", a, h, available, held)
	}
}

// effects counts what the registry carried out for us of one command on a name.
func (o *env) effects(command string, n reseller.Name) int {
	o.t.Helper()
	list, err := o.registry.Effects(o.ctx, 0, 10_000)
	o.must(err)
	count := 0
	for _, e := range list {
		if e.Command == command && e.Name == n.String() && e.ClTRID != "" {
			count++
		}
	}
	return count
}

func (o *env) wantEffects(command string, n reseller.Name, want int) {
	o.t.Helper()
	if got := o.effects(command, n); got != want {
		o.t.Errorf("the registry carried out %d × %s of %s, want %d", got, command, n, want)
	}
}

func (o *env) reconcile() {
	o.t.Helper()
	_, err := o.orders.Reconcile(o.ctx)
	o.must(err)
}

func (o *env) order(id int64) reseller.Order {
	o.t.Helper()
	order, err := o.store.Order(o.ctx, id)
	o.must(err)
	return order
}

func (o *env) wantState(id int64, want reseller.OrderState) {
	o.t.Helper()
	if got := o.order(id); got.State != want {
		o.t.Errorf("order %d is %s (%s), want %s", id, got.State, got.Reason, want)
	}
}
