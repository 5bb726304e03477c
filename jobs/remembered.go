//go:build !control_unremembered

package jobs

import (
	"time"

	"nameyard/reseller"
)

// remembered reports whether resolvers may still have the DS records of a name whose registry has none any more.
func remembered(d reseller.Domain, now time.Time) bool {
	return now.Before(d.SigningAt.Add(reseller.DSRemembered))
}
