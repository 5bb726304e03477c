package staff

import (
	"context"
	"strconv"
	"strings"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pricesPlan is what would change, and the fields of the form that confirms it.
type pricesPlan struct {
	Changes []operator.PriceChange // without prices that stay as they are
	Same    int                    // how many stay as they are
	Doubts  int
	List    string // that sets them; "" if an own price goes
	Remove  string // the own price that goes
	From    string // the day on which it changes; "" = at once
}

// changePrices says what a pasted list, one price or the removal of an own price would change, and does it once that is confirmed: all of
// it or nothing.
func (p Pages) changePrices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	of, err := p.priceListOf(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("list", "set_tld", "operation", "years", "net", "cost", "from")
	confirmed := v.Field("confirmed") == "yes"
	acting := v.Operating(ctx)
	if !confirmed {
		acting = reseller.Rehearse(acting)
	}
	plan, field := &pricesPlan{}, "list"
	switch {
	case v.Field("cancel") != "":
		if err := p.cancelPlanned(v.Operating(ctx), of, v.Field("cancel")); err != nil {
			return visit.Answer{}, err
		}
		return visit.Go(of.At), nil
	case v.Field("remove") != "":
		plan, err = p.removeOwnPrice(acting, of.Account, v.Field("remove"))
	case v.Field("do") == "set":
		field = "net"
		plan, err = p.setOwnPrice(acting, of.Account, v)
	case v.Field("list") == "":
		form.Errors["list"] = v.Say("staff.needs_list")
		return p.showPrices(ctx, v, of, form, nil)
	default:
		plan, err = p.importPrices(acting, of.Account, v)
	}
	if wrong := shownBeside(v, err, field, nil); wrong != nil {
		form.Errors = wrong
		return p.showPrices(ctx, v, of, form, nil)
	}
	switch {
	case err != nil:
		return visit.Answer{}, err
	case confirmed:
		return visit.Go(of.At), nil
	}
	return p.showPrices(ctx, v, of, page.Form{}, plan)
}

// importPrices sets the prices of a pasted list.
func (p Pages) importPrices(ctx context.Context, a reseller.Account, v *visit.Visit) (*pricesPlan, error) {
	changes, err := p.Prices.Import(ctx, a.Email, v.Say("staff.pasted_list"), v.Field("from"), strings.NewReader(v.Form.Get("list")))
	return planned(changes, v.Form.Get("list"), v.Field("from")), err
}

// setOwnPrice sets one price of an account's own. It is confirmed as a list of one.
func (p Pages) setOwnPrice(ctx context.Context, a reseller.Account, v *visit.Visit) (*pricesPlan, error) {
	years, _ := strconv.Atoi(v.Field("years")) // what is no number is refused as 0 years
	set, err := p.Prices.Set(ctx, operator.NewPrices{
		Account: a.Email, TLD: v.Field("set_tld"), Years: years, Cost: v.Field("cost"), From: v.Field("from"),
		Net: map[reseller.Operation]string{reseller.Operation(v.Field("operation")): v.Field("net")},
	})
	if err != nil {
		return nil, err
	}
	prices := make([]reseller.Price, len(set.Prices))
	for i, c := range set.Prices {
		prices[i] = c.Price
	}
	var list strings.Builder
	err = reseller.WritePrices(&list, prices)
	return planned(set.Prices, list.String(), v.Field("from")), err
}

// removeOwnPrice takes an own price off: "se renew 1". One that is gone already stays gone.
func (p Pages) removeOwnPrice(ctx context.Context, a reseller.Account, which string) (*pricesPlan, error) {
	words := strings.Fields(which)
	if len(words) != 3 || a.ID == 0 {
		return nil, visit.NotFound()
	}
	years, _ := strconv.Atoi(words[2])
	plan := &pricesPlan{Remove: which}
	paid, err := p.Prices.Paid(ctx, a.Email, words[0])
	if err != nil {
		return nil, err
	}
	for _, price := range paid {
		if price.Own() && string(price.Operation) == words[1] && price.Years == years {
			plan.Changes = []operator.PriceChange{{Price: price.Price, Was: &price.Price, List: price.List}}
		}
	}
	if len(plan.Changes) == 0 {
		return plan, nil
	}
	_, err = p.Prices.Remove(ctx, operator.PriceRemoval{Account: a.Email, TLD: words[0], Operation: reseller.Operation(words[1]), Years: years})
	return plan, err
}

// planned is the plan of prices that a list sets.
func planned(changes []operator.PriceChange, list, from string) *pricesPlan {
	plan := &pricesPlan{List: list, From: from}
	for _, c := range changes {
		if c.Same() {
			plan.Same++
			continue
		}
		plan.Doubts += len(c.Doubts)
		plan.Changes = append(plan.Changes, c)
	}
	return plan
}
