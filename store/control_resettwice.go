//go:build control_resettwice

package store

import (
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// spendReset is broken on purpose: it looks at the link, and leaves it to whoever finds the mail later.
// Caught by: TestPeopleAreMailed
func spendReset(tx *gorm.DB, user int64, hash string, now time.Time) error {
	var row passwordResetRow
	there := tx.Where("hash = ? AND user_id = ? AND until_at > ?", hash, user, now).Limit(1).Find(&row)
	if there.Error == nil && there.RowsAffected == 0 {
		return reseller.ErrConflict
	}
	return there.Error
}
