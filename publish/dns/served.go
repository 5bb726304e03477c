//go:build !control_unserved

package dns

import (
	"time"

	"nameyard/reseller"
)

// served reports whether the registry delegates a name, so that its zone may be published. A zone for a name that nobody here holds
// would let anybody claim it whose delegation was left pointing at us.
func served(d reseller.Domain, rules reseller.TLD, now time.Time) bool {
	phase, _ := d.Phase(rules, now)
	return phase.Served()
}
