//go:build control_oldwish

package store

// withinTopUp is broken on purpose: a charge is held against what was set when it was written.
// Caught by: TestChargeThatIsAskedForAgainHeedsWhatWasLowered
func withinTopUp(set topUpRow, _, month int64) (once, room bool) {
	return true, month <= max(set.MonthMax, set.Amount)*100
}
