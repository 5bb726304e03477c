package jobs_test

import (
	"context"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
	"nameyard/verify"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// hands is business time that a story moves, over the machine's wall clock.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) Wall() time.Time { return time.Now().UTC() }

func (h *hands) set(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = t
}

// env is a whole registrar without its faces: the real store, desk, sandbox registry and jobs, on one engine.
type env struct {
	t        *testing.T
	ctx      context.Context
	clock    *hands
	store    *store.Store
	registry *sandbox.Registry
	routes   *registry.Routes
	desk     *orders.Service
	table    *jobs.Table
	account  reseller.Account
}

// onBoth tells a story on each engine, with an account that has credit in minor units. It ends in verify.
func onBoth(t *testing.T, credit int64, story func(y *env)) {
	t.Helper()
	t.Parallel()
	for engine, url := range map[string]func(t *testing.T) string{
		"sqlite":  func(t *testing.T) string { return filepath.Join(t.TempDir(), "yard.db") },
		"mariadb": func(t *testing.T) string { return storetest.MariaDB(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			y := newYard(t, url(t), credit)
			story(y)
			y.verify()
		})
	}
}

func newYard(t *testing.T, url string, credit int64) *env {
	y := &env{t: t, ctx: t.Context(), clock: &hands{now: noon}}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	y.store, err = store.Open(y.ctx, url, y.clock, quiet)
	y.must(err)
	t.Cleanup(func() { y.store.Close() })
	_, err = y.store.Migrate(y.ctx)
	y.must(err)
	rules, err := reseller.DefaultTLDs()
	y.must(err)
	late := rules["com"]
	late.Name, late.RenewWindowDays = "be", 28
	rules["be"] = late
	y.registry = sandbox.New(y.store.RegistryDocuments(), rules, y.clock)
	y.routes, err = registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": y.registry})
	y.must(err)
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	y.must(err)
	y.desk = orders.New(orders.Config{Store: y.store, Routes: y.routes, Clock: y.clock, Key: key, Log: quiet, Holder: "yard"})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		y.must(y.desk.Drain(ctx))
	})
	y.table = jobs.New(jobs.Deps{Orders: y.desk, Books: y.store, Routes: y.routes, Sandbox: y.registry, Clock: y.clock, Log: quiet})
	y.prices(1000)
	y.account = y.open("yard@example.com", credit)
	return y
}

// prices sets what a year costs under each TLD of the stories, in cents.
func (y *env) prices(year int64) {
	y.t.Helper()
	var list []reseller.Price
	for _, tld := range []string{"com", "se", "be"} {
		for years := 1; years <= 10; years++ {
			for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew} {
				list = append(list, reseller.Price{TLD: tld, Currency: "USD", Operation: op, Years: years, Net: year * int64(years)})
			}
		}
		list = append(list, reseller.Price{TLD: tld, Currency: "USD", Operation: reseller.OpRestore, Years: 1, Net: 8000})
	}
	y.must(y.store.SetPrices(y.ctx, list, reseller.Operator))
}

func (y *env) open(email string, credit int64) reseller.Account {
	y.t.Helper()
	a, err := y.store.AddAccount(y.ctx, reseller.Account{Email: email, Name: email, Currency: "USD", Language: "en", TaxRatePPM: 250_000}, reseller.Operator)
	y.must(err)
	if credit > 0 {
		y.must(y.store.MoveCredit(y.ctx, a, credit, "", "start"))
	}
	return a
}

func (y *env) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

// buys registers a name for a year, with auto-renew on or off.
func (y *env) buys(sld, tld string, autoRenew bool) reseller.Domain {
	y.t.Helper()
	name, err := reseller.ParseName(sld, tld)
	y.must(err)
	result, err := y.desk.Buy(y.ctx, orders.Request{
		Caller: reseller.Caller{Account: y.account}, Kind: reseller.OrderRegister, Name: name, AnswerBy: y.clock.Wall().Add(20 * time.Second),
		Desired: reseller.Desired{Years: 1, AutoRenew: autoRenew, Contacts: owner, Fields: map[string]string{"id_number": "[SE]556012-5790"}, Nameservers: []string{"ns1.example.net", "ns2.example.net"}},
	})
	y.must(err)
	y.must(orders.Verdict(result.Order))
	return y.row(name)
}

var owner = reseller.Contacts{reseller.RoleRegistrant: {
	FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Postcode: "75310", Email: "anna@example.com", Phone: "+46.181234567",
}}

func (y *env) row(name reseller.Name) reseller.Domain {
	y.t.Helper()
	d, err := y.store.Domain(y.ctx, y.account.ID, name)
	y.must(err)
	return d
}

// renews orders years as a caller would.
func (y *env) renews(d reseller.Domain, years int) reseller.Order {
	y.t.Helper()
	result, err := y.desk.Buy(y.ctx, orders.Request{
		Caller: reseller.Caller{Account: y.account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: years},
		AnswerBy: y.clock.Wall().Add(20 * time.Second),
	})
	y.must(err)
	y.must(orders.Verdict(result.Order))
	return result.Order
}

// hosts makes child name servers and has the name use them.
func (y *env) hosts(d reseller.Domain, hosts ...string) {
	y.t.Helper()
	by := y.clock.Wall().Add(20 * time.Second)
	for _, h := range hosts {
		host := reseller.Host{Name: h, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		y.change(orders.Request{Kind: reseller.OrderHostCreate, Domain: &d, Subject: "host:" + h, Desired: reseller.Desired{Host: &host}, AnswerBy: by})
	}
	y.change(orders.Request{Kind: reseller.OrderNameservers, Domain: &d, Subject: "nameservers", Desired: reseller.Desired{Nameservers: hosts}, AnswerBy: by})
}

func (y *env) change(r orders.Request) {
	y.t.Helper()
	r.Caller, r.Name = reseller.Caller{Account: y.account}, r.Domain.Name
	result, err := y.desk.Change(y.ctx, r)
	y.must(err)
	y.must(orders.Verdict(result.Order))
}

func (y *env) autoRenew(d reseller.Domain, on bool) {
	y.t.Helper()
	_, err := y.store.ChangeDomain(y.ctx, d.ID, reseller.Operator, "SetAutoRenew", func(d *reseller.Domain) error { d.AutoRenew = on; return nil })
	y.must(err)
}

// until moves time to a date and runs the jobs on the way: each week, and each day of the last fortnight.
func (y *env) until(day string) {
	y.t.Helper()
	end, err := time.Parse(time.DateOnly, day)
	y.must(err)
	for end = end.Add(12 * time.Hour); y.clock.Now().Before(end); y.run() {
		step := 1
		if y.clock.Now().AddDate(0, 0, 21).Before(end) {
			step = 7
		}
		y.clock.set(y.clock.Now().AddDate(0, 0, step))
	}
}

// run lets the jobs that look after names and money run once.
func (y *env) run() {
	y.t.Helper()
	for _, job := range []string{
		jobs.SandboxLiving, jobs.Messages, jobs.Reconcile, jobs.Lifecycle, jobs.Unpaid, jobs.AutoRenew, jobs.Numbers,
	} {
		y.must(y.table.Run(y.ctx, job))
	}
}

func (y *env) invoices() []reseller.Invoice {
	y.t.Helper()
	list, err := y.store.Invoices(y.ctx, y.account.ID, 0, 1000)
	y.must(err)
	return list
}

// unpaid gives the only unpaid invoice.
func (y *env) unpaid() reseller.Invoice {
	y.t.Helper()
	var found []reseller.Invoice
	for _, i := range y.invoices() {
		if i.Status == reseller.InvoiceUnpaid {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		y.t.Fatalf("%d invoices are unpaid, want 1", len(found))
	}
	return found[0]
}

// wantBills compares the account's invoices, oldest first, each as "status total [credits n]".
func (y *env) wantBills(want ...string) {
	y.t.Helper()
	var got []string
	for _, i := range y.invoices() {
		got = append(got, bill(i))
	}
	if len(got) != len(want) {
		y.t.Errorf("invoices are %q, want %q", got, want)
		return
	}
	for n := range want {
		if got[n] != want[n] {
			y.t.Errorf("invoice %d is %q, want %q", n+1, got[n], want[n])
		}
	}
}

func (y *env) wantPaidThrough(d reseller.Domain, day string) {
	y.t.Helper()
	if got := y.row(d.Name).PaidThrough.Format(time.DateOnly); got != day {
		y.t.Errorf("%s is paid through %s, want %s", d.Name, got, day)
	}
}

func (y *env) wantState(d reseller.Domain, want reseller.DomainState) {
	y.t.Helper()
	if got := y.row(d.Name); got.State != want {
		y.t.Errorf("%s is %s (%s), want %s", d.Name, got.State, got.Reason, want)
	}
}

func (y *env) wantCredit(want int64) {
	y.t.Helper()
	b, err := y.store.Balance(y.ctx, y.account.ID)
	y.must(err)
	if b.Available != want || b.Held != 0 {
		y.t.Errorf("credit is %d and %d held, want %d and 0", b.Available, b.Held, want)
	}
}

// effects counts what the registry carried out of a command on a name.
func (y *env) effects(command string, d reseller.Domain) int {
	y.t.Helper()
	list, err := y.registry.Effects(y.ctx, 0, 10_000)
	y.must(err)
	n := 0
	for _, e := range list {
		if e.Command == command && e.Name == d.Name.String() && e.ClTRID != "" {
			n++
		}
	}
	return n
}

// verify holds the books against one another and against the registry.
func (y *env) verify() {
	y.t.Helper()
	snapshot, err := y.store.Snapshot(y.ctx)
	y.must(err)
	defer snapshot.Close()
	report, err := verify.Run(y.ctx, snapshot, y.routes.Connectors())
	y.must(err)
	for _, i := range report.Invariants {
		for _, breach := range i.Examples {
			y.t.Errorf("%s: %s", i.ID, breach)
		}
	}
}
