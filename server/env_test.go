package server_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/server"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// The account of the protocol's own examples, and its neighbour.
const (
	exampleEmail = "test@exampledomain.com"
	exampleToken = "AaLc8eNZWsZtWlT9LtT7NUha"
	otherEmail   = "other@example.net"
	otherToken   = "OtherOtherOtherOtherOther"
	exampleKey   = "1234567890QWERTYUIOPASDFGHJKLZXCVBNM"
	otherKey     = "MNBVCXZLKJHGFDSAPOIUYTREWQ0987654321"
)

// env is a whole Nameyard with its server in front, on a clock that stands still. At the end of a test the books must be right.
type env struct {
	*apptest.Env
	config server.Config
	server *server.Server // nil until the first request
	log    *logBuffer
}

// logBuffer is a log that tests can read. It is safe for concurrent use.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// itself is the operator's business in tests.
var itself = actions.Operator{Name: "Registrar.example", Nameservers: []string{"ns1.registrar.example", "ns2.registrar.example"}}

// The day on which every test begins.
var morning = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// newEnv makes a Nameyard on a new SQLite database, with the two accounts.
func newEnv(t testing.TB) *env {
	t.Helper()
	return newEnvOn(t, apptest.SQLite)
}

// newEnvOn is newEnv on a new database of an engine.
func newEnvOn(t testing.TB, engine apptest.Engine, options ...apptest.Option) *env {
	t.Helper()
	log := &logBuffer{}
	e := &env{log: log, Env: apptest.New(t, engine, append(options,
		apptest.WithClock(clocktest.New(morning)), apptest.WithLog(slog.New(slog.NewJSONHandler(log, nil))), apptest.NoAccount(),
		apptest.WithConfig(func(c *app.Config) {
			c.Business, c.Orders = itself, orders.Settings{CallTimeout: 2 * time.Second}
			c.Sandbox = []sandbox.Option{sandbox.WithWait(func(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() })}
		}))...)}
	e.config = server.Config{
		Actions: e.Actions, Credentials: e.Store, Clock: e.Clock, Key: e.Key, Log: e.App.Log, AnswerWithin: 20 * time.Second, RefusalFloor: time.Nanosecond,
	}
	e.seed()
	return e
}

// seed makes the two accounts and the price list: everything costs 10 a year, a transfer 8, a restore of a .com 80.
func (e *env) seed() {
	e.Helper()
	e.SetPrices(slices.DeleteFunc(apptest.Prices("USD", 1000, "com", "se", "nu", "co.uk"), func(p reseller.Price) bool {
		return p.Operation == reseller.OpRestore && p.TLD != "com"
	}))
	e.v2Key(e.account(exampleEmail, exampleToken), exampleKey, reseller.Token{})
	e.v2Key(e.account(otherEmail, otherToken), otherKey, reseller.Token{})
}

// account makes an account with 1000 USD of credit and a token that may do everything.
func (e *env) account(email, token string) reseller.Account {
	e.Helper()
	a := e.AddAccount(reseller.Account{Email: email, Name: email, Currency: "USD", Language: "en"}, 0)
	e.Must(e.Store.MoveCredit(e.Context(), a, 100_000, "opening "+email, ""))
	e.AddToken(a, token, reseller.Token{})
	return a
}

// v2Key gives an account a key of the second generation.
func (e *env) v2Key(a reseller.Account, secret string, t reseller.Token) reseller.Token {
	e.Helper()
	t.Kind = reseller.TokenV2
	return e.AddToken(a, secret, t)
}

// open gives the server, made on the first request so that a test can change the configuration before.
func (e *env) open() *server.Server {
	e.Helper()
	if e.server == nil {
		s, err := server.New(e.config)
		e.Must(err)
		e.server = s
	}
	return e.server
}

// wipe empties every table of a MariaDB database but the list of migrations; numbers begin at 1 again.
func wipe(t *testing.T, url string) {
	t.Helper()
	userinfo, address, _ := strings.Cut(strings.TrimPrefix(url, "mysql://"), "@")
	host, name, _ := strings.Cut(address, "/")
	db, err := sql.Open("mysql", fmt.Sprintf("%s@tcp(%s)/%s", userinfo, host, name))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the next statement is the session's
	if _, err := db.Exec("SET FOREIGN_KEY_CHECKS = 0"); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE 'goose%' AND table_name NOT LIKE 'schema%'")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if _, err := db.Exec("TRUNCATE TABLE " + table); err != nil {
			t.Fatal(err)
		}
	}
}
