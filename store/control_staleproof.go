//go:build control_staleproof

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// proofStands is broken on purpose: what somebody has proved a moment ago signs in, also if it was taken away since.
// Caught by: TestNothingBeginsByWhatStandsNoMore
func proofStands(tx *gorm.DB, user int64, _ reseller.Proof) error { return userStands(tx, user) }
