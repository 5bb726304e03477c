//go:build !control_forgetschanges

package store

import (
	"errors"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// noteChanged notes with the deletion of a name what of it its account has changed since, and is not set back any more.
func noteChanged(tx *gorm.DB, o reseller.Order) error {
	if o.State != reseller.OrderDone || o.Desired.OfDeletion() || !reseller.Delegates(o.Kind) {
		return nil
	}
	var row deletionRow
	under, err := exists(tx, &row, "domain_id = ?", o.DomainID)
	if err != nil || !under {
		return err
	}
	d, err := row.toDeletion()
	if err != nil {
		return err
	}
	d.Had.Changed = append(d.Had.Changed, o.Subject)
	err = expectOneRow(tx.Exec("UPDATE deletions SET had = ?, fence = fence + 1 WHERE domain_id = ? AND fence = ?", pack(d.Had), row.DomainID, row.Fence))
	if errors.Is(err, reseller.ErrConflict) {
		err = errOvertaken
	}
	return err
}
