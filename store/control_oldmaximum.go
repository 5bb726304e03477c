//go:build control_oldmaximum

package store

import "nameyard/reseller"

// topUpAmount is broken on purpose: what was set when more was allowed is charged for ever.
// Caught by: TestLoweredMaximumBindsWhatIsSetAlready
func topUpAmount(set int64, currency, _ string) (reseller.Money, error) {
	return reseller.Money{Minor: set, Currency: currency}, nil
}
