//go:build !control_noowner

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// othersLead gives reseller.ErrLastOwner if a user is the last of those who have signed in and may change the team.
func othersLead(tx *gorm.DB, u reseller.User) error {
	rows, err := leaders(tx, u.AccountID)
	if err == nil && len(rows) == 1 && rows[0].ID == u.ID {
		return reseller.ErrLastOwner
	}
	return err
}
