// Package simulation_test lives through years of a registrar's life in virtual time: the real store, orders, jobs and sandbox
// registry, and people whose doings a seed decides. The same seed makes the same life.
package simulation_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/store"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// begins is when every simulation begins: a leap day, so that some names are registered on one.
var begins = time.Date(2028, 2, 29, 10, 0, 0, 0, time.UTC)

// clocks are the true time, which the registry has, and the server's, which may be off.
type clocks struct {
	mu            sync.Mutex
	skew          time.Duration
	truly, server *clocktest.Clock
}

func newClocks() *clocks {
	return &clocks{truly: clocktest.WithMachineWall(begins), server: clocktest.WithMachineWall(begins)}
}

func (c *clocks) read() (now time.Time, skew time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.truly.Now(), c.skew
}

func (c *clocks) move(now time.Time, skew time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skew = skew
	c.truly.Set(now)
	c.server.Set(now.Add(skew))
}

// plan says what life is like.
type plan struct {
	seed     uint64
	names    int           // held at the beginning
	years    int           // how long it goes on
	pause    time.Duration // the least time between two looks of the server
	orderly  bool          // invoices are paid one after the other, so that equal seeds make equal lives
	wired    bool          // the registry is reached over EPP
	calm     bool          // no faults of registry, server or clock
	accounts int
}

// world is a registrar in virtual time.
type world struct {
	*apptest.Env
	t        *testing.T
	ctx      context.Context
	plan     plan
	chance   *rand.Rand
	clocks   *clocks
	truly    *sandbox.Registry // the registry, by the true time
	table    *jobs.Table
	accounts []reseller.Account

	serial     int       // of the next name
	nextAct    time.Time // when somebody next does something
	nextScan   time.Time
	downUntil  time.Time // the server is down until then
	upSince    time.Time // since when server, clock and registry have been well
	livedUntil time.Time // last look at the life cycle
	byHand     map[int64]bool
	suspects   map[int64]suspect
	wishes     map[reseller.Name]*wish
	stats      stats
}

// stats are what a life came to.
type stats struct {
	steps, topUps, toggles, manual, downs, skews, faults, missed, suspected int
	offTime                                                                 time.Duration
}

func newWorld(t *testing.T, url string, p plan) *world {
	t.Helper()
	w := &world{
		t: t, ctx: context.Background(), plan: p, chance: rand.New(rand.NewPCG(p.seed, 44)), clocks: newClocks(),
		nextAct: begins, nextScan: begins, upSince: begins, byHand: map[int64]bool{}, suspects: map[int64]suspect{}, wishes: map[reseller.Name]*wish{},
	}
	w.Env = apptest.New(t, "", apptest.OnDatabase(url), apptest.NoAccount(), apptest.WithClock(w.clocks.server),
		apptest.WithConnectors(func(d *app.Database, rules reseller.TLDs) map[string]registry.Connector {
			late := rules["com"]
			late.Name, late.RenewWindowDays = "be", 28 // a registry that only renews this late (T49)
			rules["be"] = late
			w.truly = sandbox.New(d.Store.RegistryDocuments(), rules, w.clocks.truly)
			if p.wired {
				return map[string]registry.Connector{app.SandboxConnector: overEPP(t, w.truly, rules, w.clocks.truly)}
			}
			return map[string]registry.Connector{app.SandboxConnector: w.truly}
		}),
		apptest.WithConfig(func(c *app.Config) { c.Orders.LookFor = 10 * time.Millisecond }))
	w.Sandbox = w.truly
	w.Unclean = true // each life is judged at its own end
	deps := jobs.Deps{
		Orders: payments{w.Orders, w}, Books: w.Store, Events: w.Store, Keys: w.Store, Serials: w.Store, Routes: w.Routes, Sandbox: w.Sandbox, Clock: w.clocks.server, Log: w.App.Log,
	}
	if p.orderly {
		deps.Books = inOrder{w.Store}
	}
	w.table = jobs.New(deps)
	w.settle()
	return w
}

// settle sets prices, opens the accounts and registers the first names over a year, funded so that all of them come about.
func (w *world) settle() {
	w.SetPrices(apptest.Prices("USD", price, tlds...))
	for i := range w.plan.accounts {
		mail := string(rune('a'+i%26)) + strings.Repeat("x", i/26) + "@example.com"
		a := reseller.Account{Email: mail, Name: mail, Currency: "USD", Language: "en"}
		w.accounts = append(w.accounts, w.AddAccount(a, price*int64(1+w.plan.names/w.plan.accounts)))
	}
}

const price = 1000

var tlds = []string{"be", "com", "se"}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("seed %d at %s: %v", w.plan.seed, w.clocks.server.Now(), err)
	}
}

// payments are orders as the jobs have them: paying waits until nobody works at the order, not for a time on the machine's clock.
// Now and then the server's clock is set while a job is at work (T46).
type payments struct {
	*orders.Service
	w *world
}

func (d payments) PayInvoice(ctx context.Context, i reseller.Invoice, _ time.Time) (orders.Result, error) {
	res, err := d.Service.PayInvoice(ctx, i, time.Time{})
	if err != nil {
		if reseller.IsKind(err, reseller.KindFunds) {
			d.w.unpaid(i)
		}
		return res, err
	}
	res.Order, err = d.w.carried(res.Order)
	if d.w.plan.orderly && !d.w.plan.calm && d.w.chance.IntN(200) == 0 {
		d.w.skewClock()
	}
	return res, err
}

// carried waits until nobody works at an order.
func (w *world) carried(o reseller.Order) (reseller.Order, error) {
	for {
		now, err := w.Store.Order(w.ctx, o.ID)
		if err != nil || !now.State.Live() || now.LeaseEnd.IsZero() {
			return now, err
		}
		time.Sleep(200 * time.Microsecond)
	}
}

// inOrder are books whose invoices fall due one by one, in an order that does not depend on their ids.
type inOrder struct{ *store.Store }

func (b inOrder) DueInvoices(ctx context.Context, now time.Time, _ int) ([]reseller.Invoice, error) {
	page, err := b.Store.DueInvoices(ctx, now, 10_000)
	slices.SortFunc(page, func(a, b reseller.Invoice) int {
		if c := a.TryAt.Compare(b.TryAt); c != 0 {
			return c
		}
		return int(a.DomainID - b.DomainID)
	})
	return page[:min(1, len(page))], err
}

// databases of each engine.
var databases = map[string]func(t testing.TB) string{
	"sqlite":  storetest.SQLitePath,
	"mariadb": storetest.MariaDB,
}
