//go:build !control_plannedagain

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// takePlanned takes a planned price, as it was read, out of what is planned, in the transaction that applies or cancels it: nobody else does
// so after it. ErrConflict if somebody has done so, or changed it.
func takePlanned(tx *gorm.DB, p reseller.PlannedPrice) error {
	of, row := plannedTables[0], any(&plannedPriceRow{})
	key := any(p.Owner.Account)
	if p.Owner.Group != "" {
		of, row, key = plannedTables[1], &plannedGroupPriceRow{}, p.Owner.Group
	}
	return expectOneRow(tx.Where(of.key+" = ? AND tld = ? AND currency = ? AND operation = ? AND years = ? AND valid_from = ? AND net = ? AND cost = ? AND removed = ?",
		key, p.TLD, p.Currency, string(p.Operation), p.Years, micro(p.From), p.Net, p.Cost, p.Removed).Delete(row))
}
