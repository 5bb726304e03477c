//go:build !control_plannedagain

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// takePlanned takes a planned price, as it was read, out of what is planned, in the transaction that applies or cancels it: nobody else does
// so after it. ErrConflict if somebody has done so, or changed it.
func takePlanned(tx *gorm.DB, p reseller.PlannedPrice) error {
	return expectOneRow(tx.Where("account_id = ? AND tld = ? AND currency = ? AND operation = ? AND years = ? AND valid_from = ? AND net = ? AND cost = ? AND removed = ?",
		p.Account, p.TLD, p.Currency, string(p.Operation), p.Years, micro(p.From), p.Net, p.Cost, p.Removed).Delete(&plannedPriceRow{}))
}
