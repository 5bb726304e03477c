package server_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/invoicedoc"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/server"
	"nameyard/store"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// The account of the protocol's own examples, and its neighbour.
const (
	seedEmail  = "test@exampledomain.com"
	seedToken  = "AaLc8eNZWsZtWlT9LtT7NUha"
	otherEmail = "other@example.net"
	otherToken = "OtherOtherOtherOtherOther"
	seedKey    = "1234567890QWERTYUIOPASDFGHJKLZXCVBNM"
	otherKey   = "MNBVCXZLKJHGFDSAPOIUYTREWQ0987654321"
)

// house is a whole reseller with the sandbox registry behind it, on a clock that stands still.
type house struct {
	testing.TB
	store    *store.Store
	registry *sandbox.Registry
	routes   *registry.Routes
	key      *reseller.SecretKey
	desk     *orders.Service
	clock    *clocktest.Clock
	config   server.Config
	server   *server.Server // nil until the first request
	log      *logBuffer
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

// openHouse builds a reseller on a database that has its schema and no rows.
func openHouse(t testing.TB, url string) *house {
	t.Helper()
	h := &house{TB: t, clock: clocktest.New(morning), log: &logBuffer{}}
	log := slog.New(slog.NewJSONHandler(h.log, nil))
	var err error
	if h.store, err = store.Open(t.Context(), url, h.clock, log); err != nil {
		t.Fatal(err)
	}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	never := func(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() }
	h.registry = sandbox.New(h.store.RegistryDocuments(), rules, h.clock, sandbox.WithWait(never))
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": h.registry})
	if err != nil {
		t.Fatal(err)
	}
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	if err != nil {
		t.Fatal(err)
	}
	h.key, h.routes = key, routes
	h.desk = orders.New(orders.Config{Store: h.store, Routes: routes, Clock: h.clock, Key: key, Log: log, Holder: "test",
		Settings: orders.Settings{CallTimeout: 2 * time.Second}})
	h.config = server.Config{
		Actions: actions.New(actions.Config{Store: h.store, Orders: h.desk, Routes: routes, Clock: h.clock, Log: log, Version: "1.2.3", Operator: itself,
			Invoices: invoicedoc.Printer{Store: h.store, Seller: itself.Seller}}),
		Credentials: h.store, Clock: h.clock, Key: key, Log: log, AnswerWithin: 20 * time.Second, RefusalFloor: time.Nanosecond,
	}
	t.Cleanup(h.close)
	h.furnish()
	return h
}

func (h *house) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.desk.Drain(ctx); err != nil {
		h.Errorf("draining: %v", err)
	}
	if err := h.store.Close(); err != nil {
		h.Error(err)
	}
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// furnish makes the two accounts and the price list: everything costs 10 a year, a transfer 8, a restore 80.
func (h *house) furnish() {
	h.Helper()
	ctx := h.Context()
	var prices []reseller.Price
	for _, tld := range []string{"com", "se", "nu", "co.uk"} {
		for years := range 10 {
			for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew} {
				prices = append(prices, reseller.Price{TLD: tld, Currency: "USD", Operation: op, Years: years + 1, Net: int64(1000 * (years + 1))})
			}
		}
		prices = append(prices, reseller.Price{TLD: tld, Currency: "USD", Operation: reseller.OpTransfer, Years: 1, Net: 800})
	}
	prices = append(prices, reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRestore, Years: 1, Net: 8000})
	h.must(h.store.SetPrices(ctx, prices, reseller.Operator))
	h.v2Key(h.account(seedEmail, seedToken), seedKey, reseller.Token{})
	h.v2Key(h.account(otherEmail, otherToken), otherKey, reseller.Token{})
}

// account makes an account with 1000 USD of credit and a token that may do everything.
func (h *house) account(email, token string) reseller.Account {
	h.Helper()
	a, err := h.store.AddAccount(h.Context(), reseller.Account{Email: email, Name: email, Currency: "USD", Language: "en"}, reseller.Operator)
	h.must(err)
	h.must(h.store.MoveCredit(h.Context(), a, 100_000, "opening "+email, ""))
	h.token(a, token, reseller.Token{})
	return a
}

func (h *house) token(a reseller.Account, secret string, t reseller.Token) reseller.Token {
	h.Helper()
	t.AccountID, t.Name, t.Kind = a.ID, secret, reseller.TokenAPI
	t, err := h.store.AddToken(h.Context(), t, reseller.HashToken(secret), reseller.Operator)
	h.must(err)
	return t
}

// v2Key gives an account a key of the second generation.
func (h *house) v2Key(a reseller.Account, secret string, t reseller.Token) reseller.Token {
	h.Helper()
	t.AccountID, t.Name, t.Kind = a.ID, secret, reseller.TokenV2
	sealed := reseller.SealedToken{Token: t, Sealed: h.key.Seal(secret, reseller.V2KeyPurpose(a.ID))}
	t, err := h.store.AddSealedToken(h.Context(), sealed, reseller.HashToken(secret), reseller.Operator)
	h.must(err)
	return t
}

// open gives the server, made on the first request so that a test can change the configuration before.
func (h *house) open() *server.Server {
	h.Helper()
	if h.server == nil {
		s, err := server.New(h.config)
		h.must(err)
		h.server = s
	}
	return h.server
}

// empty is a migrated SQLite database; copies of it are faster than migrations.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "nameyard-golden")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := migrate(dir + "/empty.db"); err != nil {
		return nil, err
	}
	return os.ReadFile(dir + "/empty.db")
})

func migrate(url string) error {
	s, err := store.Open(context.Background(), url, clocktest.New(morning), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if _, err := s.Migrate(context.Background()); err != nil {
		return err
	}
	return s.Close()
}

// newHouse builds a reseller on a fresh SQLite database.
func newHouse(t testing.TB) *house {
	t.Helper()
	file, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	path := storetest.SQLitePath(t)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return openHouse(t, path)
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
