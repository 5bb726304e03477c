//go:build !control_oldwish

package store

// withinTopUp reports whether a charge, minor units, is no more than is set now for one, and whether what was or may have been charged in its month, with it, is no more than is
// set for a month. What was set when it was written does not count: a charge whose answer was lost is asked for again for hours.
func withinTopUp(set topUpRow, amount, month int64) (once, room bool) {
	return amount <= set.Amount, month <= set.MonthMax
}
