//go:build control_nobudget

package store

import "gorm.io/gorm"

// addHistory is broken on purpose: it counts, and refuses nothing.
// Caught by: TestHistoryOfZonesHasABudgetForEachAccountAndDay
func addHistory(tx *gorm.DB, day zoneBytesRow, bytes, _ int64) (bool, error) {
	added := tx.Exec("UPDATE zone_bytes SET bytes = bytes + ? WHERE account_id = ? AND day = ?", bytes, day.AccountID, day.Day)
	return added.RowsAffected == 1, added.Error
}
