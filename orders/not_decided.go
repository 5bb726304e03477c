//go:build !control_silenceisno

package orders

import (
	"time"

	"nameyard/reseller"
)

// notDecided is the finding about a command that the registry has accepted (RFC 5730 code 1001) and that shows neither an effect nor a status.
// Silence is no decision, however long it lasts: many registries show nothing of what they have still to decide, and carry it out at last.
// After a time the operator must ask them.
func notDecided(o order, now time.Time) finding {
	if now.Sub(o.SentAt) < decidedWithin {
		return finding{verdict: waiting, reason: "the registry has accepted it and has not decided yet"}
	}
	return finding{verdict: unclear, code: reseller.CodeNeedsOperator,
		reason: "the registry accepted it a week ago and shows neither its effect nor that it is still to be decided: ask the registry"}
}
