//go:build control_unserved

package dns

import (
	"time"

	"nameyard/reseller"
)

// served is broken on purpose: names that are not held yet, or not any more, are answered for.
// Caught by: TestOnlyNamesThatAreServedHaveAZone
func served(reseller.Domain, reseller.TLD, time.Time) bool { return true }
