package staff

import (
	"context"
	"fmt"
	"strings"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pagePrices is how many prices a page of a list shows.
const pagePrices = 100

// pricesData is what the page of the price list shows, or that of an account's own prices.
type pricesData struct {
	listing
	priceList
	Rows   []reseller.AccountPrice // of an account: its own, and in the TLD that was searched for what it pays
	Coming []plannedPrice          // what is planned of this list
	More   int                     // how many more
	// Plan is what would change; nil until something was asked for.
	Plan *pricesPlan
}

// priceList says whose prices a page is about.
type priceList struct {
	Account    reseller.Account // none, with an ID of 0: the price list
	At         string           // the page
	Operations []reseller.Operation
}

// priceListOf finds whose prices a visit is about: the page of an account has its id.
func (p Pages) priceListOf(ctx context.Context, v *visit.Visit) (priceList, error) {
	if _, own := v.Params["id"]; !own {
		return priceList{At: "/operator/prices/"}, nil
	}
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	return priceList{a, fmt.Sprintf("/operator/accounts/%d/prices/", a.ID), reseller.Operations}, err
}

// prices shows the price list, or an account's own prices beside it.
func (p Pages) prices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	of, err := p.priceListOf(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showPrices(ctx, v, of, page.Form{}, nil)
}

func (p Pages) showPrices(ctx context.Context, v *visit.Visit, of priceList, form page.Form, plan *pricesPlan) (visit.Answer, error) {
	l, _ := listed(v, "currency", "tld")
	d := pricesData{listing: l, priceList: of, Plan: plan}
	title := v.Say("staff.prices")
	var err error
	if of.Account.ID == 0 {
		d.Rows, err = p.listedPrices(ctx, l)
	} else {
		title = v.Say("staff.prices_of", of.Account.Name)
		d.Rows, err = p.paidPrices(ctx, of.Account, l.Has("tld"))
	}
	if err == nil {
		d.Coming, d.More, err = p.comingPrices(ctx, of, l)
	}
	if wrong := shownBeside(v, err, "tld", nil); wrong != nil {
		form.Errors = wrong
	} else if err != nil {
		return visit.Answer{}, err
	}
	d.Rows = part(&d.listing, v, d.Rows, pagePrices)
	return visit.Show("staff/prices", title, d).With(form), nil
}

// listedPrices are the rows of the price list that were searched for.
func (p Pages) listedPrices(ctx context.Context, l listing) ([]reseller.AccountPrice, error) {
	list, err := p.Prices.List(ctx, "", strings.ToUpper(l.Has("currency")), l.Has("tld"))
	return reseller.AccountPrices(list), err
}

// paidPrices are an account's own prices, or, if a TLD was searched for, all that it pays in that.
func (p Pages) paidPrices(ctx context.Context, a reseller.Account, tld string) (rows []reseller.AccountPrice, err error) {
	all, err := p.Prices.Paid(ctx, a.Email, tld)
	for _, price := range all {
		if price.Own() || tld != "" {
			rows = append(rows, price)
		}
	}
	return rows, err
}

// exportPrices is the whole price list, or all of an account's own prices, in the form in which it can be pasted.
func (p Pages) exportPrices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	of, err := p.priceListOf(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	list, err := p.Prices.List(ctx, of.Account.Email, "", "")
	if err != nil {
		return visit.Answer{}, err
	}
	var b strings.Builder
	if err := reseller.WritePrices(&b, list); err != nil {
		return visit.Answer{}, err
	}
	return visit.Download(visit.File{Name: "prices.csv", Type: "text/csv; charset=utf-8", Body: []byte(b.String())}), nil
}
