package account

import (
	"context"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// exported is a name as exports have it.
type exported struct {
	Name        string   `json:"name"`
	Status      string   `json:"status"`
	Registered  string   `json:"registered"`
	Expires     string   `json:"expires"`
	AutoRenew   bool     `json:"auto_renew"`
	Locked      bool     `json:"locked"`
	Nameservers []string `json:"nameservers"`
}

// tickedNames is the search for names that were ticked in the list. Where none of them is in the account any more it is an error: a search for
// nothing finds everything.
func (p Pages) tickedNames(ctx context.Context, v *visit.Visit) (r actions.ListDomains, err error) {
	ids, _ := idsOf(namesIn(v.Query["id"]))
	live, err := p.Actions.LiveDomains(ctx, v.Call(), ids)
	if err != nil {
		return r, err
	}
	for _, id := range ids {
		if d, is := live[id]; is {
			r.Names = append(r.Names, d.Name.String())
		}
	}
	if len(r.Names) == 0 {
		return r, visit.NotFound()
	}
	return r, nil
}

// exportDomains gives all names that a search finds as a file, page by page: as many as there are take no more memory than a page.
func (p Pages) exportDomains(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	r, wrong := lookedFor(v)
	if wrong != "" {
		return visit.Answer{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s", wrong)
	}
	if v.Query.Has("id") && !v.Query.Has("q") { // all that are found are not those that are ticked
		var err error
		if r, err = p.tickedNames(ctx, v); err != nil {
			return visit.Answer{}, err
		}
	}
	if _, err := p.Actions.CountDomains(ctx, v.Call(), r); err != nil { // what is wrong with it is said on a page
		return visit.Answer{}, err
	}
	columns := []string{"name", "status", "registered", "expires", "auto_renew", "locked", "nameservers"}
	return sheet[exported]{"domains", columns, exported.cells, func(do func(exported) error) error {
		read := func(ctx context.Context) (actions.Paged[actions.Listed], error) {
			return p.Actions.ListDomains(ctx, v.Call(), r)
		}
		return eachOf(ctx, &r.Page, read, func(l actions.Listed) error {
			return do(exported{
				l.Domain.Name.String(), l.Status, v.Language.Calendar(l.Registered), v.Language.Calendar(l.Expires), l.Domain.AutoRenew, l.Domain.Locked,
				append([]string{}, l.Domain.Nameservers...),
			})
		})
	}}.download(v), nil
}

func (e exported) cells() []string {
	return []string{
		e.Name, e.Status, e.Registered, e.Expires, strconv.FormatBool(e.AutoRenew), strconv.FormatBool(e.Locked), strings.Join(e.Nameservers, " "),
	}
}
