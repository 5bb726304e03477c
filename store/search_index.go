package store

import (
	"context"
	"fmt"
	"strings"

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

// inOrder is a table to be read row after row as their ids are.
func (s *Store) inOrder(table string) string {
	if s.dialect == mysqlDialect {
		return table + " FORCE INDEX (PRIMARY)"
	}
	return table + " NOT INDEXED"
}

// byEachAccount is a table to be read by one of its indexes that begins with the account and goes on with something rare, for each account
// there is: a look for each of them, and none at what is not rare. Nothing else of the accounts is seen.
func (s *Store) byEachAccount(table, index string) string {
	join := "CROSS JOIN" // SQLite reads its tables in their order
	if s.dialect == mysqlDialect {
		join = "STRAIGHT_JOIN"
	}
	return "(SELECT id AS of_account FROM accounts) each_account " + join + " " + s.by(table, index) + " ON account_id = of_account"
}

// findBy reads the page of rows that a search has chosen: first which they are, by an index that has all columns of the search, then these. from
// is the table with its index.
func findBy[T any](ctx context.Context, s *Store, from string, chosen search, p reseller.Page) ([]T, error) {
	where, order, args := chosen.page(p)
	ids, err := s.ids(ctx, "SELECT id FROM "+from+" WHERE "+where+" ORDER BY "+order+" LIMIT ?", append(args, p.Limit)...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return rowsOf[T](s.reads).Where("id IN ?", ids).Order(order).Find(ctx)
}

// firstOfEach finds the page of the rows of a search that have one of some values in a column: the first ones of each, and of all these the first. from is
// the table with an index that has the rows of each value as they are listed. The database would sort all that have any of the values.
func firstOfEach[T any](ctx context.Context, s *Store, from, column string, values []T, chosen search, p reseller.Page) ([]int64, error) {
	where, order, args := chosen.page(p)
	each, all := make([]string, len(values)), []any{}
	for i, value := range values {
		each[i] = fmt.Sprintf("SELECT id FROM (SELECT id FROM %s WHERE %s = ? AND %s ORDER BY %s LIMIT ?) of%d", from, column, where, order, i)
		all = append(append(append(all, value), args...), p.Limit)
	}
	return s.ids(ctx, "SELECT id FROM ("+strings.Join(each, " UNION ALL ")+") found ORDER BY "+order+" LIMIT ?", append(all, p.Limit)...)
}
