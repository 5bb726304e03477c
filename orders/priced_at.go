//go:build !control_daysprice

package orders

import (
	"time"

	"nameyard/reseller"
)

// pricedAt is a moment whose price all renewals of a sum have: days are divided where prices change.
func pricedAt(sum reseller.RenewalSum) time.Time { return sum.Since }
