//go:build !control_wishdropped && !control_leaveearly

package simulation_test

import "nameyard/reseller"

// unpaid is where a control does what must not be with a name whose renewal could not be paid for.
func (w *world) unpaid(reseller.Invoice) {}
