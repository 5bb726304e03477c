//go:build !control_nodaylimit

package store

import "gorm.io/gorm"

// addToday adds to a day's counter where it fits, and reports whether it did. Requests of one account wait for one another here, so
// that what is left is not spent twice.
func addToday(tx *gorm.DB, counter string, n, most int64) (bool, error) {
	added := tx.Exec("UPDATE tries SET tries = tries + ? WHERE subject = ? AND tries <= ?", n, counter, most-n)
	return added.RowsAffected == 1, added.Error
}
