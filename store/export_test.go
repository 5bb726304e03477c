package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Tx runs statements in one write transaction as the store's own transitions do: again as a whole on deadlocks.
func (s *Store) Tx(ctx context.Context, fn func(exec func(sql string, args ...any) error) error) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return fn(func(sql string, args ...any) error { return tx.Exec(sql, args...).Error })
	})
}

// SortedAsMany lists names as ListDomains does for a filter with an order that chooses many.
func (s *Store) SortedAsMany(ctx context.Context, account int64, f reseller.DomainFilter, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := s.sorted(ctx, account, f, after, limit, 0)
	if err != nil {
		return nil, err
	}
	return each(rows, domainRow.toDomain)
}

// Exec changes the database behind the store's back.
func (s *Store) Exec(ctx context.Context, sql string, args ...any) error {
	return s.writes.WithContext(ctx).Exec(sql, args...).Error
}

// CheckPragmasAfter sets a pragma on the writer's connection, as another program might, and repeats the check of Open.
func (s *Store) CheckPragmasAfter(ctx context.Context, pragma string) error {
	if err := s.Exec(ctx, pragma); err != nil {
		return err
	}
	return s.checkPragmas(ctx)
}

// MigrateDownTo takes back the migrations after a version.
func (s *Store) MigrateDownTo(ctx context.Context, version int64) error {
	p, err := s.goose()
	if err != nil {
		return err
	}
	_, err = p.DownTo(ctx, version)
	return err
}

// MigrateTo makes the schema that a version had.
func (s *Store) MigrateTo(ctx context.Context, version int64) error { return s.migrateTo(ctx, version) }

// Value reads one value as text behind the store's back.
func (s *Store) Value(ctx context.Context, sql string, args ...any) (value string, err error) {
	err = s.writes.WithContext(ctx).Raw(sql, args...).Row().Scan(&value)
	return value, err
}

// Rows reads rows as texts behind the store's back; NULL is empty.
func (s *Store) Rows(ctx context.Context, query string, args ...any) ([][]string, error) {
	rows, err := s.writes.WithContext(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]string
	for rows.Next() {
		cells, targets := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		row := make([]string, len(columns))
		for i, c := range cells {
			row[i] = c.String
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// ContradictionQueries are the comparisons of rows with rows.
func ContradictionQueries() (all []string) {
	for _, c := range contradictions {
		all = append(all, c.query)
	}
	return all
}

// ByteColumns lists the columns of bytes as "table.column", and those that UseKey and RotateKey take for sealed.
func (s *Store) ByteColumns(ctx context.Context) (all, sealed []string, err error) {
	tables, err := s.shapes(ctx, s.scans)
	for _, t := range tables {
		for i, kind := range t.kinds {
			if kind == bytesCell {
				all = append(all, t.name+"."+t.columns[i])
			}
		}
	}
	for _, p := range sealedPlaces {
		sealed = append(sealed, p.table+"."+p.column)
	}
	return all, sealed, err
}

// KeptDays is for how many days each table that is pruned keeps its rows.
func KeptDays() map[string]int {
	const day = 24 * time.Hour
	kept := map[string]int{
		"audit": int(reseller.AuditKept / day), "zone_history": int(zoneVersionsLive / day), "zone_bytes": int(zoneBytesKept / day),
		"alias_targets": int(aliasTargetsKept / day),
		"domains":       int(draftsKept / day), "keyed_requests": int(keysLive / day),
	}
	for _, p := range pruned {
		kept[p.table] = int(p.keep / day)
	}
	for table := range endedAccess {
		kept[table] = int(endedKept / day)
	}
	return kept
}

// LookupPlans is what the database makes of each way of Lookup: the tables that it reads from end to end.
func (s *Store) LookupPlans(ctx context.Context, account int64) (whole []string, err error) {
	for _, way := range s.lookups(account) {
		query, args := way.query, []any{"x"}
		if account != 0 {
			query, args = query+" AND "+way.own+" = ?", append(args, account)
		}
		plan := map[dialect]string{sqliteDialect: "EXPLAIN QUERY PLAN ", mysqlDialect: "EXPLAIN "}[s.dialect]
		var steps []map[string]any
		if err := s.reads.WithContext(ctx).Raw(plan+query+" ORDER BY 1 DESC LIMIT 20", args...).Scan(&steps).Error; err != nil {
			return nil, err
		}
		for _, step := range steps {
			detail := fmt.Sprint(step["detail"])
			if kind := fmt.Sprint(step["type"]); strings.HasPrefix(detail, "SCAN ") || kind == "ALL" || kind == "index" {
				whole = append(whole, fmt.Sprintf("%s: %v", query, step))
			}
		}
	}
	return whole, nil
}
