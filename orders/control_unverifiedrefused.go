//go:build control_unverifiedrefused

package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// mayWait is broken on purpose, with the two below: a renewal that only waits for its holder to be verified is refused.
// Caught by: TestRenewalWaitsForTheHolderToBeVerified
func mayWait(order, refusal) bool { return false }

func awaitsVerification(order, refusal, *registry.Registration) bool { return false }

func waitForVerification(Settings) step { return refuse(reseller.CodeBadState, "not verified") }
