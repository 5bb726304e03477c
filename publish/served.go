//go:build !control_unserved

package publish

import (
	"time"

	"nameyard/reseller"
)

// Served reports whether the registry delegates a name, so that what it has is published. What was deleted, or nobody has paid for,
// forwards nobody's mail and visitors; and a zone for a name that nobody here holds would let anybody claim it whose delegation was left
// pointing at us. A name that is being bought is published ahead where its registry asks the name servers first.
func Served(d reseller.Domain, rules reseller.TLD, now time.Time) bool {
	phase, _ := d.Phase(rules, now)
	return phase.Served() || phase == reseller.PhasePending && now.Before(d.AheadUntil)
}
