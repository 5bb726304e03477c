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

// jump finds where somebody wants to go: what an identifier stands for, names that hold the words, the acts on many names, an order by its number; the template
// adds the pages.
func (p Pages) jump(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := page.Jump{Query: reseller.TrimEnds(v.Query.Get("q"))}
	if d.Query != "" {
		found, err := p.quoted(ctx, v, &d)
		if err == nil {
			err = p.named(ctx, v, &d)
		}
		if err == nil {
			err = p.numbered(ctx, v, &d)
		}
		if err != nil {
			return visit.Answer{}, err
		}
		d.OfRequests(found)
	}
	return visit.Show("account/jump", v.Say("jump.title"), d), nil
}

// named finds names that hold the words, and the acts on many names.
func (p Pages) named(ctx context.Context, v *visit.Visit, d *page.Jump) error {
	names, err := p.Actions.ListDomains(ctx, v.Call(), actions.ListDomains{Search: d.Query, Page: actions.Page{Limit: jumpRows}})
	if err != nil && !reseller.IsKind(err, reseller.KindInvalid) { // what is no part of a name is in none
		return err
	}
	for _, n := range names.Rows {
		d.Add(page.Place{To: "/panel/domains/" + strconv.FormatInt(n.Domain.ID, 10) + "/", Icon: "globe", Name: n.Domain.Name.Unicode()})
	}
	if acts := v.Say("progress.all"); strings.Contains(strings.ToLower(acts), strings.ToLower(d.Query)) {
		d.Add(page.Place{To: "/panel/domains/progress/", Icon: "history", Name: acts})
	}
	return nil
}

// numbered finds an order by its number.
func (p Pages) numbered(ctx context.Context, v *visit.Visit, d *page.Jump) error {
	id, err := strconv.ParseInt(strings.TrimPrefix(d.Query, "#"), 10, 64)
	if err != nil {
		return nil
	}
	story, err := p.Actions.OrderStory(ctx, v.Call(), actions.OrderByID{ID: id})
	if err == nil {
		d.Add(page.Place{To: "/panel/orders/" + strconv.FormatInt(id, 10) + "/", Icon: "shopping-cart", Name: v.Say("jump.order", strconv.FormatInt(id, 10), story.Order.Name.Unicode())})
	}
	if reseller.IsKind(err, reseller.KindNotFound) || reseller.IsKind(err, reseller.KindInvalid) {
		err = nil
	}
	return err
}
