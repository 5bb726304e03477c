package panel_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// many is how many names, orders and entries of the ledger the account of the benchmark has besides.
const many = 100_000

// BenchmarkPagesOfAHundredThousandNames measures how long pages take, over HTTP, for an account with 100,000 names, each with an order and a
// movement of credit, all registered in the last year and renewed automatically in the next. "make bench-panel" runs it; README.md has what it measured.
func BenchmarkPagesOfAHundredThousandNames(b *testing.B) {
	for _, engine := range apptest.Engines {
		w := newWorld(b, engine, nil)
		w.Unclean = true // rows that came by no order
		w.multiply()
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		for _, page := range []struct{ name, at string }{
			{"overview", "/panel/"},
			{"domains", "/panel/domains/"},
			{"domains in the middle", "/panel/domains/?after=50000"},
			{"search for a part", "/panel/domains/?q=name-99"},
			{"search that finds nothing", "/panel/domains/?q=nothing-at-all"},
			{"filter", "/panel/domains/?q=tld:com+expires:<30d+renew:on"},
			{"one name", fmt.Sprintf("/panel/domains/%d/", w.ours.ID)},
			{"orders", "/panel/orders/"},
			{"orders of a part of a name", "/panel/orders/?q=name-99*"},
			{"orders done", "/panel/orders/?status=done"},
			{"orders refused", "/panel/orders/?status=refused"},
			{"credit with 90 days", "/panel/credit/"},
			{"credit, older", "/panel/credit/?after=50000"},
		} {
			b.Run(string(engine)+"/"+strings.ReplaceAll(page.name, " ", "-"), func(b *testing.B) {
				for b.Loop() {
					p.must(page.at)
				}
			})
		}
	}
}

// multiply copies the account's first name, order and entry of the ledger as often as many says.
func (w *world) multiply() {
	w.Helper()
	driver, url := "sqlite", w.URL+"?_pragma=busy_timeout(10000)"
	if rest, is := strings.CutPrefix(w.URL, "mysql://"); is {
		user, address, _ := strings.Cut(rest, "@")
		host, name, _ := strings.Cut(address, "/")
		driver, url = "mysql", user+"@tcp("+host+")/"+name
	}
	db, err := sql.Open(driver, url)
	w.Must(err)
	defer db.Close()
	span := reseller.Days(365)
	at := func(i int) time.Time { return w.Clock.Now().Add(span / many * time.Duration(i)) }
	w.copies(db, "domains", fmt.Sprintf("id = %d", w.ours.ID), func(i int, row map[string]any) {
		name := fmt.Sprintf("name-%d.com", i)
		row["id"], row["name"], row["live_name"], row["auto_renew"] = 1000+i, name, name, true
		row["registered_at"], row["paid_through"] = w.date(driver, at(i).Add(-span)), w.date(driver, at(i))
	})
	w.copies(db, "orders", fmt.Sprintf("domain_id = %d", w.ours.ID), func(i int, row map[string]any) {
		row["id"], row["domain_id"], row["name"], row["tr_base"], row["idempotency_key"] = 1000+i, 1000+i, fmt.Sprintf("name-%d.com", i), fmt.Sprintf("copy-%d", i), nil
	})
	w.copies(db, "entries", "kind = 'settle' AND account_id = 1", func(i int, row map[string]any) {
		row["id"], row["order_id"], row["ref"] = 1000+i, 1000+i, nil
	})
	var settled int64
	w.Must(db.QueryRow("SELECT MIN(id) FROM entries WHERE kind = 'settle' AND account_id = 1").Scan(&settled))
	for n := range 2 {
		w.copies(db, "postings", fmt.Sprintf("entry_id = %d AND n = (SELECT MIN(n) + %d FROM postings WHERE entry_id = %d)", settled, n, settled), func(i int, row map[string]any) {
			row["entry_id"] = 1000 + i
		})
	}
	if driver == "sqlite" {
		_, err = db.Exec("ANALYZE")
		w.Must(err)
		return
	}
	_, err = db.Exec("ANALYZE TABLE domains, orders, entries, postings")
	w.Must(err)
}

// date is an instant as a driver takes it.
func (w *world) date(driver string, t time.Time) any {
	if driver == "sqlite" {
		return t.UTC().Format("2006-01-02 15:04:05-07:00")
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

// copies inserts a row many times, changed each time.
func (w *world) copies(db *sql.DB, table, where string, change func(int, map[string]any)) {
	w.Helper()
	rows, err := db.Query("SELECT * FROM " + table + " WHERE " + where + " ORDER BY 1 LIMIT 1")
	w.Must(err)
	columns, err := rows.Columns()
	w.Must(err)
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	if !rows.Next() {
		w.Fatalf("%s has no row where %s", table, where)
	}
	w.Must(rows.Scan(into...))
	w.Must(rows.Close())
	tx, err := db.BeginTx(context.Background(), nil)
	w.Must(err)
	defer tx.Rollback()
	const each = 200
	marks := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
	statement, err := tx.Prepare("INSERT INTO " + table + " (" + strings.Join(columns, ",") + ") VALUES " + strings.TrimSuffix(strings.Repeat(marks+",", each), ","))
	w.Must(err)
	var args []any
	for i := range many {
		row := map[string]any{}
		for j, column := range columns {
			value := values[j]
			if t, is := value.(time.Time); is {
				value = w.date("sqlite", t)
			}
			row[column] = value
		}
		change(i, row)
		for _, column := range columns {
			args = append(args, row[column])
		}
		if len(args) == each*len(columns) {
			_, err := statement.Exec(args...)
			w.Must(err)
			args = args[:0]
		}
	}
	w.Must(tx.Commit())
}
