//go:build !control_noguard

package store

import (
	"errors"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// addToBalance changes a balance row by the amounts given, unless one of them would go below zero: ErrFunds then.
func addToBalance(tx *gorm.DB, by reseller.Balance) error {
	err := expectOneRow(tx.Exec(`UPDATE balances SET available = available + ?, held = held + ?
		WHERE account_id = ? AND currency = ? AND available + ? >= 0 AND held + ? >= 0`,
		by.Available, by.Held, by.AccountID, by.Currency, by.Available, by.Held))
	if errors.Is(err, reseller.ErrConflict) {
		return reseller.ErrFunds
	}
	return err
}
