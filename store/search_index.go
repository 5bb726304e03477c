package store

import (
	"context"

	"nameyard/reseller"
)

// by is a table to be read by one of its indexes. A database that looks for the newest rows with something rare likes to read all rows
// from the newest on until it has found enough; the index says which rows have it without a look at them.
func (s *Store) by(table, index string) string {
	if s.dialect == mysqlDialect {
		return table + " FORCE INDEX (" + index + ")"
	}
	return table + " INDEXED BY " + index
}

// findBy reads the page of rows that a search has chosen: first which they are, by an index that has all columns of the search, then these.
func findBy[T any](ctx context.Context, s *Store, table, index string, chosen search, p reseller.Page) ([]T, error) {
	where, order, args := chosen.page(p)
	ids, err := s.ids(ctx, "SELECT id FROM "+s.by(table, index)+" WHERE "+where+" ORDER BY "+order+" LIMIT ?", append(args, p.Limit)...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return rowsOf[T](s.reads).Where("id IN ?", ids).Order(order).Find(ctx)
}
