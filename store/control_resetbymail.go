//go:build control_resetbymail

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// spendProof is broken on purpose: whoever reads somebody's mail needs no code.
// Caught by: TestPeopleAreMailed
func spendProof(*gorm.DB, int64, reseller.PasswordReset) error { return nil }
