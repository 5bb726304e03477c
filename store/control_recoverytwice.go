//go:build control_recoverytwice

package store

import (
	"gorm.io/gorm"
)

// spendRecoveryCode is broken on purpose: a recovery code is good for ever.
// Caught by: TestWhatSignsInOnceSignsInOnce
func spendRecoveryCode(tx *gorm.DB, user int64, hash string) error {
	return expectOneRow(tx.Exec("UPDATE recovery_codes SET hash = hash WHERE user_id = ? AND hash = ?", user, hash))
}
