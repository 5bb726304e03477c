package notices_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

var update = flag.Bool("update", false, "rewrite the mails in testdata")

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// shelf keeps in memory what notices ask for. The store's own tests hold its part of the bargain on both engines.
type shelf struct {
	notices.Store
	t        testing.TB
	clock    *clocktest.Clock
	accounts map[int64]reseller.Account
	domains  map[int64]*reseller.Domain
	invoices map[int64]reseller.Invoice
	events   []reseller.Event
	orders   []reseller.Order
	cursor   int64
	readAt   time.Time
	mails    []*reseller.Mail
	causes   map[string]bool
	balance  int64
	low      reseller.LowCredit
	numbered int
	final    int  // so many mails from the first on are in a final state
	lostMark bool // the next mark does not happen, as if the process had died before it
}

var errDied = errors.New("the process died")

func (s *shelf) Account(_ context.Context, id int64) (reseller.Account, error) {
	if a, ok := s.accounts[id]; ok {
		return a, nil
	}
	return reseller.Account{}, reseller.ErrNotFound
}

func (s *shelf) DomainByID(_ context.Context, id int64) (reseller.Domain, error) {
	if d, ok := s.domains[id]; ok {
		return *d, nil
	}
	return reseller.Domain{}, reseller.ErrNotFound
}

func (s *shelf) Invoice(_ context.Context, _ int64, number string) (reseller.Invoice, error) {
	for id, i := range s.invoices {
		if fmt.Sprint(id) == number {
			return i, nil
		}
	}
	return reseller.Invoice{}, reseller.ErrNotFound
}

func (s *shelf) NumberInvoices(context.Context, int) (int, error) { s.numbered++; return 0, nil }

func (s *shelf) Balance(context.Context, int64) (reseller.Balance, error) {
	return reseller.Balance{Available: s.balance, Currency: "SEK"}, nil
}

func (s *shelf) Price(_ context.Context, _, currency string, op reseller.Operation, years int) (reseller.Price, error) {
	if op != reseller.OpRestore || years != 1 {
		return reseller.Price{}, reseller.ErrNotFound
	}
	return reseller.Price{Currency: currency, Operation: op, Years: 1, Net: 800_00}, nil
}

func (s *shelf) EventCursor(context.Context, string) (reseller.Reading, error) {
	return reseller.Reading{Seq: s.cursor, At: s.readAt}, nil
}

func (s *shelf) Events(_ context.Context, _, after int64, limit int) ([]reseller.Event, error) {
	return s.events[after:min(int(after)+limit, len(s.events))], nil
}

func (s *shelf) SaveNotices(ctx context.Context, n reseller.Notices) error {
	if n.From != s.cursor {
		return reseller.ErrConflict
	}
	s.cursor, s.readAt = n.To, s.clock.Now()
	return s.AddMails(ctx, n.Mails)
}

func (s *shelf) AddMails(_ context.Context, mails []reseller.Mail) error {
	for _, m := range mails {
		if s.causes[m.Cause] {
			continue
		}
		s.causes[m.Cause] = true
		m.ID, m.State, m.QueuedAt, m.NextTry, m.CreatedAt = int64(len(s.mails)+1), reseller.MailWaiting, s.clock.Wall(), s.clock.Wall(), s.clock.Now()
		s.mails = append(s.mails, &m)
	}
	return nil
}

func (s *shelf) KnownCauses(_ context.Context, causes []string) (map[string]bool, error) {
	known := map[string]bool{}
	for _, c := range causes {
		known[c] = s.causes[c]
	}
	return known, nil
}

func (s *shelf) Expiring(_ context.Context, from, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error) {
	var list []reseller.Domain
	for id := after.ID + 1; id <= int64(len(s.domains)) && len(list) < limit; id++ {
		if d := s.domains[id]; d.State == reseller.DomainActive && d.PaidThrough.After(from) && !d.PaidThrough.After(until) {
			list = append(list, *d)
		}
	}
	return list, nil
}

func (s *shelf) UnclearOrders(context.Context, time.Time, int) ([]reseller.Order, error) {
	return s.orders, nil
}

func (s *shelf) AccountsWithRenewals(context.Context, time.Time) ([]int64, error) {
	return []int64{7}, nil
}

func (s *shelf) LowCredit(context.Context, int64) (reseller.LowCredit, error) { return s.low, nil }

func (s *shelf) FirstLowCredit(_ context.Context, after time.Time) (time.Time, error) {
	if s.low.Low && s.low.ToldAt.After(after) {
		return s.low.ToldAt, nil
	}
	return time.Time{}, nil
}

func (s *shelf) SaveLowCredit(ctx context.Context, before, now reseller.LowCredit, mails ...reseller.Mail) error {
	if before != s.low {
		return reseller.ErrConflict
	}
	s.low = now
	return s.AddMails(ctx, mails)
}

func (s *shelf) DueMails(_ context.Context, limit int) ([]reseller.Mail, error) {
	var list []reseller.Mail
	for s.final < len(s.mails) && s.mails[s.final].State != reseller.MailWaiting {
		s.final++
	}
	for _, m := range s.mails[s.final:] {
		if m.State == reseller.MailWaiting && !m.NextTry.After(s.clock.Wall()) && len(list) < limit {
			list = append(list, *m)
		}
	}
	return list, nil
}

func (s *shelf) ClaimMail(_ context.Context, m reseller.Mail, until time.Time) (reseller.Mail, error) {
	kept := s.mails[m.ID-1]
	if kept.Attempts != m.Attempts {
		return m, reseller.ErrConflict
	}
	kept.Attempts, kept.NextTry = kept.Attempts+1, until
	return *kept, nil
}

func (s *shelf) MarkMail(_ context.Context, m reseller.Mail) error {
	if s.lostMark {
		s.lostMark = false
		return errDied
	}
	*s.mails[m.ID-1] = m
	return nil
}

// world is an office with what is around it.
type world struct {
	*shelf
	office   *notices.Service
	carrier  *carrier
	forecast reseller.Forecast
}

func newWorld(t testing.TB) *world {
	t.Helper()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := notices.LoadTemplates("")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		shelf: &shelf{
			t: t, clock: clocktest.New(noon), domains: map[int64]*reseller.Domain{}, invoices: map[int64]reseller.Invoice{}, causes: map[string]bool{},
			accounts: map[int64]reseller.Account{
				7: {ID: 7, Email: "shop@example.com", Name: "Shop", Currency: "SEK", TaxRatePPM: 250000, Language: "en"},
				8: {ID: 8, Email: "butik@example.com", Name: "Butik", Currency: "SEK", Language: "sv"},
			},
		},
		carrier: &carrier{},
	}
	w.office = notices.New(notices.Config{
		Store: w.shelf, Forecasts: w, Rules: rules, Templates: texts, Mailer: w.carrier, House: "Yard", Operator: "operator@example.net",
		Clock: w.clock, Log: slog.New(slog.DiscardHandler),
	})
	return w
}

func (w *world) Forecast(context.Context, reseller.Account) (reseller.Forecast, error) {
	return w.forecast, nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// held puts a name into an account that is paid through a time.
func (w *world) held(account int64, paid time.Time) *reseller.Domain {
	w.t.Helper()
	id := int64(len(w.domains) + 1)
	name, err := reseller.ParseName(fmt.Sprintf("name%d", id), "com")
	w.must(err)
	d := &reseller.Domain{ID: id, AccountID: account, Name: name, State: reseller.DomainActive, PaidThrough: paid, RegistryExpiry: paid}
	w.domains[id] = d
	return d
}

// happens writes an event and has its mail written.
func (w *world) happens(e reseller.Event) {
	w.t.Helper()
	e.ID, e.Seq = int64(len(w.events)+1), int64(len(w.events)+1)
	if e.At.IsZero() {
		e.At = w.clock.Now()
	}
	w.events = append(w.events, e)
	w.must(w.office.WriteMails(w.t.Context()))
}

// last is the newest mail; an empty one if there is none after a number of them.
func (w *world) last(after int) reseller.Mail {
	if len(w.mails) <= after {
		return reseller.Mail{}
	}
	return *w.mails[len(w.mails)-1]
}

// carrier remembers what it took.
type carrier struct {
	away    error // Open fails
	refuses map[string]error
	took    []notices.Message
	rounds  int
}

func (c *carrier) Open(context.Context) (notices.Session, error) {
	c.rounds++
	if c.away != nil {
		return nil, c.away
	}
	return c, nil
}

func (c *carrier) Send(_ context.Context, p notices.Message) error {
	if err := c.refuses[p.To]; err != nil {
		return err
	}
	c.took = append(c.took, p)
	return nil
}

func (c *carrier) Close() error { return nil }
