//go:build !control_unverifiedrefused

package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// mayWait reports whether a refusal may be for now only: whether it is, the registry's view of the name says.
func mayWait(o order, no refusal) bool {
	return o.Kind == reseller.OrderRenew && no.code == reseller.CodeBadState
}

// awaitsVerification reports whether a registry has refused a renewal because it wants the name's holder verified first: the name still
// stands as the order found it, and is not on its way out.
func awaitsVerification(o order, no refusal, shown *registry.Registration) bool {
	return mayWait(o, no) && shown != nil && shown.Ours && shown.Has(registry.StatusServerRenewProhibited) &&
		!shown.Has(registry.StatusPendingDelete) && !shown.Has(registry.StatusRedemption) && reseller.SameExpiry(shown.Expires, o.FrozenExpiry)
}

// waitForVerification leaves a renewal until the holder is verified; the message that says so wakes it.
func waitForVerification(set Settings) step {
	return step{
		to: reseller.OrderUnknown, code: reseller.CodeVerification, wait: set.VerifyWait,
		reason: "the registry wants the holder's data verified first; the order waits and goes on by itself",
	}
}
