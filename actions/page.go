package actions

import "nameyard/reseller"

// Page asks for one page of a list that is kept in the order of ids.
type Page struct {
	After int64 // only what comes after this id: larger ones, or smaller ones where the list is newest first
	Limit int   // at most this many; 0 = a page of usual size
}

// keyset is the page for the store, with one row more than it may have (see paged).
func (p Page) keyset(newest bool) reseller.Page {
	if newest {
		return reseller.Page{Before: p.After, Limit: p.limit() + 1}
	}
	return reseller.Page{OldestFirst: true, After: p.After, Limit: p.limit() + 1}
}

func (p Page) limit() int {
	if p.Limit <= 0 || p.Limit > pageSize {
		return pageSize
	}
	return p.Limit
}

// Paged is one page of a list.
type Paged[T any] struct {
	Rows []T
	Next int64 // the id that the next page comes after; 0 = the list ends here
}

// paged cuts a page out of rows that were read with one more than it may have: only that one says that more follow.
func paged[T any](rows []T, limit int, id func(T) int64) Paged[T] {
	if len(rows) <= limit {
		return Paged[T]{Rows: rows}
	}
	return Paged[T]{Rows: rows[:limit], Next: id(rows[limit-1])}
}
