//go:build control_retiredblind

package jobs

import (
	"time"

	"nameyard/reseller"
)

// looksFirst is broken on purpose: a zone is signed no more, whatever its registry has.
// Caught by: TestZoneStaysSignedWhileItsRegistryHasRecords
func looksFirst(d reseller.Domain, _ time.Time) bool { return d.Signing == reseller.DNSSECActive }
