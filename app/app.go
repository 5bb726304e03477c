// Package app is the one place where Nameyard is wired: store, clock, secret key, connectors, orders, actions, notices,
// webhooks, jobs and backups, and the server in front of them. It reads no flag, no environment and no settings file, and
// prints nothing; its Config is plain values. The command, the bench and every test that needs a whole server open one.
package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"nameyard/actions"
	"nameyard/invoicedoc"
	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/panel"
	"nameyard/payments"
	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
	"nameyard/webhooks"
)

// Config is what an App is made of. Database.URL and Key must be there; the zero value of the rest means its default.
type Config struct {
	Database DatabaseConfig // which one, and how it is opened; New does not read it
	// EnableSandbox gives the database the sandbox registry, for good; New does not read it. Without, a database that has
	// one keeps it.
	EnableSandbox bool

	Key     *reseller.SecretKey // seals auth codes, webhook secrets and v2 keys
	Version string              // of the program, as it tells others
	Commit  string              // it was built from, for people; "" = not known
	// Holder is this process in leases: at most 64 ASCII characters, unique. Default: its number and a random word.
	Holder string

	Rules reseller.TLDs // the TLDs and what they are like; nil = the built-in ones
	// Connectors are the registries, by the name that TLD rules have for them. The sandbox registry joins them by itself on
	// a database that has it (Database.Connect). A connector with settings of its own is made by whoever reads those.
	Connectors map[string]registry.Connector
	Sources    map[string]registry.Checker // availability services, by the name that TLD rules have for them
	Sandbox    []sandbox.Option            // how the sandbox registry behaves, for tests

	Business actions.Operator // what the operator's own business is called and has
	// PaymentText is how resellers pay credit in, in the operator's words: plain text by the language of the panel, "en" or "sv".
	PaymentText map[string]string
	Bank        reseller.BankAccount // that credit in euros is paid in to; see panel.Config
	Look        panel.Look           // how the panel shows that business, beside its name
	Orders      orders.Settings
	// ZoneHistory is how many MiB the saves of records and forwards of one account may add to their history on a UTC day; 0 = 64.
	ZoneHistory int64
	// FreeChanges is how many changes that cost nothing one account may make on a UTC day; 0 = 20,000.
	FreeChanges int64
	Mail        Mail
	Cards       Cards
	Webhooks    webhooks.Policy // where webhooks may go; those of a sandbox may go to this machine, too
	Backups     Backups
	// SyncRefresh is how old what is known of a name may be, business time, before Sync looks at its registry; 0 = it never does.
	SyncRefresh time.Duration
	// Publishing is what the internet sees of names, served once the App is started.
	Publishing Publishing
}

// Cards say how payments by card are taken.
type Cards struct {
	Provider payments.Provider // nil = they are not
	Most     string            // of one payment, a decimal in its account's currency; "" = payments' default, as with the next
	PerDay   int64             // payments that an account's people may begin on a UTC day
}

// Backups say where a server's own backups go; Every and Keep have defaults.
type Backups struct {
	Folder string        // must exist; "" = no backups
	Every  time.Duration // 24 h
	Keep   int           // 14
}

// App is a whole Nameyard below HTTP.
type App struct {
	*Database
	Key      *reseller.SecretKey
	Version  string
	Holder   string
	Routes   *registry.Routes
	Sandbox  *sandbox.Registry // nil without the sandbox registry
	Orders   *orders.Service
	Actions  *actions.Service
	Invoices invoicedoc.Printer
	Notices  *notices.Service
	Webhooks *webhooks.Deliverer
	Payments *payments.Service // nil = there is no payment provider
	Jobs     *jobs.Table
	byHand   *operator.JobStarter // runs of jobs that people ask for
	Zones    *publish.Zones       // what hosts stand for at this moment

	businessName string // of the operator, for people
	paymentText  map[string]string
	bank         reseller.BankAccount
	look         panel.Look
	commit       string
	mailServer   bool      // one is set
	started      time.Time // wall time
	backupFolder string    // "" = no backups
	backupsEvery time.Duration
	metrics      *metrics
	raised       map[string]bool // alerts that were so when they were last looked for

	publishing     Publishing
	zoneMetrics    *zoneMetrics
	forwardMetrics *forwardMetrics
	seen           *registryMetrics
	answered       atomic.Int64 // when the database last answered Ready, wall time in ns
}

// Open opens the database and wires an App on it. Close ends both.
func Open(ctx context.Context, c Config) (*App, error) {
	d, err := OpenDatabase(ctx, c.Database)
	if err != nil {
		return nil, err
	}
	if c.EnableSandbox {
		err = d.EnableSandbox(ctx)
	}
	var a *App
	if err == nil {
		a, err = New(ctx, d, c)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return a, nil
}

// New wires an App on an open database, which stays the caller's to close. Nothing runs until Start or a request. It fails
// with ErrNoConnector or ErrRules where no registry could be asked, or not for all TLDs, and with store.OtherKeyError where the
// secret key is not the one of the database.
func New(ctx context.Context, d *Database, c Config) (*App, error) {
	if c.Key == nil {
		return nil, errors.New("app: a secret key is required")
	}
	key, err := d.Store.UseKey(ctx, c.Key)
	if err != nil {
		return nil, err
	}
	d.keepTo(c)
	rules, err := rulesOrDefault(c.Rules)
	if err != nil {
		return nil, err
	}
	a := &App{
		Database: d, Key: key, Version: c.Version, Holder: c.Holder, Invoices: invoicedoc.Printer{Store: d.Store, Seller: c.Business.Seller},
		publishing: c.Publishing, zoneMetrics: newZoneMetrics(d.Clock), businessName: c.Business.Name, paymentText: c.PaymentText, bank: c.Bank, look: c.Look,
	}
	a.commit, a.mailServer = c.Commit, c.Mail.Mailer != nil
	a.forwardMetrics = newForwardMetrics(a)
	a.metrics, a.started, a.backupFolder = newMetrics(a), d.Clock.Wall(), c.Backups.Folder
	if a.backupFolder != "" {
		a.backupsEvery = cmp.Or(c.Backups.Every, backupPeriod)
	}
	a.publishing.Platform.Nameservers = c.Business.Nameservers
	c.Business.Signs = c.Publishing.Signer != nil
	c.Business.SignsNew = c.Business.Signs && c.Publishing.SignNew
	a.Holder = cmp.Or(a.Holder, fmt.Sprintf("pid-%d-%s", os.Getpid(), rand.Text()[:12]))
	if a.Routes, a.Sandbox, err = d.Connect(ctx, rules, Registries{c.Connectors, c.Sources}, c.Sandbox...); err != nil {
		return nil, err
	}
	if err := d.reaches(ctx, a.Routes); err != nil {
		return nil, err
	}
	a.seen = watchRegistries(a.Routes, d.Clock)
	a.Orders = orders.New(orders.Config{
		Store: d.Store, Routes: a.Routes, Clock: d.Clock, Key: a.Key, Log: d.Log, Holder: a.Holder, Settings: c.Orders,
		Nameservers: c.Business.Nameservers, Published: d.publishedZones(c.Publishing),
	})
	business := c.Business
	business.MailMX, business.AsksTargets = c.Publishing.Platform.MX, c.Publishing.MailVerifyURL != ""
	a.Webhooks = d.WebhookDeliverer(c.Webhooks, a.Key, c.Version)
	refresher := jobs.NewRefresher(jobs.Deps{Books: d.Store, Sweeps: d.Store, Routes: a.Routes, Clock: d.Clock, Log: d.Log}, c.SyncRefresh)
	a.Actions = actions.New(actions.Config{
		Store: d.Store, Orders: a.Orders, Routes: a.Routes, Clock: d.Clock, Log: d.Log, Version: c.Version, Operator: business,
		Invoices: a.Invoices, Webhooks: a.Webhooks, Key: a.Key, AnswersDNS: c.Publishing.answersDirectly(), Standing: dns.StandingAt(a.zoneMetrics.primary.Load),
		Made: dns.MadeOn(a.publishing.Platform), ZoneText: dns.TextOn(a.publishing.Platform), Refresher: refresher,
		MailWay: a.mailWay,
	})
	if a.Notices, err = a.notices(c.Mail, c.Business); err != nil {
		return nil, err
	}
	a.Payments = a.cardPayments(c.Cards)
	a.Jobs = jobs.New(a.jobDeps(c.Backups))
	a.byHand = &operator.JobStarter{Jobs: operator.Jobs{Store: a.Store, Clock: a.Clock, Table: a.Jobs, Holder: a.Holder}, Log: a.Log}
	a.Zones = publish.NewZones(publish.Config{
		Books: d.Store, Rules: a.Routes.Rules(), Clock: d.Clock, Log: d.Log, Platform: c.Publishing.Platform, Pack: c.Publishing.packer(d.Log),
	})
	d.Store.TellZoneChanges(a.Zones.Tell)
	return a, nil
}

// keepTo has the store keep to what is set.
func (d *Database) keepTo(c Config) {
	if c.ZoneHistory > 0 {
		d.Store.SetZoneHistory(c.ZoneHistory)
	}
	d.Store.SetAskTargets(c.Publishing.MailVerifyURL != "")
	d.Store.SetMailMX(c.Publishing.Platform.MX)
	if c.FreeChanges > 0 {
		d.Store.SetFreeChanges(c.FreeChanges)
	}
}

// drainTime is how long orders that are under way may take when an App ends; reconcile finishes the rest later.
const drainTime = 30 * time.Second

// Drain waits, for 30 s at most and also after ctx has ended, for the orders that are under way.
func (a *App) Drain(ctx context.Context) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer stop()
	return a.Orders.Drain(ctx)
}

// Close ends what people have started, drains, and closes the database.
func (a *App) Close(ctx context.Context) error {
	a.byHand.Stop()
	return errors.Join(a.Drain(ctx), a.Database.Close())
}

// forgiveTime is how long a database may be away before the server says that it is not ready. It is waited for meanwhile, and
// its other servers have the same database: a balancer that took them all out would only make errors.
const forgiveTime = 10 * time.Second

// Ready reports why the server cannot do its work, nil if it can. Registries that are away are no reason: orders wait for them.
func (a *App) Ready(ctx context.Context) error {
	err := a.Store.Ping(ctx)
	if err == nil {
		if full := a.Store.Writable(ctx); full != nil {
			return full
		}
		err = a.Store.CheckKey(ctx)
	}
	if other := (*store.OtherKeyError)(nil); errors.As(err, &other) {
		return err
	}
	now := a.Clock.Wall().UnixNano()
	if err == nil {
		a.answered.Store(now)
	} else if time.Duration(now-a.answered.Load()) < forgiveTime {
		a.Log.Warn("the database does not answer", "err", err)
		return nil
	}
	return err
}
