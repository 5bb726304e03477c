package account

import (
	"maps"
	"net/url"
	"strconv"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// asked is the page of a list that the query names. What is no number begins at the beginning.
func asked(v *visit.Visit) actions.Page { return askedOf(v, "after") }

// askedOf is asked where a page has several lists: each has its place in a field of the query of its own.
func askedOf(v *visit.Visit, field string) actions.Page {
	after, _ := strconv.ParseInt(v.Query.Get(field), 10, 64)
	return actions.Page{After: max(after, 0), Limit: pageRows}
}

// paging is where a page of a list has its neighbours: queries with all that this page chooses.
type paging struct {
	First string // "" = this is the first page
	Next  string // "" = this is the last
}

func pagingOf(v *visit.Visit, next int64) paging { return pagingIn(v, "after", next) }

// pagingIn is pagingOf where a page has several lists: see askedOf. Its links lead to the list.
func pagingIn(v *visit.Visit, field string, next int64) paging {
	if next == 0 {
		return pagingTo(v, field, "")
	}
	return pagingTo(v, field, strconv.FormatInt(next, 10))
}

// pagingTo is pagingIn of a list whose places are no numbers; "" = there is no next page.
func pagingTo(v *visit.Visit, field, next string) (p paging) {
	query, list := url.Values(maps.Clone(v.Query)), ""
	if field != "after" {
		list = "#" + field
	}
	query.Del(field)
	if v.Query.Has(field) {
		p.First = "?" + query.Encode() + list
	}
	if next != "" {
		query.Set(field, next)
		p.Next = "?" + query.Encode() + list
	}
	return p
}

// days are those of a list of instants.
func days(v *visit.Visit, errors map[string]string) reseller.Between {
	return v.Days(v.Times(), errors)
}

// calendarDays are those of a list whose dates are dates by rule.
func calendarDays(v *visit.Visit, errors map[string]string) reseller.Between {
	return v.Days(visit.Calendar(), errors)
}
