//go:build control_anyprice

package orders

import "nameyard/reseller"

// agreed is broken on purpose: whoever has agreed to a price pays the one of the moment, however much it is.
// Caught by: TestNobodyPaysMoreThanWasAgreedTo
func agreed(Request, reseller.Charge) error { return nil }
