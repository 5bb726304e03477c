package verify_test

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// tamperings change the books of a shop that has traded, behind its back. Each breaks at least the invariant named.
// two and three are registrations of anna's, one was renewed, reserved-name refused, refunded deleted in the add grace.
var tamperings = []struct {
	invariant, words, title string
	statements              []string
}{
	{"I1", "sum to 1 minor units of SEK", "a posting grows", []string{
		"UPDATE postings SET amount = amount + 1 WHERE entry_id = 1 AND n = 0"}},
	{"I1", "has no postings", "an entry loses its postings", []string{"DELETE FROM postings WHERE entry_id = 1"}},
	{"I1", "together are -10 minor units", "a posting is lost in the sum", []string{
		"UPDATE postings SET amount = amount - 10 WHERE entry_id = 1 AND account = 'house:deposits'"}},
	{"I2", "minor units of SEK on acct:1:available", "the first deposit shrinks to a crown", []string{
		"UPDATE postings SET amount = CASE WHEN amount > 0 THEN 1 ELSE -1 END WHERE entry_id = 1"}},
	{"I2", "its unfinished orders reserve 8000", "a hold vanishes from the balance", []string{
		"UPDATE balances SET held = 0 WHERE account_id = 2"}},
	{"I3", "and its journal", "credit appears", []string{"UPDATE balances SET available = available + 5 WHERE account_id = 1"}},
	{"I3", "has no balance row", "a balance row vanishes", []string{"DELETE FROM balances WHERE account_id = 1"}},
	{"I4", "has no settle entry", "a settlement vanishes", []string{
		"DELETE FROM postings WHERE entry_id = (SELECT id FROM entries WHERE kind = 'settle' AND order_id = 1)",
		"DELETE FROM entries WHERE kind = 'settle' AND order_id = 1"}},
	{"I4", "has a release entry", "a sale is released too", []string{
		"INSERT INTO entries (kind, account_id, order_id, note, created_at) VALUES ('release', 1, 1, '', '2026-03-01 12:00:00')"}},
	{"I4", "which does not exist", "a hold belongs to no order", []string{
		"UPDATE entries SET order_id = 999 WHERE kind = 'hold' AND order_id = 1"}},
	{"I4", "does not post the order's charge", "an order's price changes afterwards", []string{
		"UPDATE orders SET net = net - 1, tax = tax + 1 WHERE id = 1"}},
	{"I5", "its live key does not fit that", "an order that has ended keeps its key", []string{
		"UPDATE orders SET live_key = 'name:one.com' WHERE id = 1"}},
	{"I5", "are both unfinished for the same thing", "two unfinished orders are for one name", []string{
		"UPDATE orders SET state = 'unknown', kind = 'transfer', name = 'coming.com' WHERE id = 1"}},
	{"I5", "charged what an earlier order had charged already", "one registration is charged twice", []string{
		"UPDATE orders SET domain_id = 1 WHERE id = 2"}},
	{"I6", "no registry's log has its effect", "an effect vanishes from the registry's log", []string{
		`DELETE FROM registry_effects WHERE body LIKE '%"create"%' AND body LIKE '%"one.com"%'`}},
	{"I6", "belongs to no order", "an effect has no order", []string{"UPDATE orders SET tr_base = 'other' WHERE id = 1"}},
	{"I6", "took effect twice", "an effect comes twice", []string{
		`INSERT INTO registry_effects (body) SELECT body FROM registry_effects WHERE body LIKE '%"renew"%'`}},
	{"I6", "its transaction id is that of order 1", "an order is for another name than its effect", []string{
		"UPDATE orders SET name = 'else.com' WHERE id = 1"}},
	{"I6", "was not paid", "a sale is called refused", []string{"UPDATE orders SET state = 'refused' WHERE id = 1"}},
	{"I7", "its domain row 1 is missing", "a domain row vanishes", []string{"DELETE FROM domains WHERE id = 1"}},
	{"I7", "does not show it", "a domain row is pending again", []string{"UPDATE domains SET state = 'pending_register' WHERE id = 1"}},
	{"I8", "is done, and no registry's log has its effect", "a refusal is called done", []string{
		"UPDATE orders SET state = 'done' WHERE name = 'reserved-name.com'"}},
	{"I8", "is refused, and the registry did it", "a deletion is called refused", []string{
		"UPDATE orders SET state = 'refused' WHERE kind = 'delete' AND name = 'two.com'"}},
	{"I9", "left -10000 minor units of SEK on acct:1:available", "a refused order keeps the money", []string{
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'release')",
		"DELETE FROM entries WHERE kind = 'release'"}},
	{"I12", "in our books and on", "our expiry is a year ahead", []string{
		"UPDATE domains SET registry_expiry = '2028-03-01 12:00:00' WHERE name = 'three.com'"}},
	{"I12", "paid for 2", "the registry gave more years than were paid", []string{
		`UPDATE registry_effects SET body = REPLACE(body, '"years":2', '"years":3') WHERE body LIKE '%"renew"%'`}},
	{"I12", "which is more than 0 years", "an expiry grows by itself", []string{
		`INSERT INTO registry_effects (body) VALUES ('{"at":"2026-03-02T00:00:00Z","command":"update","name":"three.com","expires":"2030-03-01T12:00:00Z"}')`}},
	{"I14", "has 0 invoices, want 1", "an invoice vanishes", []string{"DELETE FROM invoices WHERE order_id = 1"}},
	{"I14", "and the ledger 8000 + 2000", "an invoice says another sum", []string{"UPDATE invoices SET net = net + 1 WHERE order_id = 1"}},
	{"I14", "has 0 credit notes, want 1", "a credit note vanishes", []string{"DELETE FROM invoices WHERE credits <> 0"}},
	{"I14", "are numbered up to 2026-00000099", "a number is skipped", []string{
		"UPDATE invoices SET number = '2026-00000099' WHERE order_id = 1"}},
	{"I14", "is paid (10000 minor units, credits 0), and its term, order or credit note does not fit that", "a paid invoice has no order", []string{
		"UPDATE invoices SET order_id = NULL WHERE order_id = 1"}},
	{"I14", "is unpaid (10000 minor units", "an unpaid invoice is for no term", []string{
		"UPDATE invoices SET order_id = NULL, status = 'unpaid', term_key = NULL WHERE order_id = 1"}},
	{"I14", "is cancelled (10000 minor units", "a numbered invoice is cancelled without a credit note", []string{
		"UPDATE invoices SET order_id = NULL, status = 'cancelled', number = '2026-00000001' WHERE order_id = 1"}},
	{"I14", "is of order 999, which does not exist", "an invoice belongs to no order", []string{
		"UPDATE invoices SET order_id = 999 WHERE order_id = 1"}},
}

func TestTamperingIsFound(t *testing.T) {
	for _, c := range tamperings {
		t.Run(c.title, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *shop) {
				wantClean(t, s.Report())
				for _, sql := range c.statements {
					s.tamper(sql)
				}
				wantBreach(t, s.Report(), c.invariant, c.words)
			})
		})
	}
}

// tamper runs a statement on a connection of its own, without regard for foreign keys.
func (s *shop) tamper(statement string) {
	s.t.Helper()
	db := s.rawDatabase()
	defer db.Close()
	db.SetMaxOpenConns(1)
	if strings.HasPrefix(s.URL, "mysql:") {
		_, err := db.ExecContext(s.ctx, "SET foreign_key_checks = 0")
		s.Must(err)
	}
	result, err := db.ExecContext(s.ctx, statement)
	s.Must(err)
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		s.t.Fatalf("%s: %d rows, %v", statement, n, err)
	}
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
