package store

import (
	"cmp"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// makingStands holds a user's row, and the session from which something to sign in by is made, until the transaction ends: ErrConflict if one of them is gone. With the
// first that a user has, the session goes on under another token and all others end, so that whoever else has come by one has nothing of it: ErrConflict if there is
// something already, because somebody else was sooner.
func makingStands(tx *gorm.DB, u reseller.User, m reseller.Making) error {
	if err := proofStands(tx, u.ID, reseller.Proof{Session: m.Session}); err != nil || m.Next == nil {
		return err
	}
	for _, way := range []any{&passkeyRow{}, &passwordRow{}} {
		if there, err := exists(tx, way, "user_id = ?", u.ID); err != nil || there {
			return cmp.Or(err, error(reseller.ErrConflict))
		}
	}
	if err := replaceSession(tx, m.Session, *m.Next); err != nil {
		return err
	}
	return endOthers(tx, u.ID, m.Next.Hash).Error
}
