// Package simulation_test lives through years of a registrar's life in virtual time: the real store, desk, jobs and sandbox
// registry, and people whose doings a seed decides. The same seed makes the same life.
package simulation_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// begins is when every simulation begins: a leap day, so that some names are registered on one.
var begins = time.Date(2028, 2, 29, 10, 0, 0, 0, time.UTC)

// sky is the true time, which the registry has. The server's clock may be off.
type sky struct {
	mu   sync.Mutex
	now  time.Time
	skew time.Duration
}

func (s *sky) read() (now time.Time, skew time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now, s.skew
}

func (s *sky) move(now time.Time, skew time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.skew = now, skew
}

// trueClock is the registry's clock.
type trueClock struct{ *sky }

func (c trueClock) Now() time.Time  { now, _ := c.read(); return now }
func (c trueClock) Wall() time.Time { return time.Now().UTC() }

// serverClock is the server's.
type serverClock struct{ *sky }

func (c serverClock) Now() time.Time  { now, skew := c.read(); return now.Add(skew) }
func (c serverClock) Wall() time.Time { return time.Now().UTC() }

// plan says what life is like.
type plan struct {
	seed     uint64
	names    int           // held at the beginning
	years    int           // how long it goes on
	pause    time.Duration // the least time between two looks of the server
	orderly  bool          // invoices are paid one after the other, so that equal seeds make equal lives
	calm     bool          // no faults of registry, server or clock
	accounts int
}

// world is a registrar in virtual time.
type world struct {
	t        *testing.T
	ctx      context.Context
	plan     plan
	chance   *rand.Rand
	sky      *sky
	server   reseller.Clock
	store    *store.Store
	registry *sandbox.Registry
	rules    reseller.TLDs
	routes   *registry.Routes
	desk     *orders.Service
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
	stats      stats
}

// stats are what a life came to.
type stats struct {
	steps, topUps, toggles, manual, downs, skews, faults, missed, suspected int
	offTime                                                                 time.Duration
}

// scratch is where databases of a simulation live: in memory where that can be had, because no power is lost here.
func scratch(t *testing.T) string {
	if dir, err := os.MkdirTemp("/dev/shm", "nameyard-simulation-"); err == nil {
		t.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

func newWorld(t *testing.T, url string, p plan) *world {
	t.Helper()
	heaven := &sky{now: begins}
	w := &world{
		t: t, ctx: context.Background(), plan: p, chance: rand.New(rand.NewPCG(p.seed, 44)), sky: heaven, server: serverClock{heaven},
		nextAct: begins, nextScan: begins, upSince: begins, byHand: map[int64]bool{}, suspects: map[int64]suspect{},
	}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	w.store, err = store.Open(w.ctx, url, w.server, quiet)
	w.must(err)
	t.Cleanup(func() { w.store.Close() })
	_, err = w.store.Migrate(w.ctx)
	w.must(err)
	w.rules, err = reseller.DefaultTLDs()
	w.must(err)
	late := w.rules["com"]
	late.Name, late.RenewWindowDays = "be", 28 // a registry that only renews this late (T49)
	w.rules["be"] = late
	w.registry = sandbox.New(w.store.RegistryDocuments(), w.rules, trueClock{heaven})
	w.routes, err = registry.NewRoutes(w.rules, map[string]registry.Connector{"sandbox": w.registry})
	w.must(err)
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	w.must(err)
	w.desk = orders.New(orders.Config{
		Store: w.store, Routes: w.routes, Clock: w.server, Key: key, Log: quiet, Holder: "simulation",
		Settings: orders.Settings{LookFor: 10 * time.Millisecond},
	})
	t.Cleanup(func() { w.must(w.desk.Drain(w.ctx)) })
	deps := jobs.Deps{
		Orders: desk{w.desk, w}, Books: w.store, Events: w.store, Keys: w.store, Routes: w.routes, Sandbox: w.registry, Clock: w.server, Log: quiet,
	}
	if p.orderly {
		deps.Books = inOrder{w.store}
	}
	w.table = jobs.New(deps)
	w.settle()
	return w
}

// settle sets prices, opens the accounts and registers the first names over a year, funded so that all of them come about.
func (w *world) settle() {
	var list []reseller.Price
	for _, tld := range tlds {
		for years := 1; years <= 10; years++ {
			list = append(list,
				reseller.Price{TLD: tld, Currency: "USD", Operation: reseller.OpRegister, Years: years, Net: price * int64(years)},
				reseller.Price{TLD: tld, Currency: "USD", Operation: reseller.OpRenew, Years: years, Net: price * int64(years)})
		}
	}
	w.must(w.store.SetPrices(w.ctx, list, reseller.Operator))
	for i := range w.plan.accounts {
		mail := string(rune('a'+i%26)) + strings.Repeat("x", i/26) + "@example.com"
		a, err := w.store.AddAccount(w.ctx, reseller.Account{Email: mail, Name: mail, Currency: "USD", Language: "en"}, reseller.Operator)
		w.must(err)
		w.must(w.store.MoveCredit(w.ctx, a, price*int64(1+w.plan.names/w.plan.accounts), "", "to begin with"))
		w.accounts = append(w.accounts, a)
	}
}

const price = 1000

var tlds = []string{"be", "com", "se"}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("seed %d at %s: %v", w.plan.seed, w.server.Now(), err)
	}
}

// desk is the desk as the jobs have it: it waits for the end of a payment's carrying, not for a time on the machine's clock.
// Now and then the server's clock is set while a job is at work (T46).
type desk struct {
	*orders.Service
	w *world
}

func (d desk) PayInvoice(ctx context.Context, i reseller.Invoice, _ time.Time) (orders.Result, error) {
	res, err := d.Service.PayInvoice(ctx, i, time.Time{})
	if err != nil {
		return res, err
	}
	res.Order, err = d.w.carried(res.Order)
	if d.w.plan.orderly && !d.w.plan.calm && d.w.chance.IntN(200) == 0 {
		d.w.skewClock()
	}
	return res, err
}

// carried waits until an order is in nobody's hands.
func (w *world) carried(o reseller.Order) (reseller.Order, error) {
	for {
		now, err := w.store.Order(w.ctx, o.ID)
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
var databases = map[string]func(t *testing.T) string{
	"sqlite":  func(t *testing.T) string { return filepath.Join(scratch(t), "life.db") },
	"mariadb": func(t *testing.T) string { return storetest.MariaDB(t) },
}
