package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type lowCreditRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Low       bool
	ToldAt    time.Time
}

func (lowCreditRow) TableName() string { return "low_credit" }

// Expiring lists names that the registry shows as active and that are paid through more than from and at most until a time,
// in the order of those dates, in pages after a domain row, at most limit.
func (s *Store) Expiring(ctx context.Context, from, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error) {
	query := rowsOf[domainRow](s.reads).Where("state = ? AND paid_through > ? AND paid_through <= ?",
		string(reseller.DomainActive), micro(from), micro(until))
	if after.ID != 0 {
		query = query.Where("paid_through >= ? AND (paid_through > ? OR id > ?)", micro(after.PaidThrough), micro(after.PaidThrough), after.ID)
	}
	rows, err := query.Order("paid_through, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names that expire: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// AccountsWithRenewals lists the accounts that have names to be renewed automatically and paid through at most until a time,
// and the accounts that were told that their credit is low.
func (s *Store) AccountsWithRenewals(ctx context.Context, until time.Time) ([]int64, error) {
	var ids []int64
	err := s.reads.WithContext(ctx).Raw(`SELECT account_id FROM domains WHERE auto_renew = ? AND state = ? AND paid_through <= ?
		UNION SELECT account_id FROM low_credit WHERE low = ? ORDER BY 1`,
		true, string(reseller.DomainActive), micro(until), true).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("list accounts with renewals: %w", translate(err))
	}
	return ids, nil
}

// LowCredit tells what an account was told of its credit.
func (s *Store) LowCredit(ctx context.Context, account int64) (reseller.LowCredit, error) {
	rows, err := rowsOf[lowCreditRow](s.reads).Where("account_id = ?", account).Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return reseller.LowCredit{AccountID: account}, translate(err)
	}
	return reseller.LowCredit{AccountID: account, Low: rows[0].Low, ToldAt: rows[0].ToldAt.UTC()}, nil
}

// FirstLowCredit is when, after a time, an account with low credit was first told of it; zero if none was.
func (s *Store) FirstLowCredit(ctx context.Context, after time.Time) (time.Time, error) {
	rows, err := rowsOf[lowCreditRow](s.reads).Where("low = ? AND told_at > ?", true, micro(after)).Order("told_at").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, translate(err)
	}
	return rows[0].ToldAt.UTC(), nil
}

// SaveLowCredit records how an account's credit stands now, with the mails that tell it. ErrConflict or ErrDuplicate if it
// was recorded otherwise since before was read.
func (s *Store) SaveLowCredit(ctx context.Context, before, now reseller.LowCredit, mails ...reseller.Mail) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row := lowCreditRow{now.AccountID, now.Low, micro(now.ToldAt)}
		if before.ToldAt.IsZero() {
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
			return s.addMails(tx, mails)
		}
		err := expectOneRow(tx.Model(&lowCreditRow{}).Where("account_id = ? AND low = ? AND told_at = ?", before.AccountID, before.Low, micro(before.ToldAt)).
			Select("low", "told_at").Updates(&row))
		if err != nil {
			return err
		}
		return s.addMails(tx, mails)
	})
	if err != nil {
		return fmt.Errorf("note the credit of account %d: %w", now.AccountID, err)
	}
	return nil
}

// UnclearOrders lists orders whose outcome has been unknown since before a time, at most limit. Those that wait (Order.Waits) are not
// among them: they had no effect, and go on by themselves.
func (s *Store) UnclearOrders(ctx context.Context, before time.Time, limit int) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.reads).Table(s.by("orders", "orders_due_at_id")).Where("due_at IS NOT NULL AND (state = ? AND unknown_at < ? AND code NOT IN ? OR state = ? AND code = ?)",
		string(reseller.OrderUnknown), micro(before), reseller.WaitingCodes, string(reseller.OrderPending), reseller.CodeNeedsOperator).
		Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list unclear orders: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}
