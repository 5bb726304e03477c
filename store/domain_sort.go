package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"nameyard/reseller"
)

// sortedFew is up to how many names are found as their filter likes it, and sorted then. Of more, some stand soon wherever one reads in their
// order: they are read by the index that has it.
const sortedFew = 1000

// nameOrder is an order of names: by a column, with the index that has an account's names so.
type nameOrder struct{ column, index string }

var nameOrders = map[reseller.DomainSort]nameOrder{
	reseller.SortByName:         {"name", "domains_account_id_name"},
	reseller.SortByExpiry:       {"paid_through", "domains_account_id_paid_through"},
	reseller.SortByRegistration: {"registered_at", "domains_registered"},
}

// sortedDomains lists what a filter chooses in the order that it asks for, after a row. Names without a value there come last in either direction.
func (s *Store) sortedDomains(ctx context.Context, account int64, f reseller.DomainFilter, after int64, limit int) ([]domainRow, error) {
	n, err := s.CountDomainsUpTo(ctx, account, f, sortedFew+1)
	if err != nil || n == 0 {
		return nil, err
	}
	few := int(n)
	if n > sortedFew {
		few = 0
	}
	return s.sorted(ctx, account, f, after, limit, few)
}

// sorted is sortedDomains that is told how many they are, where they are few; 0 = they are many.
func (s *Store) sorted(ctx context.Context, account int64, f reseller.DomainFilter, after int64, limit, few int) ([]domainRow, error) {
	by, is := nameOrders[f.Sort]
	if !is {
		return nil, fmt.Errorf("there is no order of names called %q", f.Sort)
	}
	read, order := readBy{from: s.by("domains", by.index), served: usesServer}, ""
	if few > 0 {
		var err error
		if read, err = s.domainsBy(ctx, account, f); err != nil {
			return nil, translate(err)
		}
		order = by.column + " IS NULL, " // no index has that order, so none is taken for its sake
	}
	more, direction := ">", ""
	if f.Descending {
		more, direction = "<", " DESC"
	}
	order += by.column + direction + ", id" + direction
	valued, unvalued, err := s.afterPlace(ctx, by.column, more, account, after)
	if err != nil {
		return nil, err
	}
	var rows []domainRow
	for _, part := range []restOf{valued, unvalued} {
		if part.condition == "" || len(rows) == limit || few > 0 && len(rows) == few {
			continue
		}
		where, args := domainWhere(account, f, read)
		found, err := s.listed(read.from).Where(where+" AND "+part.condition, append(args, part.args...)...).Order(order).Limit(limit - len(rows)).Find(ctx)
		if err != nil {
			return nil, translate(err)
		}
		rows = append(rows, found...)
	}
	return rows, nil
}

// restOf is what follows a row in one part of an order; no condition: nothing does.
type restOf struct {
	condition string
	args      []any
}

// afterPlace is what follows a row: of those that have a value in a column, and of those that have none. If the row is not there any more, all does.
func (s *Store) afterPlace(ctx context.Context, column, more string, account, after int64) (valued, unvalued restOf, err error) {
	valued, unvalued = restOf{column + " IS NOT NULL", nil}, restOf{column + " IS NULL", nil}
	if after == 0 {
		return valued, unvalued, nil
	}
	var none bool
	err = scanRow(s.reads.WithContext(ctx).Raw("SELECT "+column+" IS NULL FROM domains WHERE id = ? AND account_id = ?", after, account), &none)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return valued, unvalued, nil
	case err != nil:
		return valued, unvalued, translate(err)
	case none:
		return restOf{}, restOf{column + " IS NULL AND id " + more + " ?", []any{after}}, nil
	}
	at := "(SELECT p." + column + " FROM domains p WHERE p.id = ?)"
	return restOf{column + " " + more + "= " + at + " AND (" + column + " " + more + " " + at + " OR id " + more + " ?)", []any{after, after, after}}, unvalued, nil
}
