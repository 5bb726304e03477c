package staff

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pricesPlan is what would change, and the fields of the form that confirms it.
type pricesPlan struct {
	Changes []operator.PriceChange // without prices that stay as they are
	Tag     string                 // of what would change
	Moved   bool                   // another plan was confirmed, and is this one by now
	Buyers  int64                  // accounts that buy in their currencies; not of an account's own prices
	Same    int                    // how many stay as they are
	Doubts  int
	List    string // that sets them; "" if one goes
	Remove  string // the price that goes
	From    string // the day on which it changes; "" = at once
}

// changePrices says what a pasted list, one price or the removal of one would change, and does it once that is confirmed: all of
// it or nothing. The form that confirms has the tag of what was shown: where that is something else by now, it is shown again.
func (p Pages) changePrices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	of, err := p.priceListOf(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	wrong := takeFile(v)
	form := v.Typed("list", "set_tld", "set_currency", "operation", "years", "net", "cost", "from")
	acting := v.Operating(ctx)
	if p.Prices.Seen = v.Field("seen"); p.Prices.Seen == "" {
		acting = reseller.Rehearse(acting)
	}
	plan, at := &pricesPlan{}, besideList
	switch {
	case wrong != "":
		form.Errors["file"] = wrong
		return p.showPrices(ctx, v, of, form, nil)
	case v.Field("cancel") != "":
		err := p.cancelPlanned(v.Operating(ctx), of, v.Field("cancel"))
		if tell(v, &form, err, beside("cancel")) {
			return p.showPrices(ctx, v, of, form, nil)
		}
		if err != nil {
			return visit.Answer{}, err
		}
		return visit.Go(of.At), nil
	case v.Field("remove") != "":
		at = beside("from")
		plan, err = p.removePrice(acting, of, v.Field("remove"), v.Field("from"))
	case v.Field("do") == "set":
		at = besidePrice
		plan, err = p.setPrice(acting, of, v)
	case v.Field("list") == "":
		form.Errors["list"] = v.Say("staff.needs_list")
		return p.showPrices(ctx, v, of, form, nil)
	default:
		plan, err = p.importPrices(acting, of, v)
	}
	if err != nil && reseller.AsError(err).Code == reseller.CodePreconditionFailed {
		return p.planMoved(ctx, v, of, plan)
	}
	if tell(v, &form, err, at) {
		return p.showPrices(ctx, v, of, form, nil)
	}
	switch {
	case err != nil:
		return visit.Answer{}, err
	case p.Prices.Seen != "":
		return visit.Go(of.At), nil
	}
	return p.showPrices(ctx, v, of, page.Form{}, plan)
}

// Where the faults of a pasted list are told, and those of one price.
var (
	besideList  = beside("list").about(map[reseller.Path]string{operator.PathFrom: "list-from"})
	besidePrice = beside("net").about(map[reseller.Path]string{
		reseller.PathTLD: "set_tld", operator.PathCurrency: "set_currency", operator.PathYears: "years", operator.PathCost: "cost", operator.PathFrom: "from",
	})
)

// takeFile puts what is in a file that was sent into the place of a pasted list. It says what is wrong with the file; "" = nothing.
func takeFile(v *visit.Visit) string {
	file := v.Form.Get("file")
	switch {
	case len(file) > visit.MaxFile:
		return v.Say("staff.file_large", v.Language.Count(visit.MaxFile/1000))
	case !utf8.ValidString(file) || strings.Contains(file, "\x00"):
		return v.Say("staff.file_coded")
	case file != "":
		v.Form.Set("list", file)
	}
	return ""
}

// planMoved shows what would change now in place of what was confirmed. Where nothing would, it is so already: the form was sent twice.
func (p Pages) planMoved(ctx context.Context, v *visit.Visit, of priceList, plan *pricesPlan) (visit.Answer, error) {
	if len(plan.Changes) == 0 {
		return visit.Go(of.At), nil
	}
	plan.Moved = true
	a, err := p.showPrices(ctx, v, of, page.Form{}, plan)
	a.Status = http.StatusConflict
	return a, err
}

// importPrices sets the prices of a pasted list.
func (p Pages) importPrices(ctx context.Context, of priceList, v *visit.Visit) (*pricesPlan, error) {
	changes, err := p.Prices.Import(ctx, of.Of, v.Say("staff.pasted_list"), v.Field("from"), strings.NewReader(v.Form.Get("list")))
	return planned(changes, v.Form.Get("list"), v.Field("from")), err
}

// setPrice sets one price of a list. It is confirmed as a list of one.
func (p Pages) setPrice(ctx context.Context, of priceList, v *visit.Visit) (*pricesPlan, error) {
	years, _ := strconv.Atoi(v.Field("years")) // what is no number is refused as 0 years
	set, err := p.Prices.Set(ctx, operator.NewPrices{
		Of: of.Of, TLD: v.Field("set_tld"), Currency: strings.ToUpper(v.Field("set_currency")), Years: years, Cost: v.Field("cost"), From: v.Field("from"),
		Net: map[reseller.Operation]string{reseller.Operation(v.Field("operation")): v.Field("net")},
	})
	if err != nil {
		return nil, err
	}
	var list strings.Builder
	err = reseller.WritePrices(&list, operator.PricesOf(set.Prices))
	return planned(set.Prices, list.String(), v.Field("from")), err
}

// removePrice takes a price off a list, "se renew 1 SEK", at once or from a day on. One that is gone already stays gone.
func (p Pages) removePrice(ctx context.Context, of priceList, which, from string) (*pricesPlan, error) {
	words := strings.Fields(which)
	if len(words) != 4 {
		return nil, visit.NotFound()
	}
	years, _ := strconv.Atoi(words[2])
	gone, err := p.Prices.Remove(ctx, operator.PriceRemoval{
		Of: of.Of, TLD: words[0], Operation: reseller.Operation(words[1]), Years: years, Currency: words[3], From: from,
	})
	if reseller.IsKind(err, reseller.KindNotFound) {
		err = nil
	}
	return &pricesPlan{Changes: gone, Tag: operator.TagOf(gone), Remove: which, From: from}, err
}

// planned is the plan of prices that a list sets.
func planned(changes []operator.PriceChange, list, from string) *pricesPlan {
	plan := &pricesPlan{Tag: operator.TagOf(changes), List: list, From: from}
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
