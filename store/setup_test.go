package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// schema is the one that the store migrates to.
var schema = storetest.NewSchema(func(ctx context.Context, url string) error {
	s, err := store.Open(ctx, url, &clock{now: noon}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	_, err = s.Migrate(ctx)
	return errors.Join(err, s.Close())
})

// onBoth runs a story on a fresh database of each engine.
func onBoth(t *testing.T, story func(t *testing.T, h *house)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		story(t, another(t, schema.SQLitePath(t), &clock{now: noon}))
	})
	t.Run("mariadb", func(t *testing.T) {
		t.Parallel()
		story(t, another(t, schema.MariaDB(t), &clock{now: noon}))
	})
}

// clock is a clock that stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wall() time.Time { return c.Now() }

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// house is a store with what stories need around it.
type house struct {
	*store.Store
	t     testing.TB
	ctx   context.Context
	url   string
	clock *clock
}

// noon is when every story begins. It has more digits than a database keeps.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC)

// open opens a database that is empty and brings its schema up to date.
func open(t testing.TB, url string) *house {
	t.Helper()
	h := another(t, url, &clock{now: noon})
	if _, err := h.Migrate(h.ctx); err != nil {
		t.Fatal(err)
	}
	return h
}

// another opens one more handle on a database, as a second server would.
func another(t testing.TB, url string, c *clock) *house {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, url, c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &house{s, t, ctx, url, c}
}

// must gives v, or ends the test.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func name(t testing.TB, sld string) reseller.Name {
	t.Helper()
	return must[reseller.Name](t)(reseller.ParseName(sld, "com"))
}

// account makes a reseller with credit in minor units of SEK.
func (h *house) account(email string, credit int64) reseller.Account {
	h.t.Helper()
	a := must[reseller.Account](h.t)(h.AddAccount(h.ctx, reseller.Account{
		Email: email, Name: "Shop", Currency: "SEK", TaxRatePPM: 250000, Language: "en",
	}, reseller.Operator))
	if credit > 0 {
		ok(h.t, h.MoveCredit(h.ctx, a, credit, "", "opening"))
	}
	return a
}

// registration is an opening for a name at 80.00 + 20.00 SEK.
func (h *house) registration(a reseller.Account, n reseller.Name) reseller.Opening {
	now := h.clock.Now()
	return reseller.Opening{
		Order: reseller.Order{
			AccountID: a.ID, Kind: reseller.OrderRegister, Name: n, State: reseller.OrderSending, ParamsHash: "h",
			Desired: reseller.Desired{Years: 1}, Charge: reseller.Charge{Currency: "SEK", Net: 8000, Tax: 2000}, ClTRIDBase: reseller.NewClTRIDBase(),
			Attempt: 1, CreatedAt: now, SentAt: now, DueAt: now, LeaseEnd: now.Add(time.Minute),
		},
		LiveKey: "name:" + n.String(), Holder: "one",
		Domain: &reseller.Domain{AccountID: a.ID, Name: n, State: reseller.DomainPendingRegister, Version: 1, CreatedAt: now},
	}
}

// done ends a registration or renewal as the registry's yes would.
func (h *house) done(o reseller.Order) reseller.Order {
	h.t.Helper()
	return must[reseller.Order](h.t)(h.EndOrder(h.ctx, reseller.Ending{Order: o, To: reseller.OrderDone, Apply: func(d *reseller.Domain) {
		d.State = reseller.DomainActive
		if d.RegisteredAt.IsZero() {
			d.RegisteredAt, d.PaidThrough = noon, noon
		}
		d.PaidThrough = reseller.AddYears(d.PaidThrough, o.Desired.Years)
		d.RegistryExpiry = d.PaidThrough
	}}))
}

func (h *house) refused(o reseller.Order) reseller.Order {
	h.t.Helper()
	return must[reseller.Order](h.t)(h.EndOrder(h.ctx, reseller.Ending{
		Order: o, To: reseller.OrderRefused, Code: reseller.CodeRefused, Reason: "no", Apply: func(d *reseller.Domain) {
			if d.State == reseller.DomainPendingRegister {
				d.State = reseller.DomainRefused
			}
		},
	}))
}

// domain registers a name for an account.
func (h *house) domain(a reseller.Account, sld string) reseller.Domain {
	h.t.Helper()
	o := h.done(must[reseller.Order](h.t)(h.OpenPurchase(h.ctx, h.registration(a, name(h.t, sld)))))
	return must[reseller.Domain](h.t)(h.DomainByID(h.ctx, o.DomainID))
}

// renewal is an opening for one more year of a domain.
func (h *house) renewal(d reseller.Domain) reseller.Opening {
	now := h.clock.Now()
	return reseller.Opening{
		Order: reseller.Order{
			AccountID: d.AccountID, DomainID: d.ID, Kind: reseller.OrderRenew, Name: d.Name, State: reseller.OrderSending, ParamsHash: "r",
			Desired: reseller.Desired{Years: 1}, Charge: reseller.Charge{Currency: "SEK", Net: 8000, Tax: 2000}, ClTRIDBase: reseller.NewClTRIDBase(),
			FrozenExpiry: d.RegistryExpiry, PaidFrom: d.PaidThrough, Attempt: 1, CreatedAt: now, SentAt: now, DueAt: now,
			LeaseEnd: now.Add(time.Minute),
		},
		LiveKey: fmt.Sprintf("renew:%d:%s", d.ID, d.PaidThrough.Format(time.DateOnly)), Holder: "one",
	}
}

// change is an opening for a change of one subject of a domain.
func (h *house) change(d reseller.Domain, subject, hash string) reseller.Opening {
	now := h.clock.Now()
	return reseller.Opening{
		Order: reseller.Order{
			AccountID: d.AccountID, DomainID: d.ID, Kind: reseller.OrderNameservers, Name: d.Name, State: reseller.OrderSending,
			ParamsHash: hash, Subject: subject, Desired: reseller.Desired{Nameservers: []string{hash}}, Charge: reseller.Charge{Currency: "SEK"},
			ClTRIDBase: reseller.NewClTRIDBase(), Attempt: 1, CreatedAt: now, SentAt: now, DueAt: now, LeaseEnd: now.Add(time.Minute),
		},
		LiveKey: changeKey(d), Holder: "one", Settle: 10 * time.Minute,
	}
}

func changeKey(d reseller.Domain) string { return fmt.Sprintf("change:%d", d.ID) }

// credit checks an account's balance.
func (h *house) credit(a reseller.Account, available, held int64) {
	h.t.Helper()
	b := must[reseller.Balance](h.t)(h.Balance(h.ctx, a.ID))
	if b.Available != available || b.Held != held {
		h.t.Errorf("%s has %d available and %d held, want %d and %d", a.Email, b.Available, b.Held, available, held)
	}
}

// ledger gives the kinds of an account's entries, oldest first, and checks that each sums to zero.
func (h *house) ledger(a reseller.Account) string {
	h.t.Helper()
	kinds := ""
	for _, e := range must[[]reseller.Entry](h.t)(h.Entries(h.ctx, a.ID, 0, 1000)) {
		sum := int64(0)
		for _, p := range e.Postings {
			sum += p.Amount
		}
		equal(h.t, fmt.Sprintf("the sum of entry %d", e.ID), sum, 0)
		kinds += string(e.Kind) + " "
	}
	return kinds
}

// atOnce runs n calls at the same time and gives their errors.
func atOnce(n int, call func(i int) error) []error {
	errs := make([]error, n)
	var calls sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		calls.Go(func() {
			<-start
			errs[i] = call(i)
		})
	}
	close(start)
	calls.Wait()
	return errs
}
