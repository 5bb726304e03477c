//go:build !control_nobudget

package store

import "gorm.io/gorm"

// addHistory adds bytes to a day's counter where they fit, and reports whether they did. Saves of one account wait for one another
// here, so that what is left is not spent twice.
func addHistory(tx *gorm.DB, day zoneBytesRow, bytes, most int64) (bool, error) {
	added := tx.Exec("UPDATE zone_bytes SET bytes = bytes + ? WHERE account_id = ? AND day = ? AND bytes <= ?",
		bytes, day.AccountID, day.Day, most-bytes)
	return added.RowsAffected == 1, added.Error
}
