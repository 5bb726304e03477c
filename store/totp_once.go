//go:build !control_totptwice

package store

import (
	"gorm.io/gorm"
)

// spendStep uses the code of a step up, with those of all steps before. ErrConflict if it was.
func spendStep(tx *gorm.DB, user, step int64) error {
	return expectOneRow(tx.Exec("UPDATE passwords SET totp_step = ? WHERE user_id = ? AND totp_step < ?", step, user, step))
}
