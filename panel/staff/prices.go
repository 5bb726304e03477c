package staff

import (
	"context"
	"strings"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// pricesData is what the page of the price list shows.
type pricesData struct {
	listing
	Rows []reseller.Price
	// Plan is what the list that was pasted would change; nil until one was.
	Plan *pricesPlan
}

// pricesPlan is what a pasted list would change.
type pricesPlan struct {
	Changes []operator.PriceChange // without prices that stay as they are
	Same    int                    // how many stay as they are
	Doubts  int
}

// prices shows the price list.
func (p Pages) prices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showPrices(ctx, v, page.Form{}, nil)
}

func (p Pages) showPrices(ctx context.Context, v *visit.Visit, form page.Form, plan *pricesPlan) (visit.Answer, error) {
	l, _ := listed(v, "currency", "tld")
	d := pricesData{listing: l, Plan: plan}
	var err error
	d.Rows, err = p.Prices.List(ctx, "", strings.ToUpper(l.Has("currency")), l.Has("tld"))
	if wrong := shownBeside(v, err, "tld", nil); wrong != nil {
		form.Errors = wrong
	} else if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("staff/prices", v.Say("staff.prices"), d).With(form), nil
}

// importPrices says what a pasted list would change, and sets it once that is confirmed: all of it or nothing.
func (p Pages) importPrices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("list")
	if v.Field("list") == "" {
		form.Errors["list"] = v.Say("staff.needs_list")
		return p.showPrices(ctx, v, form, nil)
	}
	confirmed := v.Field("confirmed") == "yes"
	acting := v.Operating(ctx)
	if !confirmed {
		acting = reseller.Rehearse(acting)
	}
	changes, err := p.Prices.Import(acting, "", v.Say("staff.pasted_list"), strings.NewReader(v.Form.Get("list")))
	if wrong := shownBeside(v, err, "list", nil); wrong != nil {
		form.Errors = wrong
		return p.showPrices(ctx, v, form, nil)
	}
	switch {
	case err != nil:
		return visit.Answer{}, err
	case confirmed:
		return visit.Go("/operator/prices/"), nil
	}
	plan := &pricesPlan{}
	for _, c := range changes {
		if c.Same() {
			plan.Same++
			continue
		}
		plan.Doubts += len(c.Doubts)
		plan.Changes = append(plan.Changes, c)
	}
	return p.showPrices(ctx, v, form, plan)
}

// exportPrices is the whole list in the form in which it can be pasted.
func (p Pages) exportPrices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Prices.List(ctx, "", "", "")
	if err != nil {
		return visit.Answer{}, err
	}
	var b strings.Builder
	if err := reseller.WritePrices(&b, list); err != nil {
		return visit.Answer{}, err
	}
	return visit.Download(visit.File{Name: "prices.csv", Type: "text/csv; charset=utf-8", Body: []byte(b.String())}), nil
}
