//go:build !control_noneverheld

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// neverHeld limits an update of domain rows to those that never held a name.
func neverHeld(q *gorm.DB) *gorm.DB {
	return q.Where(`state IN ? AND registered_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.domain_id = domains.id AND orders.kind IN ? AND orders.state = ?)`,
		[]string{string(reseller.DomainDraft), string(reseller.DomainRefused)}, acquisitions, string(reseller.OrderDone))
}
