//go:build control_unserved

package publish

import (
	"time"

	"nameyard/reseller"
)

// Served is broken on purpose: names go on to be answered for, and to forward mail and visitors, after they were deleted or have expired.
// Caught by: TestOnlyWhatIsServedAndSwitchedOnIsPublished
func Served(reseller.Domain, reseller.TLD, time.Time) bool { return true }
