//go:build !control_norefundlimit

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// refundLeft counts the refunds of an account in a month and, where the number alone is reached, its registrations.
func refundLeft(db *gorm.DB, g reseller.GraceRefund) (bool, error) {
	var refunded, registered int64
	err := db.Raw(`SELECT COUNT(*) FROM grace_refunds g JOIN orders o ON o.id = g.order_id
		WHERE g.account_id = ? AND g.month = ? AND o.state NOT IN ('refused', 'superseded')`, g.Account, monthOf(g)).Scan(&refunded).Error
	if err != nil || g.Limit.Allows(int(refunded), 0) {
		return err == nil, err
	}
	err = db.Raw("SELECT COUNT(*) FROM orders WHERE account_id = ? AND kind = 'register' AND state = 'done' AND ended_at >= ?", g.Account, g.Month).Scan(&registered).Error
	return err == nil && g.Limit.Allows(int(refunded), int(registered)), err
}
