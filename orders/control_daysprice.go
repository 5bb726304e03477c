//go:build control_daysprice

package orders

import (
	"time"

	"nameyard/reseller"
)

// pricedAt is broken on purpose: renewals count at the price with which their day begins.
// Caught by: TestForecastIsWhatRenewalsThenCharge
func pricedAt(sum reseller.RenewalSum) time.Time { return sum.Day }
