//go:build !control_linktwice

package store

import (
	"time"

	"gorm.io/gorm"
)

// spendLink uses a link of a user up. ErrConflict if it was used, or is over.
func spendLink(tx *gorm.DB, user int64, hash string, now time.Time) error {
	return expectOneRow(tx.Exec("DELETE FROM sign_in_links WHERE hash = ? AND user_id = ? AND until_at > ?", hash, user, now))
}
