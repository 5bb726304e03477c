package migrations_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller/clocktest"
	"nameyard/store"
	"nameyard/store/storetest"
)

var update = flag.Bool("update", false, "draw docs/schema.md anew")

const drawing = "../docs/schema.md"

// group is a part of the schema that is drawn together.
type group struct {
	title  string
	tables []table
}

// table is a table and what a row of it is.
type table struct{ name, row string }

// groups have every table once. A migration that makes one adds it here.
var groups = []group{
	{"Accounts and money", []table{
		{"accounts", "a reseller"},
		{"tokens", "a credential of an account; its hash, or sealed where the server must read it again"},
		{"balances", "an account's credit: available and held. Changed by guarded updates only"},
		{"prices", "a price of a TLD, in a currency, for an operation and a number of years"},
		{"entries", "one event in the ledger"},
		{"postings", "one side of an entry; those of an entry sum to zero"},
		{"invoices", "an invoice or a credit note"},
		{"low_credit", "an account that was told that its credit does not cover its renewals"},
	}},
	{"Names and orders", []table{
		{"domains", "a name that an account has or had; live_name is empty once it has left"},
		{"zone_documents", "the records, forwards or settings of a name, as one document"},
		{"zone_history", "a version of such a document"},
		{"orders", "an intent to spend or to change something at a registry; live_key is empty once it has ended"},
		{"keyed_requests", "a REST request with an Idempotency-Key, and its answer"},
	}},
	{"What is told", []table{
		{"outbox", "an event; seq is its number, given after the commit"},
		{"event_cursors", "how far a reader of events has read"},
		{"mails", "a mail that was written, and what became of it"},
		{"webhook_endpoints", "an address that events are posted to"},
		{"webhook_deliveries", "an event on its way to an address"},
		{"audit", "a change, with who made it"},
	}},
	{"Running it", []table{
		{"leases", "who leads, and when a job last ran"},
		{"restores", "a restore of this database, and how far the comparison after it is"},
		{"restore_findings", "what that comparison found"},
	}},
	{"The sandbox registry", []table{
		{"registry_documents", "a name, host or request as the sandbox registry has it"},
		{"registry_effects", "one effect that it carried out"},
		{"sandbox_clock", "how far business time is ahead of the wall clock"},
	}},
}

// TestDrawingOfTheSchemaIsWhatTheMigrationsMake holds docs/schema.md against a database that all migrations have run on.
func TestDrawingOfTheSchemaIsWhatTheMigrationsMake(t *testing.T) {
	t.Parallel()
	drawn, err := draw(migrated(t))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(drawing, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(drawing)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != drawn {
		t.Error("docs/schema.md is not what the migrations make: go test ./migrations -update")
	}
}

// TestEveryTableIsDrawn finds tables that no group has, and tables that are no more.
func TestEveryTableIsDrawn(t *testing.T) {
	t.Parallel()
	there, err := names(migrated(t), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' AND name <> 'migration_lock'")
	if err != nil {
		t.Fatal(err)
	}
	var drawn []string
	for _, g := range groups {
		for _, table := range g.tables {
			drawn = append(drawn, table.name)
		}
	}
	slices.Sort(there)
	slices.Sort(drawn)
	if !slices.Equal(there, drawn) {
		t.Errorf("the tables are\n%v, the groups have\n%v", there, drawn)
	}
}

// migrated opens a SQLite database with the whole schema.
func migrated(t *testing.T) *sql.DB {
	t.Helper()
	path := storetest.SQLitePath(t)
	s, err := store.Open(t.Context(), path, clocktest.New(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// draw writes the page.
func draw(db *sql.DB) (string, error) {
	var page strings.Builder
	page.WriteString(preface)
	for _, g := range groups {
		fmt.Fprintf(&page, "\n## %s\n\n| table | a row is |\n|---|---|\n", g.title)
		for _, t := range g.tables {
			fmt.Fprintf(&page, "| `%s` | %s |\n", t.name, t.row)
		}
		page.WriteString("\n```mermaid\nerDiagram\n")
		for _, t := range g.tables {
			lines, err := entity(db, t.name)
			if err != nil {
				return "", err
			}
			page.WriteString(lines)
		}
		page.WriteString("```\n")
	}
	return page.String(), nil
}

const preface = `# The schema

Drawn from the migrations by ` + "`go test ./migrations -update`" + `, and held against them by a test. Types are SQLite's; MySQL has the same
columns with the types in ` + "`migrations/mysql/`" + `. A solid line is a foreign key, a broken one a reference that the database does not check.
Amounts are integers of minor units.

Migrations have gaps in their numbers: parts that were built at the same time had ranges of their own. Numbers only say the order.
`

// entity draws a table with what it refers to.
func entity(db *sql.DB, name string) (string, error) {
	foreign, err := pairs(db, `SELECT "from", "table" FROM pragma_foreign_key_list(?) ORDER BY id`, name)
	if err != nil {
		return "", err
	}
	unique, err := names(db, `SELECT c.name FROM pragma_index_list(?) i, pragma_index_info(i.name) c
		WHERE i."unique" AND i.origin <> 'pk' AND (SELECT COUNT(*) FROM pragma_index_info(i.name)) = 1`, name)
	if err != nil {
		return "", err
	}
	columns, err := db.QueryContext(context.Background(), `SELECT name, type, "notnull" OR pk, pk > 0 FROM pragma_table_info(?) ORDER BY cid`, name)
	if err != nil {
		return "", err
	}
	defer columns.Close()
	var lines strings.Builder
	fmt.Fprintf(&lines, "    %s {\n", name)
	refers := map[string]string{}
	for columns.Next() {
		var column, kind string
		var required, primary bool
		if err := columns.Scan(&column, &kind, &required, &primary); err != nil {
			return "", err
		}
		lines.WriteString(attribute(column, kind, required, primary, foreign[column] != "", slices.Contains(unique, column)))
		refers[column] = foreign[column]
	}
	lines.WriteString("    }\n")
	return lines.String() + references(name, refers), columns.Err()
}

func attribute(column, kind string, required, primary, foreign, unique bool) string {
	var keys []string
	for _, key := range []struct {
		name string
		is   bool
	}{{"PK", primary}, {"FK", foreign}, {"UK", unique}} {
		if key.is {
			keys = append(keys, key.name)
		}
	}
	line := strings.TrimRight(fmt.Sprintf("        %s %s %s", kind, column, strings.Join(keys, ", ")), " ")
	if !required {
		line += ` "may be null"`
	}
	return line + "\n"
}

// references draws the lines from a table's columns: foreign keys, and columns that are named after a table.
func references(name string, columns map[string]string) string {
	var lines []string
	for column, table := range columns {
		line := "--"
		if table == "" {
			line, table = "..", named[column]
		}
		if table != "" && table != name {
			lines = append(lines, fmt.Sprintf("    %s ||%so{ %s : %s\n", table, line, name, column))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// named are columns that refer to a table by their name only.
var named = map[string]string{"account_id": "accounts", "domain_id": "domains", "order_id": "orders", "invoice_id": "invoices", "event_id": "outbox"}

func names(db *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}

func pairs(db *sql.DB, query, arg string) (map[string]string, error) {
	rows, err := db.QueryContext(context.Background(), query, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		all[key] = value
	}
	return all, rows.Err()
}
