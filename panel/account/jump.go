package account

import (
	"context"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// jumpRows is how many names are offered.
const jumpRows = 10

// jump finds where somebody wants to go: names that hold the words, the acts on many names, an order by its number; the template adds the pages.
func (p Pages) jump(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := page.Jump{Query: reseller.TrimEnds(v.Query.Get("q"))}
	title := v.Say("jump.title")
	if d.Query == "" {
		return visit.Show("account/jump", title, d), nil
	}
	names, err := p.Actions.ListDomains(ctx, v.Call(), actions.ListDomains{Search: d.Query, Page: actions.Page{Limit: jumpRows}})
	if err != nil && !reseller.IsKind(err, reseller.KindInvalid) { // what is no part of a name is in none
		return visit.Answer{}, err
	}
	for _, n := range names.Rows {
		d.Found = append(d.Found, page.Place{To: "/panel/domains/" + strconv.FormatInt(n.Domain.ID, 10) + "/", Icon: "globe", Name: n.Domain.Name.Unicode()})
	}
	if acts := v.Say("progress.all"); strings.Contains(strings.ToLower(acts), strings.ToLower(d.Query)) {
		d.Found = append(d.Found, page.Place{To: "/panel/domains/progress/", Icon: "history", Name: acts})
	}
	id, err := strconv.ParseInt(strings.TrimPrefix(d.Query, "#"), 10, 64)
	if err != nil {
		return visit.Show("account/jump", title, d), nil
	}
	story, err := p.Actions.OrderStory(ctx, v.Call(), actions.OrderByID{ID: id})
	if err == nil {
		d.Found = append(d.Found, page.Place{To: "/panel/orders/" + strconv.FormatInt(id, 10) + "/", Icon: "shopping-cart", Name: v.Say("jump.order", strconv.FormatInt(id, 10), story.Order.Name.Unicode())})
	}
	if reseller.IsKind(err, reseller.KindNotFound) || reseller.IsKind(err, reseller.KindInvalid) {
		err = nil
	}
	return visit.Show("account/jump", title, d), err
}
