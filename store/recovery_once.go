//go:build !control_recoverytwice

package store

import (
	"gorm.io/gorm"
)

// spendRecoveryCode uses a recovery code up. ErrConflict if it was.
func spendRecoveryCode(tx *gorm.DB, user int64, hash string) error {
	return expectOneRow(tx.Exec("DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?", user, hash))
}
