//go:build control_linktwice

package store

import (
	"time"

	"gorm.io/gorm"
)

// spendLink is broken on purpose: a link signs in as often as it is opened.
// Caught by: TestWhatSignsInOnceSignsInOnce
func spendLink(tx *gorm.DB, user int64, hash string, now time.Time) error {
	return expectOneRow(tx.Exec("UPDATE sign_in_links SET hash = hash WHERE hash = ? AND user_id = ? AND until_at > ?", hash, user, now))
}
