//go:build !control_renewsleaving

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// notLeaving gives ErrConflict for a name whose deletion was asked for: it is not renewed by itself. One that nobody has paid for goes only as long
// as that is so.
func notLeaving(tx *gorm.DB, domain int64) error {
	var row deletionRow
	under, err := exists(tx, &row, "domain_id = ? AND back = ?", domain, false)
	if err != nil || !under {
		return err
	}
	d, err := row.toDeletion()
	if err == nil && d.Placed.By.Name != reseller.Itself.Name {
		err = reseller.ErrConflict
	}
	return err
}
