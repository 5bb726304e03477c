package staff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pagePrices is how many prices a page of a list shows.
const pagePrices = 50

// pricesData is what the page of a price list shows: that of everybody, of a group, or of an account's own prices.
type pricesData struct {
	listing
	priceList
	Groups []reseller.PriceGroup // whose lists can be chosen in place of the price list
	Rows   []listedPrice         // beside the price list: those of the list itself, and in the TLD that was searched for all that is paid
	Coming []plannedPrice        // what is planned of this list
	More   int                   // how many more
	// Plan is what would change; nil until something was asked for.
	Plan *pricesPlan
}

// listedPrice is a price, and whether it is on the list that the page is about.
type listedPrice struct {
	reseller.AccountPrice
	Here bool
	More int // prices for more years, which are not shown
}

// Margin is what the price is above what the registry may charge; nil where nothing bounds that. A price beside the list without a bound has that of the list.
func (p listedPrice) Margin() *reseller.Money {
	cost := p.Cost
	if cost == 0 && p.Special() && p.List != nil {
		cost = p.List.Cost
	}
	if cost == 0 {
		return nil
	}
	return &reseller.Money{Minor: p.Net - cost, Currency: p.Currency}
}

// folded are prices with the fewest years of each, where no TLD was searched for.
func folded(rows []listedPrice) (short []listedPrice) {
	at := map[reseller.PriceKey]int{}
	for _, row := range rows {
		key := row.Key()
		key.Years = 0
		if first, there := at[key]; there {
			short[first].More++
			continue
		}
		at[key] = len(short)
		short = append(short, row)
	}
	return short
}

// priceList says whose prices a page is about.
type priceList struct {
	Of         operator.ListName
	Account    reseller.Account // whose own prices they are; none, with an ID of 0, for others
	At         string           // the page
	Operations []reseller.Operation
}

// Beside reports whether the prices stand beside those of the price list: they are not those.
func (l priceList) Beside() bool { return !l.Of.Everybody() }

func (l priceList) owner() reseller.ListOwner {
	return reseller.ListOwner{Account: l.Account.ID, Group: l.Of.Group}
}

// priceListOf finds whose prices a visit is about: the page of an account has its id, that of a group its name.
func (p Pages) priceListOf(ctx context.Context, v *visit.Visit) (priceList, error) {
	if group := v.Params["group"]; group != "" {
		g, err := p.Prices.Group(ctx, group)
		return priceList{Of: operator.ListName{Group: g.Name}, At: "/operator/prices/groups/" + g.Name + "/", Operations: reseller.Operations}, err
	}
	if _, own := v.Params["id"]; !own {
		return priceList{At: "/operator/prices/"}, nil
	}
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	return priceList{operator.ListName{Account: a.Email}, a, fmt.Sprintf("/operator/accounts/%d/prices/", a.ID), reseller.Operations}, err
}

// prices shows the price list, or other prices beside it.
func (p Pages) prices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	of, err := p.priceListOf(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showPrices(ctx, v, of, page.Form{}, nil)
}

func (p Pages) showPrices(ctx context.Context, v *visit.Visit, of priceList, form page.Form, plan *pricesPlan) (visit.Answer, error) {
	l, _ := listed(v, "currency", "tld", "below")
	d := pricesData{listing: l, priceList: of, Plan: plan}
	title := v.Say("staff.prices")
	switch {
	case of.Of.Account != "":
		title = v.Say("staff.prices_of", of.Account.Name)
	case of.Of.Group != "":
		title = v.Say("staff.prices_of_group", of.Of.Group)
	}
	var err error
	if of.Account.ID == 0 {
		if d.Groups, err = p.Prices.Groups(ctx); err != nil {
			return visit.Answer{}, err
		}
	}
	d.Rows, err = p.rowsOf(ctx, of, l)
	if err == nil {
		d.Coming, d.More, err = p.comingPrices(ctx, of, l)
	}
	if tell(v, &form, err, beside("tld")) {
	} else if err != nil {
		return visit.Answer{}, err
	}
	if plan != nil && len(plan.Changes) > 0 && of.Account.ID == 0 {
		if plan.Buyers, err = p.Prices.Buyers(ctx, of.Of, plan.Changes); err != nil {
			return visit.Answer{}, err
		}
	}
	d.Rows = part(&d.listing, v, d.Rows, pagePrices)
	return visit.Show("staff/prices", title, d).With(form), nil
}

// rowsOf are the rows of a list that were searched for: beside the price list those of the list, and in a TLD that was searched for all.
func (p Pages) rowsOf(ctx context.Context, of priceList, l listing) (rows []listedPrice, err error) {
	tld := l.Has("tld")
	all, err := p.paidPrices(ctx, of.Of, strings.ToUpper(l.Has("currency")), tld)
	for _, price := range all {
		if here := price.Owner == of.owner(); here || tld != "" {
			rows = append(rows, listedPrice{price, here, 0})
		}
	}
	if l.Has("below") != "" {
		return slices.DeleteFunc(rows, func(p listedPrice) bool { m := p.Margin(); return m == nil || m.Minor >= 0 }), err
	}
	if tld == "" {
		rows = folded(rows)
	}
	return rows, err
}

// paidPrices are what an account pays, or whoever pays by a list alone and that of everybody.
func (p Pages) paidPrices(ctx context.Context, of operator.ListName, currency, tld string) ([]reseller.AccountPrice, error) {
	if of.Account != "" {
		return p.Prices.Paid(ctx, of.Account, tld)
	}
	list, err := p.Prices.List(ctx, operator.ListName{}, currency, tld)
	if err == nil && of.Group != "" {
		var groups []reseller.Price
		groups, err = p.Prices.List(ctx, of, currency, tld)
		list = slices.Concat(list, groups)
		slices.SortStableFunc(list, func(a, b reseller.Price) int { return a.Key().Compare(b.Key()) })
	}
	return reseller.AccountPrices(list), err
}

// exportPrices is the whole price list, or all of a group's or an account's own prices, in the form in which it can be pasted.
func (p Pages) exportPrices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	of, err := p.priceListOf(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	list, err := p.Prices.List(ctx, of.Of, "", "")
	if err != nil {
		return visit.Answer{}, err
	}
	var b strings.Builder
	if err := reseller.WritePrices(&b, list); err != nil {
		return visit.Answer{}, err
	}
	return visit.Download(visit.File{Name: "prices.csv", Type: "text/csv; charset=utf-8", Body: []byte(b.String())}), nil
}
