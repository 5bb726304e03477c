//go:build control_unremembered

package jobs

import (
	"time"

	"nameyard/reseller"
)

// remembered is broken on purpose: a zone is unsigned as soon as its registry has no DS records.
// Caught by: TestSigningIsFollowedFromItsFirstKeyToTheEnd
func remembered(reseller.Domain, time.Time) bool { return false }
