// Package jobs holds what happens by the clock: one file per job, one table (New), and the scheduler that runs them.
//
// A job may run at any time, twice at once and on several servers: what it does is guarded where it is written. Leadership
// only saves work; nothing correct rests on it.
package jobs

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// Job is one line of the table.
type Job struct {
	Name    string
	Every   time.Duration // wall time between runs
	AtStart bool          // runs when a server starts, too
	Nightly bool          // runs at 02:00 UTC in place of by the period
	// OnEvery says that each server runs it; other jobs run on the one that leads.
	OnEvery bool
	Does    string // in a few words, for people
	Run     func(ctx context.Context) error
	// Due tells when the job next has something to do by business time, zero = it does not know of anything. nil: it does
	// not go by business time. The sandbox clock steps from one due time to the next.
	Due func(ctx context.Context) (time.Time, error)
	// AtSteps says that the job runs when the sandbox clock has made a step, too: what it looks at may have come due.
	AtSteps bool
}

// Orders carries orders on (orders.Service).
type Orders interface {
	Reconcile(ctx context.Context) (int, error)
	FollowTold(ctx context.Context, o reseller.Order, told *registry.Found) error
	IssueInvoice(ctx context.Context, d reseller.Domain) (reseller.Invoice, error)
	PayInvoice(ctx context.Context, i reseller.Invoice, answerBy time.Time) (orders.Result, error)
	Await(ctx context.Context, o reseller.Order, answerBy time.Time) (orders.Result, error)
	DeleteUnpaid(ctx context.Context, d reseller.Domain, answerBy time.Time) (orders.Result, error)
}

// Books is what the jobs read and change in the store.
type Books interface {
	Order(ctx context.Context, id int64) (reseller.Order, error)
	LiveOrder(ctx context.Context, liveKey string) (reseller.Order, error)
	OrderByClTRIDBase(ctx context.Context, base string) (reseller.Order, error)
	LiveDomain(ctx context.Context, name reseller.Name) (reseller.Domain, error)
	DomainByID(ctx context.Context, id int64) (reseller.Domain, error)
	ExpiredDomains(ctx context.Context, before time.Time, after int64, limit int) ([]reseller.Domain, error)
	ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error)
	NumberInvoices(ctx context.Context, limit int) (int, error)
	AddEvent(ctx context.Context, e reseller.Event) error
	NoteHold(ctx context.Context, domain int64, h reseller.Hold, e reseller.Event, by reseller.Actor) error
	NoteVerification(ctx context.Context, domain int64, v reseller.Verification, e reseller.Event, by reseller.Actor) error
	KeepRegistryMessage(ctx context.Context, m reseller.RegistryMessage) error
	Renewals
}

// Renewals is what the renewal jobs read and change in the store.
type Renewals interface {
	RenewalCandidates(ctx context.Context, tlds []string, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error)
	DueInvoices(ctx context.Context, now time.Time, limit int) ([]reseller.Invoice, error)
	PostponeInvoice(ctx context.Context, i reseller.Invoice, until time.Time) (reseller.Invoice, error)
	NextInvoiceTry(ctx context.Context, after time.Time) (time.Time, error)
	NextPaidThrough(ctx context.Context, tlds []string, after time.Time) (time.Time, error)
	UnfinishedStops(ctx context.Context) ([]int64, error)
	CarryStop(ctx context.Context, account int64, by reseller.Actor) error
	MayDepart(ctx context.Context, domain int64) error
	OverdueDomains(ctx context.Context, tlds []string, before time.Time, after int64, limit int) ([]reseller.Domain, error)
}

// Ticker makes the sandbox registry do what is due there (registry/sandbox).
type Ticker interface {
	Tick(ctx context.Context) error
}

// Deps is what the jobs work with.
type Deps struct {
	Orders   Orders
	Books    Books
	Events   Events
	Audit    Audit
	Notices  Notices  // nil = no mails are written
	Webhooks Webhooks // nil = nothing is posted
	Keys     Keys
	Spending Spending
	Prices   PlannedPrices // nil = prices do not change by the clock
	Serials  Serials
	Payments Payments // nil = there is no payment provider
	DNSSEC   DNSSEC
	Aliases  Aliases
	Parking  bool // names that have expired are parked
	Routes   *registry.Routes
	Sandbox  Ticker // nil without a sandbox registry

	Figures  func(context.Context) error // keeps what this server sees of registries; nil = nothing is kept
	Sweeps   Sweeps                      // nil = names are not compared with their registries
	Recovery Recovery                    // nil where no backup is restored
	Backups  Backups
	Verify   func(context.Context) error // holds the books against one another; nil = not here
	Alerts   func(context.Context) error // tells the operator of what needs a person; nil = not here
	Pruner   Pruner                      // nil = nothing is deleted
	Tidy     func(context.Context) error // deletes certificates that ended long ago; nil = none is
	Clock    reseller.Clock
	Log      *slog.Logger
}

// The names of the jobs that others speak of.
const (
	Reconcile    = "reconcile"
	Messages     = "registry-messages"
	Lifecycle    = "lifecycle"
	Sweep        = "registry-sweep"
	AutoRenew    = "auto-renew"
	Prices       = "planned-prices"
	Unpaid       = "unpaid"
	Numbers      = "invoice-numbers"
	EventNumbers = "events"
	AuditChain   = "audit-chain"

	NoticesOfEvents  = "notices"
	ExpiryNotices    = "expiry-notices"
	CreditNotices    = "credit-notices"
	OperatorNotices  = "operator-notices"
	ForwardTargets   = "forward-targets"
	Mail             = "mail"
	DailyMails       = "daily-mails"
	RegistryFunds    = "registry-funds"
	RegistryFindings = "registry-findings"

	WebhookEvents  = "webhooks"
	WebhookPosts   = "webhook-posts"
	WebhookRetries = "webhook-retries"

	Signing = "dnssec-signing"
	Signed  = "dnssec-signed"

	CardPayments    = "card-payments"
	ComparePayments = "card-comparison"
	TopUps          = "automatic-top-up"

	OldKeys       = "old-keys"
	Spend         = "account-spend"
	Republish     = "republish"
	Parking       = "parking"
	ALIAS         = "alias"
	Figures       = "registry-figures"
	SandboxLiving = "sandbox-registry"
	AfterRestore  = "after-restore"
	Backup        = "backup"
	Prune         = "prune"
	Certificates  = "old-certificates"
	Verify        = "verify"
	Alerts        = "alerts"
)

// nightHour is when nightly jobs run, UTC.
const nightHour = 2

// Table is the table of jobs. It is safe for concurrent use.
type Table struct {
	jobs  []Job
	locks map[string]*sync.Mutex
	log   *slog.Logger
}

// New makes the table.
func New(d Deps) *Table {
	t := &Table{jobs: []Job{
		{Name: Reconcile, Every: 30 * time.Second, AtStart: true, OnEvery: true, Does: "finds out what became of unfinished orders and finishes them", Run: reconcile(d), AtSteps: true},
		{Name: Messages, Every: time.Minute, Does: "reads the registries' messages and acts on them", Run: reconciled(d, messages(d)), AtSteps: true},
		{Name: Lifecycle, Every: time.Hour, Does: "follows names past their expiry through the registry's life cycle", Run: reconciled(d, lifecycle(d)), AtSteps: true},
		{Name: AutoRenew, Every: time.Minute, AtStart: true, Does: "invoices names whose renewal window opens and renews them from credit", Run: reconciled(d, atTodaysPrices(d, autoRenew(d))), Due: renewalDue(d), AtSteps: true},
		{Name: Unpaid, Every: time.Hour, AtStart: true, Does: "deletes names that their registry renewed and nobody paid for", Run: reconciled(d, deleteUnpaid(d)), Due: unpaidDue(d), AtSteps: true},
		{Name: Numbers, Every: 10 * time.Second, Does: "numbers invoices, gapless per year", Run: invoiceNumbers(d), AtSteps: true},
		{Name: EventNumbers, Every: 2 * time.Second, Does: "numbers events, so that their readers miss none", Run: events(d), AtSteps: true},
		{Name: AuditChain, Every: 30 * time.Second, Does: "chains the records of the audit log by their hashes", Run: auditChain(d)},
		{Name: OldKeys, Every: time.Hour, Does: "forgets idempotency keys after 8 days", Run: forgetKeys(d)},
		{Name: Spend, Every: time.Hour, AtStart: true, Does: "adds up, once a day, what each account has bought in twelve months", Run: countSpend(d)},
		{Name: Republish, Every: 5 * time.Second, Does: "raises the serials of zones that other settings have changed", Run: republish(d)},
		{Name: Parking, Every: time.Minute, Does: "parks the zones of names that have expired, where that is set", Run: reconciled(d, park(d)), AtSteps: true},
	}, locks: map[string]*sync.Mutex{}, log: cmp.Or(d.Log, slog.Default())}
	if d.Prices != nil {
		t.jobs = append(t.jobs, Job{Name: Prices, Every: time.Minute, AtStart: true, Does: "lets planned prices hold from their time on", Run: plannedPrices(d), Due: d.Prices.NextPlannedPrices, AtSteps: true})
	}
	t.jobs = append(t.jobs, paymentJobs(d)...)
	t.jobs = append(t.jobs, noticeJobs(d)...)
	t.jobs = append(t.jobs, webhookJobs(d)...)
	if d.Sweeps != nil {
		t.jobs = append(t.jobs, Job{Name: Sweep, Every: time.Minute, Does: "compares all names with their registries, once a night", Run: reconciled(d, sweep(d))})
	}
	if d.Figures != nil {
		t.jobs = append(t.jobs, Job{Name: Figures, Every: 30 * time.Second, AtStart: true, OnEvery: true, Does: "keeps what this server sees of the registries", Run: d.Figures})
	}
	t.jobs = append(t.jobs, dnssecJobs(d)...)
	t.jobs = append(t.jobs, aliasJobs(d)...)
	if d.Recovery != nil {
		t.jobs = append(t.jobs, Job{Name: AfterRestore, Every: 30 * time.Second, AtStart: true, Does: "compares a restored database with the registries before it sells", Run: d.Recovery.Run})
	}
	if d.Pruner != nil {
		t.jobs = append(t.jobs, Job{Name: Prune, Every: time.Hour, Does: "deletes old events, mails, webhook deliveries and audit records", Run: prune(d)})
	}
	if d.Tidy != nil {
		t.jobs = append(t.jobs, Job{Name: Certificates, Every: time.Hour, Does: "deletes certificates of web forwards that ended long ago", Run: d.Tidy})
	}
	if d.Backups.Folder != "" {
		t.jobs = append(t.jobs, Job{Name: Backup, Every: min(d.Backups.Every, time.Hour), AtStart: true, Does: "backs the database up and deletes old backups", Run: backup(d)})
	}
	if d.Verify != nil {
		t.jobs = append(t.jobs, Job{Name: Verify, Every: 24 * time.Hour, Nightly: true, Does: "holds the books against one another and the registries, at 02:00 UTC", Run: d.Verify})
	}
	if d.Alerts != nil {
		t.jobs = append(t.jobs, Job{Name: Alerts, Every: time.Minute, Does: "tells the operator of what needs a person", Run: d.Alerts})
	}
	if d.Sandbox != nil {
		t.jobs = slices.Insert(t.jobs, 0, Job{Name: SandboxLiving, Every: 5 * time.Second, Does: "lets the sandbox registry do what is due", Run: d.Sandbox.Tick, AtSteps: true})
	}
	for _, j := range t.jobs {
		t.locks[j.Name] = &sync.Mutex{}
	}
	return t
}

// Jobs lists the table.
func (t *Table) Jobs() []Job { return t.jobs }

// Run runs one job now and waits for it; one that is running is waited for first. The error of an unknown name is of kind
// not_found, that of a job that needs what this process does not have says what that is.
func (t *Table) Run(ctx context.Context, name string) error {
	for _, j := range t.jobs {
		if j.Name != name {
			continue
		}
		t.locks[name].Lock()
		defer t.locks[name].Unlock()
		if err := safely.Do(t.log.With("job", name), "job", func() error { return j.Run(ctx) }); err != nil {
			return fmt.Errorf("job %s: %w", name, err)
		}
		return nil
	}
	if setting, known := optional[name]; known {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "job %s cannot run in this process, which has no %s: a server that has it runs it", name, setting)
	}
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no job %q; \"nameyard job list\" shows them", name)
}

// optional says what jobs need that not every process has.
var optional = map[string]string{
	Backup: "folder for backups (--backup-dir)", Signing: "name server that signs (--dns-signer)", Signed: "name server that signs (--dns-signer)",
	CardPayments: "payment provider (--stripe-key-file)", ComparePayments: "payment provider (--stripe-key-file)", TopUps: "payment provider (--stripe-key-file)",
	ALIAS: "resolver (--dns-resolver)", SandboxLiving: "sandbox registry",
}

// NextDue is when the first job has something to do by business time, zero if none knows of anything.
func (t *Table) NextDue(ctx context.Context) (time.Time, error) {
	var next time.Time
	for _, j := range t.jobs {
		if j.Due == nil {
			continue
		}
		due, err := j.Due(ctx)
		if err != nil {
			return time.Time{}, fmt.Errorf("when job %s is due: %w", j.Name, err)
		}
		next = earlier(next, due)
	}
	return next, nil
}

// earlier is the earlier of two times; zero stands for never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// actor is a job in audit records.
func actor(job string) reseller.Actor { return reseller.Actor{Name: "job " + job} }
