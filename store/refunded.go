//go:build !control_refundtwice

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// isRefunded reports whether the sale of an order was given back before.
func isRefunded(tx *gorm.DB, order int64) (bool, error) {
	return exists(tx, &entryRow{}, "order_id = ? AND kind = ?", order, string(reseller.EntryRefund))
}
