// Package jobs holds what happens by the clock: one file per job, one table (New), and the scheduler that runs them.
//
// A job may run at any time, twice at once and on several servers: what it does is guarded where it is written. Leadership
// only saves work; nothing correct rests on it.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// Job is one line of the table.
type Job struct {
	Name    string
	Every   time.Duration // wall time between runs
	AtStart bool          // runs when a server starts, too
	// OnEvery says that each server runs it; other jobs run on the one that leads.
	OnEvery bool
	Does    string // in a few words, for people
	Run     func(ctx context.Context) error
}

// Desk carries orders on (orders.Desk).
type Desk interface {
	Reconcile(ctx context.Context) (int, error)
	Follow(ctx context.Context, o reseller.Order) error
	IssueInvoice(ctx context.Context, d reseller.Domain) (reseller.Invoice, error)
	PayInvoice(ctx context.Context, i reseller.Invoice, answerBy time.Time) (orders.Result, error)
	DeleteUnpaid(ctx context.Context, d reseller.Domain, answerBy time.Time) (orders.Result, error)
}

// Books is what the jobs read and change in the store.
type Books interface {
	LiveOrder(ctx context.Context, liveKey string) (reseller.Order, error)
	LiveDomain(ctx context.Context, name reseller.Name) (reseller.Domain, error)
	DomainByID(ctx context.Context, id int64) (reseller.Domain, error)
	ExpiredDomains(ctx context.Context, before time.Time, after int64, limit int) ([]reseller.Domain, error)
	ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error)
	NumberInvoices(ctx context.Context, limit int) (int, error)
	AddEvent(ctx context.Context, e reseller.Event) error
	Renewals
}

// Renewals is what the renewal jobs read and change in the store.
type Renewals interface {
	RenewalCandidates(ctx context.Context, tlds []string, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error)
	DueInvoices(ctx context.Context, now time.Time, limit int) ([]reseller.Invoice, error)
	PostponeInvoice(ctx context.Context, i reseller.Invoice, until time.Time) (reseller.Invoice, error)
	OverdueDomains(ctx context.Context, tlds []string, before time.Time, after int64, limit int) ([]reseller.Domain, error)
}

// Ticker makes the sandbox registry do what is due there (registry/local).
type Ticker interface {
	Tick(ctx context.Context) error
}

// Deps is what the jobs work with.
type Deps struct {
	Desk    Desk
	Books   Books
	Events  Events
	Routes  *registry.Routes
	Sandbox Ticker // nil without a sandbox registry

	Restored  RestoredBooks // both nil where no backup is restored
	Recoverer Recoverer
	Clock     reseller.Clock
	Log       *slog.Logger
}

// The names of the jobs that others speak of.
const (
	Reconcile     = "reconcile"
	Messages      = "registry-messages"
	Lifecycle     = "lifecycle"
	AutoRenew     = "auto-renew"
	Unpaid        = "unpaid"
	Numbers       = "invoice-numbers"
	EventNumbers  = "events"
	SandboxLiving = "sandbox-registry"
	AfterRestore  = "after-restore"
)

// Table is the table of jobs. It is safe for concurrent use.
type Table struct {
	jobs  []Job
	locks map[string]*sync.Mutex
}

// New makes the table.
func New(d Deps) *Table {
	t := &Table{jobs: []Job{
		{Reconcile, 30 * time.Second, true, true, "finds out what became of unfinished orders and finishes them", reconcile(d)},
		{Messages, time.Minute, false, false, "reads the registries' messages and acts on them", reconciled(d, messages(d))},
		{Lifecycle, time.Hour, false, false, "follows names past their expiry through the registry's life cycle", reconciled(d, lifecycle(d))},
		{AutoRenew, time.Minute, true, false, "invoices names whose renewal window opens and renews them from credit", reconciled(d, autoRenew(d))},
		{Unpaid, time.Hour, true, false, "deletes names that their registry renewed and nobody paid for", reconciled(d, deleteUnpaid(d))},
		{Numbers, 10 * time.Second, false, false, "numbers invoices, gapless per year", invoiceNumbers(d)},
		{EventNumbers, 2 * time.Second, false, false, "numbers events, so that their readers miss none", events(d)},
	}, locks: map[string]*sync.Mutex{}}
	if d.Restored != nil {
		t.jobs = append(t.jobs, Job{AfterRestore, 30 * time.Second, true, false, "compares a restored database with the registries before it sells", afterRestore(d)})
	}
	if d.Sandbox != nil {
		t.jobs = append(t.jobs, Job{SandboxLiving, 5 * time.Second, false, false, "lets the sandbox registry do what is due", d.Sandbox.Tick})
	}
	for _, j := range t.jobs {
		t.locks[j.Name] = &sync.Mutex{}
	}
	return t
}

// Jobs lists the table.
func (t *Table) Jobs() []Job { return t.jobs }

// Run runs one job now and waits for it; one that is running is waited for first. The error of an unknown name is of kind
// not_found.
func (t *Table) Run(ctx context.Context, name string) error {
	for _, j := range t.jobs {
		if j.Name != name {
			continue
		}
		t.locks[name].Lock()
		defer t.locks[name].Unlock()
		if err := j.Run(ctx); err != nil {
			return fmt.Errorf("job %s: %w", name, err)
		}
		return nil
	}
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no job %q; \"nameyard job list\" shows them", name)
}

// actor is a job in audit records.
func actor(job string) reseller.Actor { return reseller.Actor{Name: "job " + job} }
