package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// paymentRefRow is a payment reference, which has posted on one account.
type paymentRefRow struct {
	Ref       string `gorm:"primaryKey"`
	AccountID int64
}

func (paymentRefRow) TableName() string { return "payment_refs" }

// refOfAnother refuses a reference that has posted on another account.
func refOfAnother(tx *gorm.DB, account int64, ref string) error {
	if ref == "" {
		return nil
	}
	var other string
	err := tx.Raw("SELECT a.email FROM entries e JOIN accounts a ON a.id = e.account_id WHERE e.ref = ? AND e.account_id <> ? LIMIT 1", ref, account).
		Scan(&other).Error
	if err == nil && other != "" {
		err = reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "reference %.60q has posted on account %s already; nothing was changed", ref, other)
	}
	return err
}
