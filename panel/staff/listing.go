package staff

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pageRows is how many rows a list shows.
const pageRows = 50

// listing is a list's place in the URL: what was searched for, and where the next page begins. Lists are newest first, by keyset.
type listing struct {
	Query url.Values // of this page, without its place
	Next  string     // query of the next page; "" = this is the last
	Later bool       // this is not the first page
}

// First is the query of the first page.
func (l listing) First() string { return "?" + l.Query.Encode() }

// Has gives what was searched for in a field.
func (l listing) Has(field string) string { return l.Query.Get(field) }

// Empty reports whether nothing was searched for.
func (l listing) Empty() bool { return len(l.Query) == 0 }

// listed reads a list's fields from the URL, and the page that is asked for: one row more than it shows, to know whether there are more.
func listed(v *visit.Visit, fields ...string) (listing, reseller.Page) {
	l := listing{Query: url.Values{}}
	for _, field := range fields {
		if value := reseller.TrimEnds(v.Query.Get(field)); value != "" {
			l.Query.Set(field, value)
		}
	}
	before, _ := strconv.ParseInt(v.Query.Get("before"), 10, 64) // what is no number begins at the beginning
	l.Later = before > 0
	return l, reseller.Page{Before: max(before, 0), Limit: pageRows + 1}
}

// shown cuts rows to what the page shows, and remembers where the next one begins.
func shown[T any](l *listing, rows []T, id func(T) int64) []T {
	if len(rows) <= pageRows {
		return rows
	}
	rows = rows[:pageRows]
	l.Next = l.at("before", id(rows[pageRows-1]))
	return rows
}

// part cuts rows that are read together to the page that begins at the row of the URL.
func part[T any](l *listing, v *visit.Visit, rows []T, per int) []T {
	from, _ := strconv.Atoi(v.Query.Get("from"))
	from = min(max(from, 0), len(rows))
	rows = rows[from:]
	if l.Later = from > 0; len(rows) > per {
		rows, l.Next = rows[:per], l.at("from", int64(from+per))
	}
	return rows
}

// form is the form of the search, as it was sent.
func (l listing) form() page.Form {
	f := page.Form{Values: map[string]string{}, Errors: map[string]string{}}
	for field := range l.Query {
		f.Values[field] = l.Has(field)
	}
	return f
}

// at is the query of the list with a number more.
func (l listing) at(field string, n int64) string {
	q := url.Values{field: {strconv.FormatInt(n, 10)}}
	for name, values := range l.Query {
		q[name] = values
	}
	return "?" + q.Encode()
}

// emailsOf gives the e-mail addresses of the accounts of rows, by their ids.
func emailsOf[T any](ctx context.Context, p Pages, rows []T, account func(T) int64) (map[int64]string, error) {
	return p.Accounts.EmailsOf(ctx, accountIDs(rows, account))
}

// accountIDs are the ids of the accounts of rows.
func accountIDs[T any](rows []T, account func(T) int64) []int64 {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = account(row)
	}
	return distinct(ids)
}

// distinct are ids without repeats, in order.
func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}
