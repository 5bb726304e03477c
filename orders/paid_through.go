//go:build !control_yeartaken

package orders

import (
	"time"

	"nameyard/reseller"
)

// paidThrough is until when a name is paid for once a renewal that reaches to a date is.
func paidThrough(d reseller.Domain, until time.Time) time.Time {
	if d.PaidThrough.After(until) {
		return d.PaidThrough
	}
	return until
}
