package account

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pageRows is how many rows a list shows.
const pageRows = 50

// domainsData is what the list of names shows.
type domainsData struct {
	Search string
	Month  string // the next month, as the search has it
	Tabs   []tab
	Rows   []actions.Listed
	Count  int64    // of all pages
	Beyond bool     // there are more than Count: they were not counted
	Exact  string   // query of this page with all counted
	Next   string   // query of the next page; "" = this is the last
	Later  bool     // this is not the first page
	Sort   string   // as the address has it; "" = as they came into the account
	Absent []string // of a list of names, those that are not in the account
	Words  []searchWord
	States []string // that can be searched for
}

// AtOnce is how many of the names that were found a bulk act can be about: the first of them, if there are more.
func (d domainsData) AtOnce() int64 { return min(d.Count, bulkMost) }

// Others reports whether more was found than this page shows.
func (d domainsData) Others() bool { return d.Next != "" || d.Later }

// SortedBy tells how a column is sorted, as aria-sort has it; "" = not by it.
func (d domainsData) SortedBy(column string) string {
	switch d.Sort {
	case column:
		return "ascending"
	case "-" + column:
		return "descending"
	}
	return ""
}

// SortBy is the query of this search sorted by a column, and if it is so already the other way round.
func (d domainsData) SortBy(column string) string {
	if d.Sort == column {
		column = "-" + column
	}
	return d.query(url.Values{"sort": {column}})
}

// query is the query of this search with something else beside.
func (d domainsData) query(more url.Values) string {
	all := url.Values{"q": {d.Search}}
	if d.Sort != "" {
		all.Set("sort", d.Sort)
	}
	maps.Copy(all, more)
	return "?" + all.Encode()
}

// Saved reports whether the search that is shown is a saved view.
func (d domainsData) Saved() bool {
	return slices.ContainsFunc(d.Tabs, func(t tab) bool { return t.Current })
}

// First is the query of the first page.
func (d domainsData) First() string { return d.query(nil) }

// domains lists names.
func (p Pages) domains(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	// A pasted list is shown in a field of one line, which would drop the breaks between its names.
	d := domainsData{Search: strings.Join(strings.Fields(v.Query.Get("q")), " "), Month: nextMonth(v.Now), Words: searchWords, States: actions.DomainStatuses}
	form := page.Form{}
	r, wrong := lookedFor(v)
	if d.Sort = string(r.Sort); r.Descending {
		d.Sort = "-" + d.Sort
	}
	r.Limit = pageRows
	r.After, _ = strconv.ParseInt(v.Query.Get("after"), 10, 64) // what is no number begins at the beginning
	d.Later = r.After > 0
	var found actions.Paged[actions.Listed]
	var err error
	if d.Tabs, err = p.tabs(ctx, v, d.Search); err != nil {
		return visit.Answer{}, err
	}
	if found, err = p.Actions.ListDomains(ctx, v.Call(), r); reseller.IsKind(err, reseller.KindInvalid) {
		wrong = strings.TrimPrefix(wrong+"\n"+spelled(v, err).String(), "\n")
	} else if err != nil {
		return visit.Answer{}, err
	}
	if wrong != "" {
		form.Errors = map[string]string{"q": wrong}
		return visit.Show("account/domains", v.Say("domains.title"), d).With(form).Part("list"), nil
	}
	d.Rows, d.Count = found.Rows, int64(len(found.Rows))
	if err := d.count(ctx, v, p, r, found.Next != 0); err != nil {
		return visit.Answer{}, err
	}
	if found.Next != 0 {
		d.Next = d.query(url.Values{"after": {strconv.FormatInt(found.Next, 10)}})
	}
	if len(r.Names) > 0 && !d.Later {
		if d.Absent, err = p.Actions.NotHere(ctx, v.Call(), distinct(r.Names)); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("account/domains", v.Say("domains.title"), d).Part("list"), nil
}

// nextMonth is the month after a business time, as the search has it.
func nextMonth(now time.Time) string {
	now = now.UTC()
	return time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, time.UTC).Format(month)
}

// unaskedMost is how many of the names that a search finds are counted unasked.
func unaskedMost(r actions.ListDomains) int64 {
	if r.Search != "" { // every name must be looked at for each that fits
		return pageRows
	}
	return reseller.ManyNames
}

// count counts what all pages have. The first page of a short list is counted already.
func (d *domainsData) count(ctx context.Context, v *visit.Visit, p Pages, r actions.ListDomains, more bool) (err error) {
	r.After, r.Sort = 0, ""
	switch {
	case !d.Later && !more:
	case v.Query.Get("count") == "all":
		d.Count, err = p.Actions.CountDomains(ctx, v.Call(), r)
	default:
		most := unaskedMost(r)
		d.Count, err = p.Actions.CountDomainsUpTo(ctx, v.Call(), r, most+1)
		if d.Count > most {
			query := maps.Clone(v.Query)
			query.Set("count", "all")
			d.Count, d.Beyond, d.Exact = most, true, "?"+query.Encode()
		}
	}
	return err
}
