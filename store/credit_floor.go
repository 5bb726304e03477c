package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type creditFloorRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Below     bool
	ToldAt    time.Time
}

func (creditFloorRow) TableName() string { return "credit_floors" }

// AccountsAtFloors lists the accounts whose available credit is below their own floor, and those that were when they were last looked at.
func (s *Store) AccountsAtFloors(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.reads.WithContext(ctx).Raw(`SELECT a.id FROM accounts a JOIN balances b ON b.account_id = a.id WHERE b.available < a.credit_floor
		UNION SELECT account_id FROM credit_floors WHERE below = ? ORDER BY 1`, true).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("list accounts below their floors: %w", translate(err))
	}
	return ids, nil
}

// CreditFloor tells what an account was told of its credit and its own floor.
func (s *Store) CreditFloor(ctx context.Context, account int64) (reseller.LowCredit, error) {
	rows, err := rowsOf[creditFloorRow](s.reads).Where("account_id = ?", account).Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return reseller.LowCredit{AccountID: account}, translate(err)
	}
	return reseller.LowCredit{AccountID: account, Low: rows[0].Below, ToldAt: rows[0].ToldAt.UTC()}, nil
}

// SaveCreditFloor records how an account's credit stands to its own floor now, with the events that tell it. ErrConflict or ErrDuplicate if it
// was recorded otherwise since before was read.
func (s *Store) SaveCreditFloor(ctx context.Context, before, now reseller.LowCredit, told ...reseller.Event) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row, err := creditFloorRow{now.AccountID, now.Low, micro(now.ToldAt)}, error(nil)
		if before.ToldAt.IsZero() {
			err = tx.Create(&row).Error
		} else {
			err = expectOneRow(tx.Model(&creditFloorRow{}).Where("account_id = ? AND below = ? AND told_at = ?", before.AccountID, before.Low, micro(before.ToldAt)).
				Select("below", "told_at").Updates(&row))
		}
		for _, e := range told {
			if err == nil {
				err = addEvent(tx, e)
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("note the credit of account %d and its floor: %w", now.AccountID, err)
	}
	return nil
}
