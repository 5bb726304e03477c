package verify_test

import (
	"database/sql"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// The instants of the world's story. Business time stands still in between.
var (
	spring  = apptest.Begins.AddDate(0, 1, 0)
	summer  = apptest.Begins.AddDate(0, 3, 0)
	renewal = apptest.Begins.AddDate(1, 0, -20)
)

// signer is a DS record.
var signer = reseller.DS{KeyTag: 12345, Algorithm: 13, DigestType: reseller.DigestSHA256, Digest: strings.Repeat("AB", 32)}

// world is a shop that has done every kind of business, in three accounts, over a year: what is damaged afterwards.
type world struct {
	*shop
	poor reseller.Account // with credit for its registrations and no more
	db   *sql.DB
}

func openWorld(t *testing.T, engine apptest.Engine) *world {
	t.Helper()
	s := openShop(t, engine)
	w := &world{shop: s}
	s.SetPrices(apptest.Prices("SEK", 8000, "co.uk"))
	carl := s.anna
	carl.Email, carl.ID = "carl@example.com", 0
	w.poor = s.AddAccount(carl, 20_000)
	dora := s.anna
	dora.Email, dora.ID = "dora@example.com", 0
	_, err := s.Store.CloseAccount(s.ctx, s.AddAccount(dora, 0).ID, reseller.Operator)
	s.Must(err)
	s.Must(s.Store.MoveCredit(s.ctx, s.bo, -5_000, "taken back", "a mistake"))
	s.AddToken(s.bo, reseller.NewToken(), reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead}, CIDRs: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	s.AddToken(s.bo, reseller.NewToken(), reseller.Token{Kind: reseller.TokenV2})
	old := s.AddToken(s.bo, reseller.NewToken(), reseller.Token{})
	s.Must(s.Store.RevokeToken(s.ctx, s.bo.ID, old.ID, reseller.Operator))
	_, err = s.Store.AddEndpoint(s.ctx, reseller.Endpoint{AccountID: s.bo.ID, URL: "https://hooks.example.com/", SealID: "seal", Secret: []byte("sealed")}, reseller.Operator)
	s.Must(err)
	w.counted()
	w.trade() // until the end of the first week
	w.settings()
	w.firstMonths()
	w.secondYear()
	w.ownPrices()
	w.run(jobs.Numbers, jobs.EventNumbers, jobs.WebhookEvents, jobs.AuditChain)
	w.db = s.rawDatabase()
	t.Cleanup(func() { w.db.Close() })
	w.db.SetMaxOpenConns(1)
	if w.mysql() {
		w.exec("SET foreign_key_checks = 0")
	} else {
		w.exec("PRAGMA synchronous = OFF")
	}
	for _, table := range damagedTables {
		w.exec("CREATE TABLE saved_" + table + " AS SELECT * FROM " + table)
	}
	return w
}

// counted buys a name for a person and one with a token that took another's place, which count in what is spent in the day.
func (w *world) counted() {
	w.t.Helper()
	first := w.AddToken(w.bo, reseller.NewToken(), reseller.Token{Name: "shop"})
	token, err := w.Store.RotateToken(w.ctx, first.ID, reseller.SealedToken{Token: reseller.Token{AccountID: w.bo.ID, Name: "shop", Kind: reseller.TokenAPI}},
		reseller.HashToken(reseller.NewToken()), w.Clock.Wall(), reseller.Operator)
	w.Must(err)
	person := reseller.User{ID: 1, Email: "bo@example.com"}
	for _, caller := range []reseller.Caller{{Account: w.bo, User: person}, {Account: w.bo, Token: token}} {
		sld := "by-hand"
		if caller.Token.ID != 0 {
			sld = "counted"
		}
		_, err := w.Orders.Buy(w.ctx, orders.Request{
			Caller: caller, Kind: reseller.OrderRegister, Name: w.name(sld), Desired: reseller.Desired{Years: 1}, AnswerBy: w.Clock.Wall().Add(30 * time.Second),
		})
		w.Must(err)
	}
}

// ownPrices gives Bo prices of his own, one that is taken off again and one that stays, and puts him into a price group.
func (w *world) ownPrices() {
	price := reseller.Price{Owner: reseller.OwnList(w.bo.ID), TLD: "com", Currency: "SEK", Operation: reseller.OpRegister, Years: 1, Net: 6000}
	w.SetPrices([]reseller.Price{price})
	_, err := w.Store.RemovePrices(w.ctx, price, nil, reseller.Operator)
	w.Must(err)
	w.PutInGroup(w.bo, "gold")
	group := price
	group.Owner, group.Operation = reseller.GroupList("gold"), reseller.OpTransfer
	w.SetPrices([]reseller.Price{group})
	price.Operation = reseller.OpRestore
	w.SetPrices([]reseller.Price{price})
	planned := []reseller.PlannedPrice{{Price: price, From: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC), Removed: true}, {Price: price, From: time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)}}
	w.Must(w.Store.PlanPrices(w.ctx, planned, reseller.Operator))
	_, err = w.Store.CancelPlannedPrices(w.ctx, planned[1], "", reseller.Operator)
	w.Must(err)
}

func (w *world) mysql() bool { return strings.HasPrefix(w.URL, "mysql:") }

func (w *world) run(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.Must(w.Jobs.Run(w.ctx, name))
	}
}

// until lives on to a time: what is due by the clock happens in the registry and is followed here.
func (w *world) until(at time.Time) {
	w.t.Helper()
	w.Clock.Set(at)
	w.run(jobs.SandboxLiving, jobs.Messages, jobs.Reconcile, jobs.Lifecycle, jobs.Numbers)
}

// settings sets everything that can be set of one.com.
func (w *world) settings() {
	w.t.Helper()
	on := true
	host := reseller.Host{Name: "ns1.one.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
	for _, desired := range []struct {
		kind reseller.OrderKind
		reseller.Desired
	}{
		{reseller.OrderHostCreate, reseller.Desired{Host: &host}},
		{reseller.OrderNameservers, reseller.Desired{Nameservers: []string{"ns1.one.com", "ns2.example.net"}}},
		{reseller.OrderContacts, reseller.Desired{Contacts: apptest.Owner}},
		{reseller.OrderPrivacy, reseller.Desired{Privacy: &on}},
		{reseller.OrderLock, reseller.Desired{Lock: &on}},
		{reseller.OrderDNSSEC, reseller.Desired{SecDNS: &reseller.SecDNS{DS: []reseller.DS{signer}}}},
		{reseller.OrderAuthCode, reseller.Desired{}},
	} {
		w.order(w.anna, desired.kind, "one.com", desired.Desired)
	}
}

// order places an order of any kind for a name, and wants it done.
func (w *world) order(a reseller.Account, kind reseller.OrderKind, full string, desired reseller.Desired) {
	w.t.Helper()
	r := orders.Request{Caller: reseller.Caller{Account: a}, Kind: kind, Name: w.NameOf(full), Desired: desired, AnswerBy: w.Clock.Wall().Add(30 * time.Second)}
	place := w.Orders.Buy
	if kind != reseller.OrderRegister {
		d, err := w.Store.Domain(w.ctx, a.ID, r.Name)
		w.Must(err)
		r.Domain = &d
	}
	if !kind.Additive() {
		r.Subject, place = string(kind), w.Orders.Change
	}
	result, err := place(w.ctx, r)
	w.Must(err)
	w.Must(orders.Verdict(result.Order))
}

// firstMonths: names that leave in every way, one that moves between accounts, and one that is imported.
func (w *world) firstMonths() {
	w.t.Helper()
	w.until(spring)
	for _, full := range []string{"purged.com", "redeemable.com", "leaving.com", "moving.com"} {
		w.order(w.anna, reseller.OrderRegister, full, reseller.Desired{Years: 1})
	}
	w.order(w.anna, reseller.OrderRegister, "released.co.uk", reseller.Desired{Years: 2})
	renews := reseller.Desired{Years: 1, AutoRenew: true}
	w.order(w.anna, reseller.OrderRegister, "kept.com", renews)
	w.order(w.poor, reseller.OrderRegister, "poor.com", renews)
	w.order(w.poor, reseller.OrderRegister, "switched.com", renews)

	w.until(spring.AddDate(0, 0, 6))
	w.order(w.anna, reseller.OrderDelete, "purged.com", reseller.Desired{})
	w.order(w.anna, reseller.OrderRelease, "released.co.uk", reseller.Desired{Tag: "OTHER"})
	w.moves("moving.com")
	w.imports("imported.com")

	w.until(summer)
	w.wrongly("undone", sandbox.FaultLostRequest, true)
	w.wrongly("late", sandbox.FaultLostAnswer, false)
	shown, err := w.Sandbox.NewAuthCode(w.ctx, reseller.ClTRID(reseller.NewClTRIDBase(), 1), w.NameOf("leaving.com"))
	w.Must(err)
	w.Must(w.Sandbox.RequestAway(w.ctx, w.NameOf("leaving.com"), shown.Secret))
	w.until(summer.AddDate(0, 0, 10))
}

// wrongly has a registration of anna's end otherwise than it went, and takes that back.
func (w *world) wrongly(sld string, lost sandbox.FaultKind, done bool) {
	w.t.Helper()
	w.Must(w.Sandbox.SetFault(w.ctx, sandbox.Fault{Kind: lost, Command: "create"}))
	w.Must(w.Sandbox.SetFault(w.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
	o := w.expect(reseller.OrderUnknown, w.anna, reseller.OrderRegister, sld, 1)
	w.Drain()
	w.Must(w.Sandbox.ClearFaults(w.ctx))
	u := operator.Orders{Store: w.Store, Orders: w.Orders}
	_, err := u.Resolve(w.ctx, operator.Resolution{Order: o.ID, Done: done, Reason: "they say so", AgainstRegistry: true})
	w.Must(err)
	w.Clock.Move(time.Hour)
	_, err = u.Reverse(w.ctx, operator.Reversal{Order: o.ID, Reason: "they were wrong"})
	w.Must(err)
}

// moves gives a name of anna's to bo.
func (w *world) moves(full string) {
	w.t.Helper()
	d, err := w.Store.LiveDomain(w.ctx, w.NameOf(full))
	w.Must(err)
	_, err = w.Store.MoveDomain(w.ctx, reseller.DomainMove{From: d, Order: reseller.Order{
		AccountID: w.bo.ID, Kind: reseller.OrderTransfer, Name: d.Name, Charge: reseller.Charge{Currency: "SEK"}, ClTRIDBase: reseller.NewClTRIDBase(), CreatedAt: w.Clock.Now(),
	}})
	w.Must(err)
}

// credits credits the newest invoice of an account, as a courtesy.
func (w *world) credits(a reseller.Account) {
	w.t.Helper()
	u := operator.Invoices{Store: w.Store}
	all, err := u.List(w.ctx, operator.InvoiceChoice{Account: a.Email, Page: reseller.Page{Limit: 1}})
	w.Must(err)
	_, err = u.Credit(w.ctx, operator.InvoiceCredit{Number: fmt.Sprint(all[0].ID), Reason: "a courtesy"})
	w.Must(err)
}

// imports takes over a name that the registry has had for us.
func (w *world) imports(full string) {
	w.t.Helper()
	_, err := w.Sandbox.Create(w.ctx, registry.Create{ClTRID: "OLD-1", Name: w.NameOf(full), Years: 1, Contacts: apptest.Owner})
	w.Must(err)
	report, err := operator.Import{Store: w.Store, Routes: w.Routes, Clock: w.Clock}.Run(w.ctx, operator.ImportRequest{
		In: strings.NewReader("domain\n" + full + "\n"), From: "old.csv", Account: w.anna.Email, Apply: true,
	})
	w.Must(err)
	if report.Counts[operator.ImportNew] != 1 {
		w.t.Fatalf("the import did %v", report.Counts)
	}
}

// secondYear: renewals fall due. kept.com's is paid, poor.com's waits for credit, switched.com's is cancelled with a credit note.
// four.com has been renewed by its registry, and nobody has paid. One name waits in redemption, one transfer for its end.
func (w *world) secondYear() {
	w.t.Helper()
	w.until(renewal)
	w.order(w.anna, reseller.OrderRenew, "three.com", reseller.Desired{Years: 1})
	w.until(apptest.Begins.AddDate(1, 0, 10))
	w.run(jobs.AutoRenew, jobs.Numbers)
	w.order(w.anna, reseller.OrderDelete, "redeemable.com", reseller.Desired{})
	d, err := w.Store.LiveDomain(w.ctx, w.NameOf("switched.com"))
	w.Must(err)
	_, err = w.Store.ChangeDomain(w.ctx, d.ID, reseller.Operator, "domain.set", func(d *reseller.Domain) error { d.AutoRenew = false; return nil })
	w.Must(err)
	w.order(w.bo, reseller.OrderRegister, "newest.com", reseller.Desired{Years: 1})
	w.credits(w.bo)
	w.Clock.Move(time.Hour)
	w.Must(w.Sandbox.AddForeign(w.ctx, w.NameOf("wanted.com"), "secret", w.Clock.Now().AddDate(-1, 0, 0), false))
	w.expect(reseller.OrderPending, w.bo, reseller.OrderTransfer, "wanted", 1)
}

// exec runs a statement behind the program's back. A statement that changes nothing would prove nothing.
func (w *world) exec(statement string) {
	w.t.Helper()
	result, err := w.db.ExecContext(w.ctx, statement)
	if err != nil {
		w.t.Fatalf("%s: %v", statement, err)
	}
	if n, err := result.RowsAffected(); strings.HasPrefix(statement, "UPDATE") && (err != nil || n == 0) {
		w.t.Fatalf("%s: %d rows, %v", statement, n, err)
	}
}

// damagedTables are saved once, so that damage can be taken back.
var damagedTables = []string{
	"account_prices", "accounts", "audit", "audit_chain", "balances", "domain_nameservers", "domains", "entries", "event_cursors", "group_prices", "invoices", "mails", "orders", "outbox", "payments", "planned_prices", "postings", "prices",
	"registry_documents", "registry_effects", "tokens", "webhook_deliveries", "webhook_endpoints",
}

// tablePattern finds the tables that a statement changes.
var tablePattern = regexp.MustCompile(`(?i)^(?:UPDATE|DELETE FROM|INSERT INTO) ([a-z_]+)`)

// damaged runs statements, gives them to a look, and takes them back.
func (w *world) damaged(statements []string, look func()) {
	w.t.Helper()
	defer func() {
		for _, table := range damagedTables {
			if slices.ContainsFunc(statements, func(s string) bool { return tablePattern.FindStringSubmatch(s)[1] == table }) {
				w.exec("DELETE FROM " + table)
				w.exec("INSERT INTO " + table + " SELECT * FROM saved_" + table)
			}
		}
	}()
	for _, s := range statements {
		w.exec(w.spell(s))
	}
	look()
}

// spell writes a statement in the engine's words: {a || b} is the concatenation of two texts, [name] the id of a name's newest
// row, [kind name] that of its first order of a kind.
func (w *world) spell(statement string) string {
	statement = regexp.MustCompile(`\[([a-z_]+) ([a-z0-9.-]+)\]`).ReplaceAllStringFunc(statement, func(m string) string {
		kind, name, _ := strings.Cut(m[1:len(m)-1], " ")
		return w.idOf("SELECT id FROM orders WHERE kind = '%s' AND name = '%s' ORDER BY id LIMIT 1", kind, name)
	})
	statement = regexp.MustCompile(`\[([a-z0-9-]+\.[a-z.]+)\]`).ReplaceAllStringFunc(statement, func(m string) string {
		return w.idOf("SELECT id FROM domains WHERE name = '%s' ORDER BY id DESC LIMIT 1", m[1:len(m)-1])
	})
	return regexp.MustCompile(`\{([^{}]*\|\|[^{}]*)\}`).ReplaceAllStringFunc(statement, func(m string) string {
		text := m[1 : len(m)-1]
		if w.mysql() {
			return "CONCAT(" + strings.ReplaceAll(text, "||", ",") + ")"
		}
		return text
	})
}

func (w *world) idOf(query string, args ...any) string {
	w.t.Helper()
	var id int64
	if err := w.db.QueryRowContext(w.ctx, fmt.Sprintf(query, args...)).Scan(&id); err != nil {
		w.t.Fatalf("%s: %v", fmt.Sprintf(query, args...), err)
	}
	return fmt.Sprint(id)
}

func (s *shop) rawDatabase() *sql.DB {
	s.t.Helper()
	if !strings.HasPrefix(s.URL, "mysql:") {
		db, err := sql.Open("sqlite", s.URL)
		s.Must(err)
		return db
	}
	u, err := url.Parse(s.URL)
	s.Must(err)
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User, c.DBName = "tcp", u.Host, u.User.Username(), strings.Trim(u.Path, "/")
	c.Passwd, _ = u.User.Password()
	db, err := sql.Open("mysql", c.FormatDSN())
	s.Must(err)
	return db
}
