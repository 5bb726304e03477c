package store

import (
	"context"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// told notes that the operator is told of rows, with the mails that do: all of them or none. ErrConflict if another server was first.
func (s *Store) told(ctx context.Context, row any, ids []int64, mails []reseller.Mail) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		told := tx.Model(row).Where("id IN ? AND told = ?", ids, false).Update("told", true)
		if told.Error != nil {
			return told.Error
		}
		if told.RowsAffected != int64(len(ids)) {
			return reseller.ErrConflict
		}
		return s.addMails(tx, mails)
	})
}
