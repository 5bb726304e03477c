//go:build !control_anyprice

package orders

import "nameyard/reseller"

// agreed refuses a purchase that costs more than its caller has agreed to. What costs less is charged at its price.
func agreed(r Request, charge reseller.Charge) error {
	if r.Most == nil || charge.Total() <= *r.Most {
		return nil
	}
	now, shown := reseller.Money{Minor: charge.Total(), Currency: charge.Currency}, reseller.Money{Minor: *r.Most, Currency: charge.Currency}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePriceChanged,
		"the price of the %s of %s is now %s, and %s was agreed to; nothing was ordered", r.Kind.Operation().Noun(), r.Name, now, shown)
}
