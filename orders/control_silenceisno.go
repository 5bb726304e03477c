//go:build control_silenceisno

package orders

import (
	"time"

	"nameyard/reseller"
)

// notDecided is broken on purpose: what the registry has accepted and does not show is taken for refused, and carried out for nothing at last.
// Caught by: TestRenewalThatIsDecidedLateIsPaidFor
func notDecided(order, time.Time) finding {
	return finding{verdict: failed, code: reseller.CodeRefused, reason: "the registry has dropped the request"}
}
