package staff

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// jumpRows is how many names, and how many accounts, are offered.
const jumpRows = 10

// jump finds where staff wants to go: what an identifier stands for, names that hold the words, accounts, an order by its number; the template adds the pages.
func (p Pages) jump(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := page.Jump{Query: reseller.TrimEnds(v.Query.Get("q"))}
	if d.Query != "" {
		found, err := p.quoted(ctx, v, &d)
		if err == nil {
			err = p.named(ctx, &d)
		}
		if err == nil {
			err = p.numbered(ctx, v, &d)
		}
		if err != nil {
			return visit.Answer{}, err
		}
		d.OfRequests(found)
	}
	return visit.Show("staff/jump", v.Say("jump.title"), d), nil
}

// named finds accounts and names that hold the words.
func (p Pages) named(ctx context.Context, d *page.Jump) error {
	accounts, err := p.Accounts.Search(ctx, reseller.AccountSearch{Text: d.Query, Sort: reseller.AccountsByEmail, Limit: jumpRows})
	if err != nil {
		return err
	}
	for _, a := range accounts {
		d.Add(page.Place{To: "/operator/accounts/" + strconv.FormatInt(a.ID, 10) + "/", Icon: "building-2", Name: a.Email})
	}
	names, err := p.namesWith(ctx, strings.Trim(d.Query, "*"))
	for _, n := range names {
		d.Add(page.Place{To: "/operator/domains/" + n.Name.String() + "/", Icon: "globe", Name: n.Name.Unicode()})
	}
	return err
}

// numbered finds an order by its number.
func (p Pages) numbered(ctx context.Context, v *visit.Visit, d *page.Jump) error {
	id, err := strconv.ParseInt(strings.TrimPrefix(d.Query, "#"), 10, 64)
	if err != nil {
		return nil
	}
	o, err := p.Orders.Find(ctx, id)
	if err == nil {
		d.Add(page.Place{To: "/operator/orders/" + strconv.FormatInt(id, 10) + "/", Icon: "shopping-cart", Name: v.Say("jump.order", strconv.FormatInt(id, 10), o.Name.Unicode())})
	}
	if errors.Is(err, reseller.ErrNotFound) || reseller.IsKind(err, reseller.KindNotFound) || reseller.IsKind(err, reseller.KindInvalid) {
		err = nil
	}
	return err
}

// namesWith lists names that hold a text, whole labels of which may be written beyond a to z. What is no part of a name is in none.
func (p Pages) namesWith(ctx context.Context, text string) ([]reseller.Domain, error) {
	part, err := reseller.ParseNamePattern(text) // before the stars: beside them such a label would not be taken
	var names []reseller.Domain
	if err == nil {
		names, err = p.Domains.List(ctx, operator.DomainChoice{Name: "*" + string(part) + "*", Page: reseller.Page{Limit: jumpRows}})
	}
	if reseller.IsKind(err, reseller.KindInvalid) {
		err = nil
	}
	return names, err
}
