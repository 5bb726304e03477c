//go:build control_halfrefused

package orders

import (
	"time"

	"nameyard/reseller"
)

const halfDone = "the registry has taken the request"

// sendRest is broken on purpose: what the registry has charged for is told as refused.
// Caught by: TestRestoreWhoseRequestWasTakenIsNeverRefused
func sendRest(order, observation, Settings, time.Time) step {
	return refuse(reseller.CodeUnavailable, "the registry did not carry it out within a day; nothing was charged")
}
