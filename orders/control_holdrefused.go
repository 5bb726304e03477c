//go:build control_holdrefused

package orders

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// findHold is broken on purpose: a hold that is not to be seen is told as refused, though it may still come.
// Caught by: TestHoldWithoutAnAnswerIsNotRefused
func findHold(shown *registry.Registration, o order, _ time.Time) finding {
	if shown.Has(registry.StatusClientHold) == on(o.Desired.Hold) {
		return finding{verdict: took}
	}
	return finding{verdict: failed, code: reseller.CodeRefused, reason: "the registry did not do it"}
}
