//go:build control_darkmove

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// readMovingZone is broken on purpose: what a name publishes stays with the account that gives it, and the name goes dark.
// Caught by: TestNameOnOurServersMovesWithWhatItPublishes
func readMovingZone(*gorm.DB, reseller.DomainMove) (movingZone, error) { return movingZone{}, nil }
