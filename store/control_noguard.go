//go:build control_noguard

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// addToBalance is broken on purpose: it reads the balance, computes, and saves, as hand-written code often does.
// Caught by: TestFortyHoldsOnCreditForTen
func addToBalance(tx *gorm.DB, by reseller.Balance) error {
	var row balanceRow
	if err := tx.Where("account_id = ? AND currency = ?", by.AccountID, by.Currency).Take(&row).Error; err != nil {
		return err
	}
	row.Available, row.Held = row.Available+by.Available, row.Held+by.Held
	if row.Available < 0 || row.Held < 0 {
		return reseller.ErrFunds
	}
	return tx.Save(&row).Error
}
