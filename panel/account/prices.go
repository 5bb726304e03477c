package account

import (
	"context"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pricesPage is what the price list shows.
type pricesPage struct {
	Search   string
	Currency string
	TaxRate  string // per cent; "" = no tax
	TLDs     []priced
	Count    int // of all pages
	Paging   paging
	Special  bool // some of them are not those of the price list
	Coming   comingPrices
}

// priced is the prices of one TLD, a row for each number of years that has any.
type priced struct {
	TLD  string
	Rows []priceRow
	More bool // there are more years than are shown
}

// priceRow is what the operations cost for some years. One that is nil cannot be bought.
type priceRow struct {
	Years                              int
	Register, Renew, Transfer, Restore *shownPrice
}

// set puts a price in its place.
func (r *priceRow) set(price shownPrice) {
	switch price.Operation {
	case reseller.OpRegister:
		r.Register = &price
	case reseller.OpRenew:
		r.Renew = &price
	case reseller.OpTransfer:
		r.Transfer = &price
	case reseller.OpRestore:
		r.Restore = &price
	}
}

// pricedWhole is how many TLDs are shown with every number of years; of more, the first alone is.
const pricedWhole = 2

// prices lists what names cost the account. A search that begins with a dot is a whole TLD, another one a part of some.
func (p Pages) prices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Actions.GetPricing(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	d := pricesPage{Search: reseller.TrimEnds(v.Query.Get("q")), Currency: list.Currency, TaxRate: taxRate(v.Account)}
	wanted, whole := strings.CutPrefix(strings.ToLower(d.Search), ".")
	if ace, err := reseller.ToASCII(wanted); err == nil && wanted != "" {
		wanted = ace
	}
	chosen := func(tld string) bool { return tld == wanted || wanted == "" || !whole && strings.Contains(tld, wanted) }
	coming, err := p.Actions.ComingPrices(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	d.Coming = comingOf(coming, chosen)
	for _, tld := range list.TLDs {
		d.Special = d.Special || slices.ContainsFunc(tld.Prices, reseller.AccountPrice.Special)
		if chosen(tld.Rules.Name) {
			d.TLDs = append(d.TLDs, pricedOf(tld, d.Coming.next))
		}
	}
	if len(d.TLDs) > pricedWhole {
		for i := range d.TLDs {
			d.TLDs[i].More = len(d.TLDs[i].Rows) > 1
			d.TLDs[i].Rows = d.TLDs[i].Rows[:1]
		}
	}
	d.Count = len(d.TLDs)
	place := asked(v)
	from, next := min(int(place.After), d.Count), int64(0)
	if d.TLDs = d.TLDs[from:]; len(d.TLDs) > pageRows {
		d.TLDs, next = d.TLDs[:pageRows], int64(from+pageRows)
	}
	d.Paging = pagingOf(v, next)
	return visit.Show("account/prices", v.Say("prices.title"), d).Part("list"), nil
}

// pricedOf puts the prices of a TLD into rows of years, fewest first.
func pricedOf(t actions.TLDPricing, next map[reseller.PriceKey]*reseller.ComingPrice) priced {
	shown := priced{TLD: ending(t.Rules.Name)}
	for _, price := range t.Prices {
		at := slices.IndexFunc(shown.Rows, func(r priceRow) bool { return r.Years == price.Years })
		if at < 0 {
			at = len(shown.Rows)
			shown.Rows = append(shown.Rows, priceRow{Years: price.Years})
		}
		shown.Rows[at].set(shownPrice{price, next[price.Key()]})
	}
	slices.SortFunc(shown.Rows, func(a, b priceRow) int { return a.Years - b.Years })
	return shown
}

// ending is a TLD as people read it.
func ending(tld string) string {
	_, read, _ := strings.Cut(reseller.NameOf("x."+tld, tld).Unicode(), ".")
	return read
}

// taxRate is an account's tax in per cent; "" = none.
func taxRate(a reseller.Account) string {
	if a.TaxRatePPM == 0 {
		return ""
	}
	return reseller.Percent(a.TaxRatePPM)
}
