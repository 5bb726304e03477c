package staff

import (
	"context"

	"nameyard/panel/page"
	"nameyard/panel/visit"
)

// priceGroups lists the price groups.
func (p Pages) priceGroups(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showPriceGroups(ctx, v, page.Form{})
}

func (p Pages) showPriceGroups(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	groups, err := p.Prices.Groups(ctx)
	return visit.Show("staff/price_groups", v.Say("staff.price_groups"), groups).With(form), err
}

// changePriceGroups makes a price group, or removes one.
func (p Pages) changePriceGroups(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form, acting, field := v.Typed("name"), v.Operating(ctx), "name"
	var err error
	if gone := v.Field("remove"); gone != "" {
		field = "remove"
		_, err = p.Prices.RemoveGroup(acting, gone)
	} else {
		_, err = p.Prices.AddGroup(acting, v.Field("name"))
	}
	if tell(v, &form, err, beside(field)) {
		return p.showPriceGroups(ctx, v, form)
	}
	return visit.Go("/operator/prices/groups/"), err
}
