package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// fixture is what the jobs of a story see.
type fixture struct {
	books    *books
	registry *fakeRegistry
	orders   *fakeOrders
	deps     jobs.Deps
	table    *jobs.Table
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	w := &fixture{
		books:    &books{domains: map[string]*reseller.Domain{}, orders: map[string]reseller.Order{}},
		registry: &fakeRegistry{shows: map[string]registry.Registration{}, fails: map[string]error{}},
		orders:   &fakeOrders{},
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": w.registry})
	if err != nil {
		t.Fatal(err)
	}
	w.deps = jobs.Deps{Orders: w.orders, Books: w.books, Routes: routes, Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler)}
	w.table = jobs.New(w.deps)
	return w
}

func (w *fixture) run(t testing.TB, job string) {
	t.Helper()
	if err := w.table.Run(t.Context(), job); err != nil {
		t.Fatal(err)
	}
}

// held puts a name into an account that expires at the registry at a time.
func (w *fixture) held(t testing.TB, sld string, expires time.Time) *reseller.Domain {
	t.Helper()
	d := &reseller.Domain{
		ID: int64(len(w.books.domains) + 1), AccountID: 7, Name: nameOf(t, sld), State: reseller.DomainActive,
		RegistryExpiry: expires, PaidThrough: expires,
	}
	w.books.domains[d.Name.String()] = d
	return d
}

func nameOf(t testing.TB, sld string) reseller.Name {
	t.Helper()
	name, err := reseller.ParseName(sld, "com")
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// books keeps domains and orders in maps.
type books struct {
	mu       sync.Mutex
	domains  map[string]*reseller.Domain
	orders   map[string]reseller.Order // by live key
	changes  []string                  // actions that were audited
	meddle   func(*reseller.Domain)    // what somebody else does just before a change
	numbered int
	kept     []string // words of messages for the operator
}

func (b *books) Order(_ context.Context, id int64) (reseller.Order, error) {
	return reseller.Order{ID: id, State: reseller.OrderDone}, nil
}

func (b *books) OrderByClTRIDBase(context.Context, string) (reseller.Order, error) {
	return reseller.Order{}, reseller.ErrNotFound
}

func (b *books) LiveOrder(_ context.Context, key string) (reseller.Order, error) {
	if o, ok := b.orders[key]; ok {
		return o, nil
	}
	return reseller.Order{}, reseller.ErrNotFound
}

func (b *books) LiveDomain(_ context.Context, name reseller.Name) (reseller.Domain, error) {
	if d, ok := b.domains[name.String()]; ok && d.State.Live() {
		return *d, nil
	}
	return reseller.Domain{}, reseller.ErrNotFound
}

func (b *books) ExpiredDomains(_ context.Context, before time.Time, after int64, limit int) ([]reseller.Domain, error) {
	var list []reseller.Domain
	for id := after + 1; id <= int64(len(b.domains)) && len(list) < limit; id++ {
		for _, d := range b.domains {
			if d.ID == id && d.State.Held() && d.RegistryExpiry.Before(before) {
				list = append(list, *d)
			}
		}
	}
	return list, nil
}

func (b *books) ChangeDomain(_ context.Context, id int64, _ reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range b.domains {
		if d.ID != id {
			continue
		}
		if b.meddle != nil {
			b.meddle(d)
		}
		row := *d
		if err := apply(&row); err != nil {
			return row, err
		}
		*d = row
		b.changes = append(b.changes, action)
		return row, nil
	}
	return reseller.Domain{}, reseller.ErrNotFound
}

func (b *books) DomainByID(_ context.Context, id int64) (reseller.Domain, error) {
	for _, d := range b.domains {
		if d.ID == id {
			return *d, nil
		}
	}
	for _, o := range b.orders {
		if o.DomainID == id {
			return reseller.Domain{ID: id, Name: o.Name, State: reseller.DomainPendingRegister}, nil
		}
	}
	return reseller.Domain{}, reseller.ErrNotFound
}

// The stories with these books sell nothing: nothing is to be renewed, paid or deleted.
func (b *books) RenewalCandidates(context.Context, []string, time.Time, reseller.Domain, int) ([]reseller.Domain, error) {
	return nil, nil
}

func (b *books) DueInvoices(context.Context, time.Time, int) ([]reseller.Invoice, error) {
	return nil, nil
}

func (b *books) PostponeInvoice(_ context.Context, i reseller.Invoice, _ time.Time) (reseller.Invoice, error) {
	return i, nil
}

func (b *books) MayDepart(context.Context, int64) error { return nil }

func (b *books) OverdueDomains(context.Context, []string, time.Time, int64, int) ([]reseller.Domain, error) {
	return nil, nil
}

func (b *books) NextInvoiceTry(context.Context, time.Time) (time.Time, error) {
	return time.Time{}, nil
}

func (b *books) NextPaidThrough(context.Context, []string, time.Time) (time.Time, error) {
	return time.Time{}, nil
}

func (b *books) UnfinishedStops(context.Context) ([]int64, error) { return nil, nil }

func (b *books) CarryStop(context.Context, int64, reseller.Actor) error { return nil }

func (b *books) NoteVerification(_ context.Context, id int64, v reseller.Verification, _ reseller.Event, _ reseller.Actor) error {
	for _, d := range b.domains {
		if d.ID == id {
			d.Verification = v
		}
	}
	return nil
}

func (b *books) NoteHold(context.Context, int64, reseller.Hold, reseller.Event, reseller.Actor) error {
	return nil
}

func (b *books) KeepRegistryMessage(_ context.Context, m reseller.RegistryMessage) error {
	b.kept = append(b.kept, m.Words)
	return nil
}

func (b *books) AddEvent(context.Context, reseller.Event) error { return nil }

func (b *books) NumberInvoices(context.Context, int) (int, error) {
	b.numbered++
	return 1, nil
}

// fakeOrders notes what it was asked for.
type fakeOrders struct {
	jobs.Orders
	mu         sync.Mutex
	followed   []int64
	reconciled int
	fails      error
	onRun      func()
}

func (o *fakeOrders) Reconcile(context.Context) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reconciled++
	if o.onRun != nil {
		o.onRun()
	}
	return 1, o.fails
}

func (o *fakeOrders) FollowTold(_ context.Context, order reseller.Order, _ *registry.Found) error {
	o.followed = append(o.followed, order.ID)
	return o.fails
}

var errAway = errors.New("away")

// fakeRegistry shows what it is told to show, and has a message queue. Commands that jobs never send are not there.
type fakeRegistry struct {
	registry.Connector
	shows   map[string]registry.Registration
	fails   map[string]error
	queue   []registry.Message
	asked   []string
	account string // as whom it acts
}

func (r *fakeRegistry) Account() string { return r.account }

func (r *fakeRegistry) Info(_ context.Context, name reseller.Name) (registry.Registration, error) {
	r.asked = append(r.asked, name.String())
	if err := r.fails[name.String()]; err != nil {
		return registry.Registration{}, err
	}
	if shown, ok := r.shows[name.String()]; ok {
		return shown, nil
	}
	return registry.Registration{}, registry.ErrNoSuchName
}

func (r *fakeRegistry) Poll(context.Context) (*registry.Message, error) {
	if len(r.queue) == 0 {
		return nil, nil
	}
	return &r.queue[0], nil
}

func (r *fakeRegistry) Ack(_ context.Context, id string) error {
	if len(r.queue) == 0 || r.queue[0].ID != id {
		return registry.Refuse(registry.CodeNoObject, "no message %s", id)
	}
	r.queue = r.queue[1:]
	return nil
}

// tell puts a message into the queue.
func (r *fakeRegistry) tell(kind registry.MessageKind, name reseller.Name) {
	r.queue = append(r.queue, registry.Message{ID: string(kind), At: noon.Add(-time.Hour), Kind: kind, Name: name, Words: "the registry's words"})
}
