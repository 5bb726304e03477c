package store

import "gorm.io/gorm"

// rowsAtOnce is how many rows one INSERT carries at most: orders have 33 columns, and SQLite takes 32,766 values.
const rowsAtOnce = 500

// addAll inserts rows, many with one statement. Nothing is to be said of the ids that they get: a cluster hands them out
// in steps.
func addAll[T any](tx *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(rows, rowsAtOnce).Error
}
