package store_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nameyard/migrations"
	"nameyard/store/storetest"
)

var update = flag.Bool("update", false, "write docs/schema.md anew")

const schemaDoc = "../docs/schema.md"

// docTable is a table as docs/schema.md shows it.
type docTable struct {
	about   string // the comment of the migration that makes it
	columns []docColumn
	keys    []string
	parents []string // "column table"
}

type docColumn struct {
	name, sqlite, mysql, more string
	inKey                     bool
}

// TestSchemaIsTheOneInTheDocuments makes docs/schema.md from databases that the migrations made; make schema writes it. On the
// way it proves that both engines have the same tables, columns and keys.
func TestSchemaIsTheOneInTheDocuments(t *testing.T) {
	t.Parallel()
	tables, theirs := sqliteSchema(t), mysqlSchema(t)
	if a, b := slices.Sorted(maps.Keys(tables)), slices.Sorted(maps.Keys(theirs)); !slices.Equal(a, b) {
		t.Fatalf("SQLite has %v\nMariaDB has %v", a, b)
	}
	for name, ours := range tables {
		other := theirs[name]
		equal(t, "number of columns of "+name, len(other.columns), len(ours.columns))
		for i, c := range ours.columns { // one table has them in another order
			at := slices.IndexFunc(other.columns, func(o docColumn) bool { return o.name == c.name })
			if at < 0 || other.columns[at].more != c.more {
				t.Errorf("MariaDB has not %s.%s, or it is NULL there where it is not on SQLite", name, c.name)
				continue
			}
			ours.columns[i].mysql = other.columns[at].mysql
		}
		equal(t, "keys of "+name, strings.Join(other.keys, "; "), strings.Join(ours.keys, "; "))
		equal(t, "foreign keys of "+name, strings.Join(other.parents, "; "), strings.Join(ours.parents, "; "))
	}
	text := schemaText(tables)
	if *update {
		ok(t, os.WriteFile(schemaDoc, text, 0o644))
		return
	}
	if kept, err := os.ReadFile(schemaDoc); err != nil || !bytes.Equal(kept, text) {
		t.Errorf("docs/schema.md does not show what the migrations make (%v): run make schema", err)
	}
}

// ofGoose are the tables of the migrations themselves.
var ofGoose = []string{"goose_db_version", "migration_lock"}

func sqliteSchema(t *testing.T) map[string]*docTable {
	h := open(t, storetest.SQLitePath(t))
	rows := func(query string, args ...any) [][]string { return must[[][]string](t)(h.Rows(h.ctx, query, args...)) }
	tables := map[string]*docTable{}
	for _, row := range rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
		if name := row[0]; !slices.Contains(ofGoose, name) {
			table := &docTable{about: aboutTable(t, name)}
			for _, c := range rows(`SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid`, name) {
				table.columns = append(table.columns, docColumn{name: c[0], sqlite: c[1], more: nullable(c[2] == "0" && c[3] == "0"), inKey: c[3] != "0"})
			}
			indexes := rows(`SELECT l.name, 1 - l."unique", i.name FROM pragma_index_list(?) l JOIN pragma_index_info(l.name) i WHERE l.origin <> 'pk' ORDER BY l.name, i.seqno`, name)
			for _, p := range rows(`SELECT "from", "table" FROM pragma_foreign_key_list(?)`, name) {
				table.parents = append(table.parents, p[0]+" "+p[1])
			}
			table.keys = keysOf(indexes, table.parents)
			slices.Sort(table.parents)
			tables[name] = table
		}
	}
	return tables
}

// displayWidth is what MariaDB says of integers and MySQL does not.
var displayWidth = regexp.MustCompile(`int\(\d+\)`)

func mysqlSchema(t *testing.T) map[string]*docTable {
	h := open(t, storetest.MariaDB(t))
	rows := func(query string, args ...any) [][]string { return must[[][]string](t)(h.Rows(h.ctx, query, args...)) }
	tables := map[string]*docTable{}
	for _, c := range rows(`SELECT table_name, column_name, column_type, is_nullable, COALESCE(collation_name, '') FROM information_schema.columns
		WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`) {
		if slices.Contains(ofGoose, c[0]) {
			continue
		}
		if tables[c[0]] == nil {
			tables[c[0]] = &docTable{}
		}
		kind := displayWidth.ReplaceAllString(strings.ReplaceAll(c[2], "tinyint(1)", "boolean"), "int")
		tables[c[0]].columns = append(tables[c[0]].columns, docColumn{name: c[1], mysql: strings.TrimSpace(kind + " " + strings.TrimPrefix(c[4], "utf8mb4_bin")), more: nullable(c[3] == "YES")})
	}
	for name, table := range tables {
		for _, p := range rows(`SELECT column_name, referenced_table_name FROM information_schema.key_column_usage
			WHERE table_schema = DATABASE() AND table_name = ? AND referenced_table_name IS NOT NULL`, name) {
			table.parents = append(table.parents, p[0]+" "+p[1])
		}
		slices.Sort(table.parents)
		table.keys = keysOf(rows(`SELECT index_name, non_unique, column_name FROM information_schema.statistics
			WHERE table_schema = DATABASE() AND table_name = ? AND index_name <> 'PRIMARY' ORDER BY index_name, seq_in_index`, name), table.parents)
	}
	return tables
}

func nullable(is bool) string {
	if is {
		return "may be NULL"
	}
	return ""
}

// keysOf gathers rows of index, "0" = unique, column. Indexes that MySQL makes by itself for a foreign key are left out, and so
// are SQLite's for the same column.
func keysOf(rows [][]string, parents []string) []string {
	columns, unique := map[string][]string{}, map[string]string{}
	for _, r := range rows {
		columns[r[0]], unique[r[0]] = append(columns[r[0]], r[2]), r[1]
	}
	var keys []string
	for name, of := range columns {
		kind := "index"
		if unique[name] == "0" {
			kind = "unique"
		}
		forParent := kind == "index" && len(of) == 1 && slices.ContainsFunc(parents, func(p string) bool { return strings.HasPrefix(p, of[0]+" ") })
		if !forParent {
			keys = append(keys, kind+" ("+strings.Join(of, ", ")+")")
		}
	}
	slices.Sort(keys)
	return keys
}

// aboutTable is the comment at the head of the migration that makes a table.
func aboutTable(t *testing.T, name string) string {
	files := must[[]string](t)(fs.Glob(migrations.SQLite, "sqlite/*.sql"))
	for _, file := range files {
		text := string(must[[]byte](t)(fs.ReadFile(migrations.SQLite, file)))
		if !strings.Contains(text, "CREATE TABLE "+name+" (") {
			continue
		}
		var words []string
		for line := range strings.Lines(text) {
			said, is := strings.CutPrefix(strings.TrimSpace(line), "-- ")
			if !is || strings.HasPrefix(said, "+goose") {
				break
			}
			words = append(words, said)
		}
		return strings.Join(words, " ")
	}
	t.Errorf("no migration makes the table %s", name)
	return ""
}

func schemaText(tables map[string]*docTable) []byte {
	var out bytes.Buffer
	fmt.Fprint(&out, "# Database schema\n\n",
		"<!-- Made from the migrations by \"make schema\". Do not edit. -->\n\n",
		"What the files in `migrations/` make, the same tables, columns and keys on SQLite and on MySQL or MariaDB. Lines in the\n",
		"picture are foreign keys. Times are UTC with microseconds, amounts are minor units of a currency. MySQL's texts are utf8mb4_bin\n",
		"where nothing else stands; its indexes of foreign keys are not listed.\n\n```mermaid\nerDiagram\n")
	names := slices.Sorted(maps.Keys(tables))
	for _, name := range names {
		fmt.Fprintf(&out, "    %s\n", name)
		for _, p := range tables[name].parents {
			column, parent, _ := strings.Cut(p, " ")
			fmt.Fprintf(&out, "    %s ||--o{ %s : %s\n", parent, name, column)
		}
	}
	fmt.Fprint(&out, "```\n")
	for _, name := range names {
		table := tables[name]
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n| column | SQLite | MySQL | |\n|---|---|---|---|\n", name, table.about)
		for _, c := range table.columns {
			more := c.more
			if c.inKey {
				more = "primary key"
			}
			fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", c.name, strings.ToLower(c.sqlite), c.mysql, more)
		}
		var notes []string
		notes = append(notes, table.keys...)
		for _, p := range table.parents {
			column, parent, _ := strings.Cut(p, " ")
			notes = append(notes, fmt.Sprintf("%s is a row of [%s](#%s)", column, parent, parent))
		}
		if len(notes) > 0 {
			fmt.Fprintf(&out, "\n- %s\n", strings.Join(notes, "\n- "))
		}
	}
	return out.Bytes()
}
