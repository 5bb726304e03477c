// Package orders carries out everything that costs money or changes a registry.
//
// An order is written before the registry hears of it (intent before effect), the registry is called outside any
// transaction, and the outcome is recorded in a second transaction. What is left unfinished by a crash, a lost answer or
// a slow registry is found and finished by Reconcile. docs/orders.md draws the states; reseller.OrderMoves is the table.
//
// The files: desk.go is the desk where orders are placed; buy.go and change.go open them; repeat.go recognises requests
// that came before; carry.go calls the registry; outcome.go records what came of it; follow.go and reconcile.go finish the
// unfinished; kinds.go is the table of order kinds, with one file per group of kinds.
package orders

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Transitions is where orders are kept. The store implements it; each method is a transaction of its own.
type Transitions interface {
	OpenPurchase(ctx context.Context, o reseller.Opening) (reseller.Order, error)
	OpenChange(ctx context.Context, o reseller.Opening) (order reseller.Order, joined bool, err error)
	NextChange(ctx context.Context, domain int64, liveKey, holder string, leaseEnd time.Time, settle time.Duration) (reseller.Order, bool, error)
	ClaimOrder(ctx context.Context, o reseller.Order, holder string, leaseEnd time.Time) (reseller.Order, error)
	MoveOrder(ctx context.Context, m reseller.Move) (reseller.Order, error)
	EndOrder(ctx context.Context, e reseller.Ending) (reseller.Order, error)
	ProlongLease(ctx context.Context, o reseller.Order, until time.Time) error
	Recheck(ctx context.Context, order int64, at time.Time) error
	MarkAnswered(ctx context.Context, told map[int64]reseller.AnswerState) error
}

// Reads is what the desk reads.
type Reads interface {
	Order(ctx context.Context, id int64) (reseller.Order, error)
	OrderByKey(ctx context.Context, account int64, key string, since time.Time) (reseller.Order, error)
	LiveOrder(ctx context.Context, liveKey string) (reseller.Order, error)
	EqualOrder(ctx context.Context, like reseller.Order, since time.Time) (reseller.Order, error)
	LiveChange(ctx context.Context, domain int64, slot string) (reseller.Order, error)
	RegistrationOrder(ctx context.Context, domain int64) (reseller.Order, error)
	DueOrders(ctx context.Context, limit int) ([]reseller.Order, error)
	DueRechecks(ctx context.Context, limit int) ([]reseller.Order, error)
	AuthCode(ctx context.Context, order int64) ([]byte, error)
	UnpaidInvoice(ctx context.Context, domain int64, term time.Time) (reseller.Invoice, error)
}

// Domains is what the desk reads of names and prices.
type Domains interface {
	LiveDomain(ctx context.Context, name reseller.Name) (reseller.Domain, error)
	DomainByID(ctx context.Context, id int64) (reseller.Domain, error)
	Account(ctx context.Context, id int64) (reseller.Account, error)
	Price(ctx context.Context, tld, currency string, op reseller.Operation, years int) (reseller.Price, error)
	MoveDomain(ctx context.Context, m reseller.DomainMove) (reseller.Order, error)
	IssueInvoice(ctx context.Context, d reseller.Domain, i reseller.Invoice) (reseller.Invoice, error)
}

// Forecasts is what the desk reads for forecasts.
type Forecasts interface {
	Balance(ctx context.Context, account int64) (reseller.Balance, error)
	RenewalsAhead(ctx context.Context, account int64, until time.Time, limit int) ([]reseller.ForecastRenewal, error)
}

// Store is everything that the desk needs kept.
type Store interface {
	Transitions
	Reads
	Domains
	Forecasts
}

// Settings are the desk's times. The zero value of a field means its default.
type Settings struct {
	CallTimeout   time.Duration // one registry command, wall time (60 s)
	LeaseFor      time.Duration // how long a carrier that gives no sign of life keeps its order, wall time (15 s)
	LookFor       time.Duration // how long a carrier looks inline for an unknown outcome, wall time (24 s)
	Settle        time.Duration // how long an unanswered command may still take effect, business time (10 min)
	ResendFor     time.Duration // how long a command without effect is sent again, business time since the intent (24 h)
	ReplayWindow  time.Duration // in which an equal renewal or restore is a repeat, business time (10 min)
	RepeatWindow  time.Duration // in which a repeat of an unanswered order, a registration or a transfer is recognised (8 days)
	ReconcileWait time.Duration // until an unfinished order is looked at again, business time (30 s)
	PendingWait   time.Duration // until a pending order is looked at again without a registry message (1 h)
}

func (s Settings) withDefaults() Settings {
	for _, d := range []struct {
		value *time.Duration
		usual time.Duration
	}{
		{&s.CallTimeout, time.Minute},
		{&s.LeaseFor, 15 * time.Second},
		{&s.LookFor, 24 * time.Second},
		{&s.Settle, 10 * time.Minute},
		{&s.ResendFor, 24 * time.Hour},
		{&s.ReplayWindow, 10 * time.Minute},
		{&s.RepeatWindow, 8 * 24 * time.Hour},
		{&s.ReconcileWait, 30 * time.Second},
		{&s.PendingWait, time.Hour},
	} {
		if *d.value == 0 {
			*d.value = d.usual
		}
	}
	return s
}

// Service is where orders are placed, carried out and followed up. It is safe for concurrent use.
type Service struct {
	store    Store
	routes   *registry.Routes
	clock    reseller.Clock
	key      *reseller.SecretKey
	log      *slog.Logger
	set      Settings
	holder   string // this process, in leases
	flights  flights
	told     answers
	carriers sync.WaitGroup
	closing  context.Context // ends when the desk drains: carriers stop waiting and leave the rest to reconcile
	close    context.CancelFunc
}

// Config is what a Desk is made of.
type Config struct {
	Store    Store
	Routes   *registry.Routes
	Clock    reseller.Clock
	Key      *reseller.SecretKey
	Log      *slog.Logger
	Settings Settings
	Holder   string // names this process; unique among the servers on one database
}

// New makes a desk. Call Reconcile soon, and Drain before the process ends.
func New(c Config) *Service {
	d := &Service{
		store: c.Store, routes: c.Routes, clock: c.Clock, key: c.Key, log: c.Log, set: c.Settings.withDefaults(), holder: c.Holder,
	}
	d.closing, d.close = context.WithCancel(context.Background())
	return d
}

// Drain waits until every carrier has recorded how far it came. Carriers that wait for a registry's late word stop
// waiting; a command that is under way gets its time until ctx ends.
func (d *Service) Drain(ctx context.Context) error {
	d.close()
	done := make(chan struct{})
	go func() { d.carriers.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		return ctx.Err()
	}
	return d.FlushAcknowledged(ctx)
}

// Request is what a caller wants done.
type Request struct {
	Caller   reseller.Caller
	Kind     reseller.OrderKind
	Name     reseller.Name
	Domain   *reseller.Domain // the row it starts from; nil for register and transfer
	Adopt    *reseller.Domain // a row of the account that holds no name and becomes the name's; nil = a new one
	Subject  string           // for changes: which wish of the domain it sets
	Desired  reseller.Desired
	AuthCode string // that came in, for transfers
	// Params are what the caller sent, where the wish was made from more than that. Equal requests have equal ones.
	Params any
	// Guarded holds the order against the domain row as it was read: the wish, or Check, depends on more than its term. If the
	// row has changed since, a change is refused with ErrConflict, and a purchase looks at the row anew.
	Guarded bool
	// Unattended says that no caller waits: the house orders by itself. Such a request repeats nothing, and what it orders
	// counts as answered.
	Unattended bool
	Key        string    // idempotency key, optional
	AnswerBy   time.Time // wall time until which to wait for the end; zero = do not wait
	// Check refuses what only a request that is no repeat must fulfil. It sees the domain that the order will start from.
	Check func(reseller.Domain) error
}

// hashed is what makes two requests equal.
func (r Request) hashed() any {
	if r.Params != nil {
		return r.Params
	}
	return r.Desired
}

// Result is how an order stands when its caller is answered.
type Result struct {
	Order  reseller.Order
	Secret string // an auth code that the registry set; shown to the caller and not kept
}
