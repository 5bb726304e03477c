package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// cellKind is what a column holds, the same on both engines.
type cellKind string

const (
	numberCell cellKind = "number" // 64 bits; booleans are 0 and 1
	textCell   cellKind = "text"
	timeCell   cellKind = "time" // UTC, microseconds
	bytesCell  cellKind = "bytes"
)

// tableShape is a table as the database has it.
type tableShape struct {
	name    string
	columns []string
	kinds   []cellKind
	parents []string // tables that its foreign keys refer to
}

// notBackedUp are tables that belong to the database and not to the books: the state of its schema, who leads what,
// what is limited by the hour or the day, what its servers were set to, who is signed in, and what was restored into it.
var notBackedUp = []string{"goose_db_version", "migration_lock", "leases", "tries", "restores", "restore_findings", "zone_floor", "zone_bytes", "platform_settings", "registry_figures", "user_sessions", "sign_in_links", "sign_in_challenges", "password_resets", "password_asks", "job_runs", "last_reports", "price_turn"}

// registryTables are the sandbox registry, which stands for the world outside: a restore leaves the ones that are there.
var registryTables = []string{"registry_documents", "registry_effects", "sandbox_clock"}

// shapes lists the tables that are backed up, parents before the tables that refer to them.
func (s *Store) shapes(ctx context.Context, db *gorm.DB) ([]tableShape, error) {
	read := sqliteShapes
	if s.dialect == mysqlDialect {
		read = mysqlShapes
	}
	found, err := read(db.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("read the tables' columns: %w", err)
	}
	found = slices.DeleteFunc(found, func(t tableShape) bool { return slices.Contains(notBackedUp, t.name) })
	slices.SortFunc(found, func(a, b tableShape) int { return strings.Compare(a.name, b.name) })
	return parentsFirst(found), nil
}

// parentsFirst orders tables so that rows can be inserted under foreign keys.
func parentsFirst(tables []tableShape) []tableShape {
	var ordered []tableShape
	done := map[string]bool{}
	for len(ordered) < len(tables) {
		before := len(ordered)
		for _, t := range tables {
			waits := func(p string) bool {
				return p != t.name && !done[p] && slices.ContainsFunc(tables, func(o tableShape) bool { return o.name == p })
			}
			if !done[t.name] && !slices.ContainsFunc(t.parents, waits) {
				ordered, done[t.name] = append(ordered, t), true
			}
		}
		if len(ordered) == before { // a circle: the foreign keys will tell
			return append(ordered, slices.DeleteFunc(slices.Clone(tables), func(t tableShape) bool { return done[t.name] })...)
		}
	}
	return ordered
}

func sqliteShapes(db *gorm.DB) ([]tableShape, error) {
	var names []string
	if err := db.Raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Scan(&names).Error; err != nil {
		return nil, err
	}
	var tables []tableShape
	for _, name := range names {
		t := tableShape{name: name}
		var columns []struct{ Name, Type string }
		if err := db.Raw("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", name).Scan(&columns).Error; err != nil {
			return nil, err
		}
		for _, c := range columns {
			t.columns, t.kinds = append(t.columns, c.Name), append(t.kinds, cellKindOf(c.Type))
		}
		if err := db.Raw(`SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)`, name).Scan(&t.parents).Error; err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

func mysqlShapes(db *gorm.DB) ([]tableShape, error) {
	var columns []struct{ TableName, ColumnName, DataType string }
	err := db.Raw(`SELECT table_name AS table_name, column_name AS column_name, data_type AS data_type
		FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`).Scan(&columns).Error
	if err != nil {
		return nil, err
	}
	var tables []tableShape
	for _, c := range columns {
		if n := len(tables); n == 0 || tables[n-1].name != c.TableName {
			tables = append(tables, tableShape{name: c.TableName})
		}
		t := &tables[len(tables)-1]
		t.columns, t.kinds = append(t.columns, c.ColumnName), append(t.kinds, cellKindOf(c.DataType))
	}
	var keys []struct{ TableName, Parent string }
	err = db.Raw(`SELECT DISTINCT table_name AS table_name, referenced_table_name AS parent FROM information_schema.key_column_usage
		WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL`).Scan(&keys).Error
	for i := range tables {
		for _, k := range keys {
			if k.TableName == tables[i].name {
				tables[i].parents = append(tables[i].parents, k.Parent)
			}
		}
	}
	return tables, err
}

// cellKindOf reads a column's declared type.
func cellKindOf(declared string) cellKind {
	word, _, _ := strings.Cut(strings.ToLower(declared), "(")
	switch {
	case strings.Contains(word, "int"), word == "boolean", word == "bool":
		return numberCell
	case word == "datetime", word == "timestamp":
		return timeCell
	case strings.Contains(word, "blob"), strings.Contains(word, "binary"):
		return bytesCell
	}
	return textCell
}

// quoted lists columns for a statement of either engine; some of their names are words of SQL.
func quoted(columns []string) string { return "`" + strings.Join(columns, "`, `") + "`" }
