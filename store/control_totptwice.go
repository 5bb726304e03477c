//go:build control_totptwice

package store

import (
	"gorm.io/gorm"
)

// spendStep is broken on purpose: whoever sees a code being typed can type it, too.
// Caught by: TestWhatSignsInOnceSignsInOnce
func spendStep(tx *gorm.DB, user, step int64) error {
	return tx.Exec("UPDATE passwords SET totp_step = ? WHERE user_id = ?", step, user).Error
}
