//go:build !control_nofence

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// heldBy limits an update to an order that nobody else has claimed since it was read.
func heldBy(o reseller.Order) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB { return q.Where("id = ? AND fence = ?", o.ID, o.Fence) }
}
