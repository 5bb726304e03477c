//go:build !control_resettwice

package store

import (
	"time"

	"gorm.io/gorm"
)

// spendReset uses a link that sets a user's password up. ErrConflict if it was used, or is over.
func spendReset(tx *gorm.DB, user int64, hash string, now time.Time) error {
	return expectOneRow(tx.Exec("DELETE FROM password_resets WHERE hash = ? AND user_id = ? AND until_at > ?", hash, user, now))
}
