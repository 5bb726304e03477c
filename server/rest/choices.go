package rest

import (
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// between reads the query parameters since and until: a date, which stands for its first instant in UTC, or a time by RFC 3339.
func (req *request) between() (reseller.Between, error) {
	var b reseller.Between
	for name, at := range map[string]*time.Time{"since": &b.Since, "until": &b.Until} {
		t, err := req.queryTime(name)
		if err != nil {
			return b, err
		}
		*at = t
	}
	return b, nil
}

// queryTime reads a query parameter that between reads; zero if it is not there.
func (req *request) queryTime(name string) (time.Time, error) {
	text := req.Query.Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	t, ok := reseller.ParseDate(text)
	if !ok {
		return t, form.Invalid(name, "%s is %q, it must be a date such as 2027-03-10 or a time such as 2027-03-10T12:00:00Z", name, form.Clip(text, 40))
	}
	return t, nil
}

// newestFirst reads the query parameter sort.
func (req *request) newestFirst() (bool, error) {
	switch text := req.Query.Get("sort"); text {
	case "", "oldest":
		return false, nil
	case "newest":
		return true, nil
	default:
		return false, form.Invalid("sort", "sort is %q, it must be oldest or newest", form.Clip(text, 30))
	}
}

// page reads the paging of a list of the books.
func (req *request) page() (actions.Page, error) {
	p, err := req.paging()
	if p.limit == 0 {
		p.limit = usualPage
	}
	return actions.Page{After: p.after, Limit: p.limit}, err
}
