//go:build control_registrysdate

package epp

import "time"

// decisive is broken on purpose: the registry's date is gone by, to which a year may have been added that nobody has paid.
// Caught by: TestPaidUntilGuardsAndDecidesRenewals
func decisive(_, registrys time.Time) time.Time { return registrys }
