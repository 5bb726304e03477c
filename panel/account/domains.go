package account

import (
	"context"
	"net/url"
	"strconv"

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
	Rows   []actions.Listed
	Count  int64  // of all pages
	Next   string // query of the next page; "" = this is the last
	Later  bool   // this is not the first page
}

// First is the query of the first page.
func (d domainsData) First() string { return "?" + url.Values{"q": {d.Search}}.Encode() }

// domains lists names.
func (p Pages) domains(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := domainsData{Search: reseller.TrimEnds(v.Query.Get("q"))}
	form := page.Form{}
	r, wrong := search(v, d.Search)
	r.Limit = pageRows
	r.After, _ = strconv.ParseInt(v.Query.Get("after"), 10, 64) // what is no number begins at the beginning
	d.Later = r.After > 0
	if wrong == "" {
		var err error
		if d.Count, err = p.Actions.CountDomains(ctx, v.Call(), r); reseller.IsKind(err, reseller.KindInvalid) {
			wrong = reseller.AsError(err).Words
		} else if err != nil {
			return visit.Answer{}, err
		}
	}
	if wrong != "" {
		form.Errors = map[string]string{"q": wrong}
		return visit.Show("account/domains", v.Say("domains.title"), d).With(form).Part("list"), nil
	}
	found, err := p.Actions.ListDomains(ctx, v.Call(), r)
	if err != nil {
		return visit.Answer{}, err
	}
	d.Rows = found.Rows
	if found.Next != 0 {
		d.Next = "?" + url.Values{"q": {d.Search}, "after": {strconv.FormatInt(found.Next, 10)}}.Encode()
	}
	return visit.Show("account/domains", v.Say("domains.title"), d).Part("list"), nil
}
