//go:build control_nocontradiction

package orders

import "time"

// contradicts is broken on purpose: the operator is believed without a look.
// Caught by: TestOperatorIsNotBelievedAgainstTheRegistry
func contradicts(order, bool, view, time.Time) error { return nil }
