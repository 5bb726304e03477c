//go:build !control_oldmaximum

package store

import "nameyard/reseller"

// topUpAmount is what is charged by itself: what was set, minor units, and no more than one payment may be by now, a decimal.
func topUpAmount(set int64, currency, most string) (reseller.Money, error) {
	limit, err := reseller.ParseMoney(most, currency)
	return reseller.Money{Minor: min(set, limit.Minor), Currency: currency}, err
}
