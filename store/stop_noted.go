//go:build !control_renewsstopped

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// notStopped gives ErrConflict for a name whose automatic renewal is to be switched off: it is not renewed by itself before that is done.
func notStopped(tx *gorm.DB, account, domain int64) error {
	var n int64
	err := tx.Model(&renewalStopRow{}).Where("account_id = ? AND domain_id = ?", account, domain).Count(&n).Error
	if err == nil && n > 0 {
		err = reseller.ErrConflict
	}
	return err
}
