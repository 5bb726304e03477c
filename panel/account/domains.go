package account

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
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
	Count  int64  // of all pages
	Beyond bool   // there are more than Count: they were not counted
	Exact  string // query of this page with all counted
	Next   string // query of the next page; "" = this is the last
	Later  bool   // this is not the first page
}

// Saved reports whether the search that is shown is a saved view.
func (d domainsData) Saved() bool {
	return slices.ContainsFunc(d.Tabs, func(t tab) bool { return t.Current })
}

// First is the query of the first page.
func (d domainsData) First() string { return "?" + url.Values{"q": {d.Search}}.Encode() }

// domains lists names.
func (p Pages) domains(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := domainsData{Search: reseller.TrimEnds(v.Query.Get("q")), Month: nextMonth(v.Now)}
	form := page.Form{}
	r, wrong := search(v, d.Search)
	r.Limit = pageRows
	r.After, _ = strconv.ParseInt(v.Query.Get("after"), 10, 64) // what is no number begins at the beginning
	d.Later = r.After > 0
	var found actions.Paged[actions.Listed]
	var err error
	if d.Tabs, err = p.tabs(ctx, v, d.Search); err != nil {
		return visit.Answer{}, err
	}
	if wrong == "" {
		if found, err = p.Actions.ListDomains(ctx, v.Call(), r); reseller.IsKind(err, reseller.KindInvalid) {
			wrong = spelled(v, err).String()
		} else if err != nil {
			return visit.Answer{}, err
		}
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
		d.Next = "?" + url.Values{"q": {d.Search}, "after": {strconv.FormatInt(found.Next, 10)}}.Encode()
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
	r.After = 0
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
