//go:build !control_capbefore

package store

import (
	"fmt"

	"gorm.io/gorm"
)

// addSpent adds to what was spent on a day where the cap allows it, as the cap is now, and reports whether it did. Orders of one account wait
// for one another here, so that what is left is not spent twice.
func (s *Store) addSpent(tx *gorm.DB, day spendingRow, n int64, of spendCap) (bool, error) {
	added := tx.Exec(fmt.Sprintf(`UPDATE spending SET spent = spent + ? WHERE account_id = ? AND day = ? AND budget = ?
		AND spent + ? <= COALESCE((SELECT spend_cap FROM %s WHERE id = ?), ?)`, of.table), n, day.AccountID, day.Day, day.Budget, n, of.id, int64(noCap))
	return added.RowsAffected == 1, added.Error
}
