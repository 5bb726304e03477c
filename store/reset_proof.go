//go:build !control_resetbymail

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// spendProof uses the code up that a link for a password is not enough without. ErrConflict if it is not good.
func spendProof(tx *gorm.DB, user int64, r reseller.PasswordReset) error {
	if r.Recovery != "" {
		return spendRecoveryCode(tx, user, r.Recovery)
	}
	return spendStep(tx, user, r.Step)
}
