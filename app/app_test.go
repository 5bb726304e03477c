package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// config is an app on an embedded database of the test's own.
func config(t *testing.T) app.Config {
	t.Helper()
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	if err != nil {
		t.Fatal(err)
	}
	return app.Config{Database: app.DatabaseConfig{URL: storetest.SQLitePath(t), Schema: app.MigrateSchema}, Key: key}
}

func TestAppWithoutAnyConnectorIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := app.Open(t.Context(), config(t)); !errors.Is(err, app.ErrNoConnector) {
		t.Errorf("Open says %v", err)
	}
}

func TestAppWithRulesForAnotherConnectorIsRefused(t *testing.T) {
	t.Parallel()
	c := config(t)
	var err error
	if c.Rules, err = reseller.DefaultTLDs(); err != nil {
		t.Fatal(err)
	}
	c.EnableSandbox = true
	elsewhere := c.Rules["com"]
	elsewhere.Connector = "elsewhere"
	c.Rules["com"] = elsewhere
	if _, err := app.Open(t.Context(), c); !errors.Is(err, app.ErrRules) {
		t.Errorf("Open says %v", err)
	}
}

func TestAppWithoutASecretKeyIsRefused(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.Key, c.EnableSandbox = nil, true
	if _, err := app.Open(t.Context(), c); err == nil {
		t.Error("Open made an app that could seal nothing")
	}
}

func TestDatabaseWithoutItsSchemaIsRefusedUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	c := app.DatabaseConfig{URL: storetest.SQLitePath(t)}
	if _, err := app.OpenDatabase(t.Context(), c); err == nil {
		t.Error("an empty database was opened")
	}
	c.Schema = app.AnySchema
	d, err := app.OpenDatabase(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestSandboxIsForGoodAndItsClockIsAdopted(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.EnableSandbox = true
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	row, err := a.Store.SandboxClock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	row.Offset, row.Target = time.Hour, time.Hour
	err = errors.Join(a.Store.SetSandboxClock(t.Context(), row), a.Close(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	c.EnableSandbox = false
	if a, err = app.Open(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if ahead := a.Clock.Now().Sub(a.Clock.Wall()); a.Sandbox == nil || ahead < 59*time.Minute || ahead > 61*time.Minute {
		t.Errorf("the sandbox is %v, and business time %s ahead", a.Sandbox, ahead)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestServerAnswersUntilItIsToldToStop(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine)
		ofBefore(e, "old.com")
		s, err := e.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0", PublicMetrics: true})
		e.Must(err)
		if at := e.Domain("old.com").Connector; at != app.SandboxConnector {
			t.Errorf("a name of before is at %q", at)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Serve(ctx) }()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.Addr().String()+"/api/v1/balance/", nil)
		e.Must(err)
		request.Header.Set("Authorization", "Bearer "+e.Token)
		answer, err := http.DefaultClient.Do(request)
		e.Must(err)
		body, err := io.ReadAll(answer.Body)
		e.Must(errors.Join(err, answer.Body.Close()))
		if answer.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("1000.00")) {
			t.Errorf("the server answers %d about the balance: %s", answer.StatusCode, body)
		}
		stop()
		e.Must(<-ended)
		if err := e.Ready(t.Context()); err != nil {
			t.Errorf("the app without its server: %v", err)
		}
	})
}

// ofBefore is a name whose row does not say where it is.
func ofBefore(e *apptest.Env, full string) {
	e.Helper()
	name := e.NameOf(full)
	_, err := e.Sandbox.Create(e.Context(), registry.Create{ClTRID: "BEFORE-1", Name: name, Years: 1, Contacts: apptest.Owner})
	e.Must(err)
	shown, err := e.Sandbox.Info(e.Context(), name)
	e.Must(err)
	row := reseller.Domain{AccountID: e.Account.ID, Name: name, CreatedAt: e.Clock.Now()}
	shown.ApplyTo(&row, registry.AllParts)
	row.PaidThrough = row.RegistryExpiry
	row, err = e.Store.ImportDomain(e.Context(), row, reseller.Operator, "a test")
	e.Must(err)
	if row.Connector != "" {
		e.Fatalf("it is at %q", row.Connector)
	}
}

func TestServerThatNeverServedIsStopped(t *testing.T) {
	t.Parallel()
	e := apptest.New(t, apptest.SQLite)
	s, err := e.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	e.Must(err)
	if _, err := e.Start(t.Context(), app.HTTP{Listen: s.Addr().String()}); err == nil {
		t.Error("two servers listen on one address")
	}
	e.Must(s.Stop(t.Context()))
	again, err := e.Start(t.Context(), app.HTTP{Listen: s.Addr().String()})
	e.Must(err)
	e.Must(again.Stop(t.Context()))
}

func TestDatabaseMayBeAwayForAMomentBeforeTheServerIsNotReady(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.EnableSandbox = true
	wall := &moved{}
	c.Database.Clock = wall
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Ready(t.Context()); err != nil {
		t.Errorf("with its database: %v", err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Ready(t.Context()); err != nil {
		t.Errorf("a moment later: %v", err)
	}
	wall.by = 11 * time.Second
	if err := a.Ready(t.Context()); err == nil {
		t.Error("the server is ready without a database")
	}
}

// moved is the machine's time, put ahead.
type moved struct {
	app.Machine
	by time.Duration
}

func (m *moved) Wall() time.Time { return m.Machine.Wall().Add(m.by) }

// buy registers a name in the env's account.
func buy(e *apptest.Env, full string) reseller.Domain {
	e.Helper()
	result, err := e.Orders.Buy(e.Context(), orders.Request{
		Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRegister, Name: e.NameOf(full), AnswerBy: e.Clock.Wall().Add(20 * time.Second),
		Desired: reseller.Desired{Years: 1, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Contacts: reseller.Contacts{reseller.RoleRegistrant: {
			FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Postcode: "75310", Email: "anna@example.com",
		}}},
	})
	e.Must(err)
	e.Must(orders.Verdict(result.Order))
	return e.Domain(full)
}

func TestEnvHasAllThatATradeNeeds(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine)
		d := buy(e, "bought.com")
		e.Clock.Move(reseller.Days(400))
		other := e.Another("other", nil)
		if got, err := other.Store.Domain(t.Context(), e.Account.ID, d.Name); err != nil || got.ID != d.ID {
			t.Errorf("another server has %v, %v", got.Name, err)
		}
		if b, err := e.Store.Balance(t.Context(), e.Account.ID); err != nil || b.Available != 990_00 {
			t.Errorf("the account has %+v, %v after a name for 10.00", b, err)
		}
	})
}

func TestEnvSeesThatTheBooksAreWrong(t *testing.T) {
	t.Parallel()
	e := apptest.New(t, apptest.SQLite)
	d := buy(e, "tampered.com")
	e.Unclean = true
	_, err := e.Sandbox.Renew(t.Context(), registry.Renew{ClTRID: "stranger", Name: d.Name, CurrentExpiry: d.RegistryExpiry, Years: 1})
	e.Must(err)
	if e.Report().OK() {
		t.Error("a year that nobody paid for was not found")
	}
}
