//go:build control_nodaylimit

package store

import "gorm.io/gorm"

// addToday is broken on purpose: it counts, and refuses nothing.
// Caught by: TestWhatCostsNothingHasALimitForEachAccountAndDay
func addToday(tx *gorm.DB, counter string, n, _ int64) (bool, error) {
	added := tx.Exec("UPDATE tries SET tries = tries + ? WHERE subject = ?", n, counter)
	return added.RowsAffected == 1, added.Error
}
