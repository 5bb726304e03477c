//go:build !control_retiredblind

package jobs

import (
	"time"

	"nameyard/reseller"
)

// looksFirst reports whether the registry is looked at before a name goes on: while nothing is to change there, and before its zone is
// signed no more. A registry that follows CDS records (RFC 7344) may have put its DS records back meanwhile.
func looksFirst(d reseller.Domain, now time.Time) bool {
	return d.State == reseller.DomainActive && (d.Signing == reseller.DNSSECActive || d.Signing == reseller.DNSSECRetiring && !remembered(d, now))
}
