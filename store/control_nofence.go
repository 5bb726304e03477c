//go:build control_nofence

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// heldBy is broken on purpose: a worker whose order another has claimed can go on writing.
// Caught by: TestWorkerWhoseOrderWasClaimedWritesNothing
func heldBy(o reseller.Order) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB { return q.Where("id = ?", o.ID) }
}
