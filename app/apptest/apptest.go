// Package apptest gives a test a whole Nameyard: the app on a private database of either engine, the sandbox registry, a clock
// that stands still until it is moved, and an account with credit, a token and a price list. At the end of the test the
// books must be right.
//
// A test package that uses it hands its TestMain to storetest.Run.
package apptest

import (
	"context"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/verify"
)

// Begins is when a test begins, unless it says otherwise.
var Begins = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// Env is a whole Nameyard and the test that it is for.
type Env struct {
	testing.TB
	*app.App
	Clock *clocktest.Clock // what App.Clock shows; the sandbox clock is never moved
	URL   string           // of the database
	// Account is the first account and Token its secret; none with NoAccount.
	Account reseller.Account
	Token   string
	// Unclean says that the books cannot be right at the end, because the test did what they cannot know of.
	Unclean bool

	config app.Config
}

// Option changes what New makes.
type Option func(*setup)

type setup struct {
	url        string
	clock      *clocktest.Clock
	config     app.Config
	connectors func(*app.Database, reseller.TLDs) map[string]registry.Connector
	account    *reseller.Account
	credit     int64
	prices     []reseller.Price
}

// WithClock has the app live by a clock of the test's own.
func WithClock(c *clocktest.Clock) Option { return func(s *setup) { s.clock = c } }

// WithConfig changes what the app is made of. Database, key and holder are set already.
func WithConfig(change func(*app.Config)) Option { return func(s *setup) { change(&s.config) } }

// WithLog has the app log there.
func WithLog(log *slog.Logger) Option { return func(s *setup) { s.config.Database.Log = log } }

// WithConnectors has the app use these connectors; one named app.SandboxConnector takes the sandbox registry's place.
func WithConnectors(make func(*app.Database, reseller.TLDs) map[string]registry.Connector) Option {
	return func(s *setup) { s.connectors = make }
}

// OnDatabase uses a database that has its schema and no rows, in place of a new one.
func OnDatabase(url string) Option { return func(s *setup) { s.url = url } }

// WithAccount has this account, with so much credit in minor units, in place of one in USD with 1,000.00.
func WithAccount(a reseller.Account, credit int64) Option {
	return func(s *setup) { s.account, s.credit = &a, credit }
}

// WithPrices has this price list in place of Prices("USD", 1000, "com", "se", "nu", "co.uk").
func WithPrices(list []reseller.Price) Option { return func(s *setup) { s.prices = list } }

// NoAccount leaves accounts, tokens and prices to the test.
func NoAccount() Option { return func(s *setup) { s.account, s.prices = nil, nil } }

// New makes an app on a new database of the engine.
func New(t testing.TB, engine Engine, options ...Option) *Env {
	t.Helper()
	s := &setup{
		account: &reseller.Account{Email: "reseller@example.com", Name: "Reseller", Currency: "USD", Language: "en"}, credit: 1000_00,
		prices: Prices("USD", 1000, "com", "se", "nu", "co.uk"),
	}
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	if err != nil {
		t.Fatal(err)
	}
	s.config = app.Config{Key: key, Version: "1.2.3", Holder: "test"}
	for _, o := range options {
		o(s)
	}
	if s.clock == nil {
		s.clock = clocktest.WithMachineWall(Begins)
	}
	e := &Env{TB: t, Clock: s.clock, URL: s.url, config: s.config}
	if e.URL == "" {
		e.URL = engine.fresh(t)
	}
	e.open(s)
	e.seed(s)
	return e
}

// open wires the app, and ends it with the test.
func (e *Env) open(s *setup) {
	e.Helper()
	c := &e.config
	c.Database.URL, c.Database.Clock, c.Database.Schema = e.URL, e.Clock, app.MigrateSchema
	d, err := app.OpenDatabase(e.Context(), c.Database)
	e.Must(err)
	e.Cleanup(func() { e.Must(d.Close()) })
	e.Must(d.EnableSandbox(e.Context()))
	if c.Rules == nil {
		c.Rules, err = reseller.DefaultTLDs()
		e.Must(err)
	}
	if s.connectors != nil {
		c.Connectors = s.connectors(d, c.Rules)
	}
	e.App, err = app.New(e.Context(), d, *c)
	e.Must(err)
	e.Cleanup(func() {
		e.Drain()
		if !e.Failed() && !e.Unclean {
			e.Verify()
		}
	})
}

// seed makes the account with its token, and the price list.
func (e *Env) seed(s *setup) {
	e.Helper()
	if len(s.prices) > 0 {
		e.Must(e.Store.SetPrices(e.Context(), s.prices, reseller.Operator))
	}
	if s.account != nil {
		e.Account = e.AddAccount(*s.account, s.credit)
		e.Token = reseller.NewToken()
		e.AddToken(e.Account, e.Token, reseller.Token{})
	}
}

// Must fails the test on an error.
func (e *Env) Must(err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
}

// Another is another server on the same database, with the same registry. A nil change leaves the configuration as it is.
func (e *Env) Another(holder string, change func(*app.Config)) *app.App {
	e.Helper()
	c := e.config
	c.Holder = holder
	if change != nil {
		change(&c)
	}
	a, err := app.New(e.Context(), e.Database, c)
	e.Must(err)
	e.Cleanup(func() { drain(e.TB, a) })
	return a
}

// Sending is another server, whose rules send new names of a TLD to a connector.
func (e *Env) Sending(tld, connector string) *app.App {
	e.Helper()
	return e.Another("sends ."+tld+" to "+connector, func(c *app.Config) {
		c.Rules = maps.Clone(c.Rules)
		sent := c.Rules[tld]
		sent.Connector = connector
		c.Rules[tld] = sent
	})
}

// Drain waits for the orders that are under way.
func (e *Env) Drain() {
	e.Helper()
	drain(e.TB, e.App)
}

func drain(t testing.TB, a *app.App) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := a.Orders.Drain(ctx); err != nil {
		t.Errorf("orders of %s are not done: %v", a.Holder, err)
	}
}

// Report holds the books against one another and against what the registry says that it did.
func (e *Env) Report() verify.Report {
	e.Helper()
	ctx := context.Background() // the test's own has ended when its cleanups run
	snapshot, err := e.Store.Snapshot(ctx)
	e.Must(err)
	defer snapshot.Close()
	report, err := verify.Run(ctx, snapshot, e.Routes.Connectors())
	e.Must(err)
	return report
}

// Verify fails the test if the books are not right.
func (e *Env) Verify() {
	e.Helper()
	report := e.Report()
	if report.OK() {
		return
	}
	var text strings.Builder
	e.Must(report.Print(&text))
	e.Errorf("the books are not right:\n%s", text.String())
}
