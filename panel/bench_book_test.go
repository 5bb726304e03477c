package panel_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// The size of the installation that the benchmark measures.
const (
	many     = 100_000   // names of the first account, each with an order, an invoice, a mail and a movement of credit
	accounts = 1_000     // others
	tokens   = 2_000     // of the others
	records  = 1_000_000 // entries of the ledger, records of the audit log, and events, of all accounts together
)

// book is the database of the benchmark, which is filled without a server.
type book struct {
	*world
	db    *sql.DB
	mysql bool
}

// openBook opens the world's database beside the server.
func (w *world) openBook(engine apptest.Engine) book {
	w.Helper()
	driver, url := "sqlite", w.URL+"?_pragma=busy_timeout(10000)"
	if rest, is := strings.CutPrefix(w.URL, "mysql://"); is {
		user, address, _ := strings.Cut(rest, "@")
		host, name, _ := strings.Cut(address, "/")
		driver, url = "mysql", user+"@tcp("+host+")/"+name
	}
	db, err := sql.Open(driver, url)
	w.Must(err)
	w.Cleanup(func() { _ = db.Close() })
	b := book{w, db, engine == apptest.MariaDB}
	if b.mysql { // that of the tests is 64 MB: pages would wait for indexes to be read from the disk
		_, err = db.Exec("SET GLOBAL innodb_buffer_pool_size = 2147483648")
		w.Must(err)
	}
	return b
}

// multiply copies the first account's first name, with all that belongs to it, so many times. Their terms end within a year.
func (b book) multiply(names int) {
	b.Helper()
	b.multiplyNamed(names, b.text("name-", "n.i", ".com"))
}

// multiplyNamed is multiply with what the names are called.
func (b book) multiplyNamed(names int, name string) {
	b.Helper()
	year := int(reseller.Days(365).Seconds())
	spread := fmt.Sprint(year / names)
	bought := b.later(b.Clock.Now().AddDate(-1, 0, 0).Format("2006-01-02 15:04:05"), "n.i * "+spread)
	b.copies("domains", fmt.Sprintf("id = %d", b.ours.ID), names, map[string]string{
		"id": "1000 + n.i", "name": name, "live_name": name, "auto_renew": "1",
		"registered_at": bought,
		"paid_through":  b.later(b.Clock.Now().Format("2006-01-02 15:04:05"), "n.i * "+spread),
	})
	for _, host := range []string{"ns1.example.net", "ns2.example.net", "example.net", "net"} {
		b.copies("domain_nameservers", fmt.Sprintf("domain_id = %d AND host = '%s'", b.ours.ID, host), names, map[string]string{"domain_id": "1000 + n.i"})
	}
	b.copies("orders", fmt.Sprintf("domain_id = %d", b.ours.ID), names, map[string]string{
		"id": "1000 + n.i", "domain_id": "1000 + n.i", "name": name, "tr_base": b.text("copy-", "n.i"), "idempotency_key": "NULL", "created_at": bought,
	})
	b.copies("invoices", "status = 'paid' AND account_id = 1", names, map[string]string{
		"id": "1000 + n.i", "domain_id": "1000 + n.i", "order_id": "1000 + n.i", "number": b.text("copy-", "n.i"), "term_key": "NULL",
	})
	b.copies("entries", "kind = 'settle' AND account_id = 1", names, map[string]string{"id": "1000 + n.i", "order_id": "1000 + n.i", "ref": "NULL", "created_at": bought})
	b.postings("account_id = 1", "1000 + n.i", names, map[string]string{})
	b.copies("audit", "account_id = 1", names, map[string]string{
		"id": "2000000 + n.i", "action": "'SaveDNS'", "object": name, "request_id": b.text("request-", "n.i"), "created_at": bought,
	})
	b.analyze("audit", "domains", "domain_nameservers", "orders", "invoices", "entries", "postings")
}

// crowd adds accounts, and so many entries, records and events of them, and mails of the first account.
func (b book) crowd(accounts, records int) {
	b.Helper()
	other := fmt.Sprint(b.other.ID)
	b.copies("accounts", "id = "+other, accounts, map[string]string{
		"id": "1000 + n.i", "email": b.text("reseller-", "n.i", "@example.com"), "name": b.text("Reseller ", "n.i"),
	})
	b.copies("balances", "account_id = "+other, accounts, map[string]string{"account_id": "1000 + n.i"})
	theirs := fmt.Sprintf("1000 + n.i %% %d", accounts)
	b.copies("entries", "kind = 'settle' AND account_id = "+other, records, map[string]string{
		"id": "200000 + n.i", "order_id": "NULL", "ref": "NULL", "account_id": theirs,
	})
	b.postings("account_id = "+other, "200000 + n.i", records, map[string]string{
		"account": "CASE WHEN t.account LIKE 'acct:%' THEN " + b.text("acct:", theirs, ":held") + " ELSE t.account END",
	})
	b.copies("tokens", "account_id = "+other, tokens, map[string]string{"id": "100 + n.i", "account_id": theirs, "name": b.text("Script ", "n.i"), "hash": b.text("copy-", "n.i")})
	b.copies("audit", "account_id = 1", records, map[string]string{
		"id": "100000 + n.i", "account_id": theirs, "object": b.text("name-", "n.i % 100000", ".com"), "actor": b.text("token ", fmt.Sprintf("100 + n.i %% %d", tokens)),
		"request_id": b.text("request-", "n.i"), "created_at": b.later(b.Clock.Now().AddDate(-1, 0, 0).Format("2006-01-02 15:04:05"), fmt.Sprintf("n.i * %d", int(reseller.Days(365).Seconds())/records)),
	})
	_, err := b.db.Exec("UPDATE audit SET id = id + 10000000 WHERE id < 100000") // the world's own are the newest, and have the highest numbers
	b.Must(err)
	b.copies("outbox", "account_id = 1", records, map[string]string{"id": "100000 + n.i", "account_id": theirs, "domain_id": "1000 + n.i % 100000", "once_key": "NULL", "seq": "100000 + n.i"})
	if _, err := b.db.Exec("INSERT INTO mails (id, cause, account_id, domain_id, invoice_id, kind, recipient, subject, body_text, body_html, created_at, state, attempts, queued_at, problem) " +
		"SELECT 1000 + n.i, " + b.text("copy-", "n.i") + ", 1, 1000 + n.i, 0, 'registered', 'reseller@example.com', 'A name', 'It is yours.', '', '2026-03-01 12:00:00', 'sent', 1, '2026-03-01 12:00:00', '' FROM " + numbers(min(records, 100_000))); err != nil {
		b.Fatal(err)
	}
	b.analyze("accounts", "balances", "entries", "postings", "audit", "outbox", "mails")
}

// postings copies both postings of an entry of those that are chosen.
func (b book) postings(chosen, entry string, n int, change map[string]string) {
	b.Helper()
	var settled int64
	b.Must(b.db.QueryRow("SELECT MIN(id) FROM entries WHERE kind = 'settle' AND " + chosen).Scan(&settled))
	change["entry_id"] = entry
	for k := range 2 {
		b.copies("postings", fmt.Sprintf("entry_id = %d AND n = (SELECT MIN(n) + %d FROM postings WHERE entry_id = %d)", settled, k, settled), n, change)
	}
}

// copies inserts a row n times, changed each time: expressions of SQL, in which n.i counts from 0 and t is the row.
func (b book) copies(table, where string, n int, change map[string]string) {
	b.Helper()
	rows, err := b.db.Query("SELECT * FROM " + table + " LIMIT 0")
	b.Must(err)
	columns, err := rows.Columns()
	b.Must(err)
	b.Must(rows.Close())
	values := make([]string, len(columns))
	for i, column := range columns {
		if values[i] = change[column]; values[i] == "" {
			values[i] = "t." + column
		}
	}
	for column := range change {
		if !slices.Contains(columns, column) {
			b.Fatalf("%s has no column %s", table, column)
		}
	}
	done, err := b.db.Exec("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM (SELECT * FROM " + table + " WHERE " + where + " ORDER BY 1 LIMIT 1) t CROSS JOIN " + numbers(n) + " ORDER BY n.i")
	b.Must(err)
	if got, err := done.RowsAffected(); err != nil || got != int64(n) {
		b.Fatalf("%d rows of %s were copied, want %d: %v", got, table, n, err)
	}
}

// numbers is a table n whose column i counts from 0 to below a number, at most a million.
func numbers(below int) string {
	const digit = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
	of, sum := "", ""
	for place, each := "a", 1; each < below; place, each = string(place[0]+1), each*10 {
		of += ", " + digit + " " + place
		sum += fmt.Sprintf(" + %d * %s.d", each, place)
	}
	return fmt.Sprintf("(SELECT * FROM (SELECT %s AS i FROM %s) counted WHERE i < %d) n", sum[3:], of[2:], below)
}

// text joins literals and, among them, what holds a number, to a text.
func (b book) text(parts ...string) string {
	for i, part := range parts {
		if !strings.Contains(part, "n.i") {
			parts[i] = "'" + part + "'"
		} else {
			parts[i] = "(" + part + ")"
		}
	}
	if b.mysql {
		return "CONCAT(" + strings.Join(parts, ", ") + ")"
	}
	return strings.Join(parts, " || ")
}

// later is an instant so many seconds after another one.
func (b book) later(from, seconds string) string {
	if b.mysql {
		return "'" + from + "' + INTERVAL (" + seconds + ") SECOND"
	}
	return "strftime('%Y-%m-%d %H:%M:%S+00:00', '" + from + "', '+' || (" + seconds + ") || ' seconds')"
}

// analyze lets MariaDB learn at once how its tables are filled, as it does by itself in time. SQLite is not asked to: nobody does on a server.
func (b book) analyze(tables ...string) {
	b.Helper()
	if b.mysql {
		_, err := b.db.Exec("ANALYZE TABLE " + strings.Join(tables, ", "))
		b.Must(err)
	}
}
