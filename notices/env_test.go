package notices_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

var update = flag.Bool("update", false, "rewrite the mails in testdata")

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// templates are the built-in ones, read once.
var templates = sync.OnceValues(func() (*notices.Templates, error) { return notices.LoadTemplates("") })

// fixture is a Service with what is around it.
type fixture struct {
	*memory
	service  *notices.Service
	mailer   *fakeMailer
	forecast reseller.Forecast
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	w := &fixture{
		memory: &memory{
			t: t, clock: clocktest.New(noon), domains: map[int64]*reseller.Domain{}, invoices: map[int64]reseller.Invoice{}, causes: map[string]bool{},
			accounts: map[int64]reseller.Account{
				7: {ID: 7, Email: "shop@example.com", Name: "Shop", Currency: "SEK", TaxRatePPM: 250000, Language: "en"},
				8: {ID: 8, Email: "butik@example.com", Name: "Butik", Currency: "SEK", Language: "sv"},
			},
		},
		mailer: &fakeMailer{},
	}
	w.service = notices.New(notices.Config{
		Store: w.memory, Forecasts: w, Rules: rules, Templates: texts, Mailer: w.mailer, House: "Yard", Operator: "operator@example.net",
		Clock: w.clock, Log: slog.New(slog.DiscardHandler),
	})
	return w
}

func (w *fixture) LookAhead(context.Context, reseller.Account, reseller.ForecastChoice) (reseller.Forecast, error) {
	return w.forecast, nil
}

func (w *fixture) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// held puts a name into an account that is paid through a time.
func (w *fixture) held(account int64, paid time.Time) *reseller.Domain {
	w.t.Helper()
	id := int64(len(w.domains) + 1)
	name, err := reseller.ParseName(fmt.Sprintf("name%d", id), "com")
	w.must(err)
	d := &reseller.Domain{ID: id, AccountID: account, Name: name, State: reseller.DomainActive, PaidThrough: paid, RegistryExpiry: paid}
	w.domains[id] = d
	return d
}

// happens writes an event and has its mail written.
func (w *fixture) happens(e reseller.Event) {
	w.t.Helper()
	e.ID, e.Seq = int64(len(w.events)+1), int64(len(w.events)+1)
	if e.At.IsZero() {
		e.At = w.clock.Now()
	}
	w.events = append(w.events, e)
	w.must(w.service.WriteMails(w.t.Context()))
}

// last is the newest mail; an empty one if there is none after a number of them.
func (w *fixture) last(after int) reseller.Mail {
	if len(w.mails) <= after {
		return reseller.Mail{}
	}
	return *w.mails[len(w.mails)-1]
}

// fakeMailer remembers what it took.
type fakeMailer struct {
	away     error // Open fails
	refuses  map[string]error
	took     []notices.Message
	sessions int
}

func (c *fakeMailer) Open(context.Context) (notices.Session, error) {
	c.sessions++
	if c.away != nil {
		return nil, c.away
	}
	return c, nil
}

func (c *fakeMailer) Send(_ context.Context, p notices.Message) error {
	if err := c.refuses[p.To]; err != nil {
		return err
	}
	c.took = append(c.took, p)
	return nil
}

func (c *fakeMailer) Close() error { return nil }
