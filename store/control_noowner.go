//go:build control_noowner

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// othersLead is broken on purpose: the last owner can go, and nobody can change the team any more.
// Caught by: TestATeamAlwaysHasAnOwner
func othersLead(tx *gorm.DB, u reseller.User) error {
	_, err := leaders(tx, u.AccountID)
	return err
}
