//go:build control_plannedagain

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// takePlanned is broken on purpose: a planned price stays planned, so that it applies at every run.
// Caught by: TestPlannedPricesApplyOnceWhoeverApplies
func takePlanned(*gorm.DB, reseller.PlannedPrice) error { return nil }
