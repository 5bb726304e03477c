//go:build !control_pricesunseen

package operator

import "nameyard/reseller"

// asSeen refuses changes that are not those that were shown.
func (u Prices) asSeen(changes []PriceChange) error {
	if u.Seen == "" || u.Seen == TagOf(changes) {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePreconditionFailed,
		"the prices have changed since it was shown what this would change, and nothing was done: look at it again")
}
