//go:build !control_sharedref

package store

import (
	"errors"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// claimRef takes a payment reference for an account. One that has posted on another account is refused: a unique key decides
// where two accounts post it at once. References of releases before that key are in the entries only.
func claimRef(tx *gorm.DB, account int64, ref string) error {
	if ref == "" {
		return nil
	}
	if err := refOfAnother(tx, account, ref); err != nil {
		return err
	}
	err := tx.Create(&paymentRefRow{Ref: ref, AccountID: account}).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		if err := refOfAnother(tx, account, ref); err != nil { // whoever has it has committed by now
			return err
		}
		return reseller.ErrDuplicate
	}
	return err
}
