//go:build control_capbefore

package store

import (
	"fmt"

	"gorm.io/gorm"
)

// addSpent is broken on purpose: it looks whether there is room before it adds, and not as it adds.
// Caught by: TestOrdersAtOnceStayWithinTheSpendCap
func (s *Store) addSpent(tx *gorm.DB, day spendingRow, n int64, of spendCap) (bool, error) {
	var spent, most int64
	if err := tx.Raw(fmt.Sprintf("SELECT COALESCE((SELECT spend_cap FROM %s WHERE id = ?), ?)", of.table), of.id, int64(noCap)).Scan(&most).Error; err != nil {
		return false, err
	}
	err := tx.Raw("SELECT spent FROM spending WHERE account_id = ? AND day = ? AND budget = ?", day.AccountID, day.Day, day.Budget).Scan(&spent).Error
	if err != nil || spent+n > most {
		return false, err
	}
	added := tx.Exec("UPDATE spending SET spent = spent + ? WHERE account_id = ? AND day = ? AND budget = ?", n, day.AccountID, day.Day, day.Budget)
	return added.RowsAffected == 1, added.Error
}
