//go:build !control_staleproof

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// proofStands holds a user's row, and by what the user has proved who it is, until the transaction ends: ErrConflict if one of them is gone. A password that
// was set anew has another hash.
func proofStands(tx *gorm.DB, user int64, p reseller.Proof) error {
	if err := userStands(tx, user); err != nil {
		return err
	}
	var there bool
	var err error
	switch {
	case p.Passkey != 0:
		there, err = exists(tx, &passkeyRow{}, "id = ? AND user_id = ?", p.Passkey, user)
	case p.Password != "":
		there, err = exists(tx, &passwordRow{}, "user_id = ? AND hash = ?", user, p.Password)
	default:
		there, err = exists(tx, &sessionRow{}, "hash = ? AND user_id = ?", p.Session, user)
	}
	if err != nil || there {
		return err
	}
	return reseller.ErrConflict
}
