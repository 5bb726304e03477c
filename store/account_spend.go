package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// spendRow is what an account had bought in the twelve months before CountedAt, less what of that was refunded. It is a sum of the ledger and may be counted anew at any time.
type spendRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Spent     int64
	CountedAt time.Time
}

func (spendRow) TableName() string { return "account_spend" }

// spendStands is how long a sum stands, business time: somewhat less than the day after which a job comes again.
const spendStands = 23 * time.Hour

// CountSpend adds up anew what accounts have bought in the last twelve months, for all whose sum is a day old. It tells for how many.
func (s *Store) CountSpend(ctx context.Context) (int, error) {
	now := micro(s.clock.Now())
	due, err := s.ids(ctx, `SELECT a.id FROM accounts a LEFT JOIN account_spend c ON c.account_id = a.id
		WHERE c.account_id IS NULL OR c.counted_at <= ? ORDER BY a.id`, now.Add(-spendStands))
	if err != nil {
		return 0, fmt.Errorf("find accounts whose spend is to be counted: %w", translate(err))
	}
	for i, account := range due {
		if err := s.countSpend(ctx, account, now); err != nil {
			return i, fmt.Errorf("count what account %d has spent: %w", account, translate(err))
		}
	}
	return len(due), nil
}

func (s *Store) countSpend(ctx context.Context, account int64, now time.Time) error {
	row, since := spendRow{AccountID: account, CountedAt: now}, micro(reseller.AddYears(now, -1))
	err := scanRow(s.reads.WithContext(ctx).Raw(`SELECT COALESCE(SUM(p.amount), 0) FROM entries e JOIN postings p ON p.entry_id = e.id
		WHERE e.account_id = ? AND e.created_at > ? AND e.kind IN ? AND p.account IN ?
			AND NOT EXISTS (SELECT 1 FROM entries sale WHERE sale.order_id = e.order_id AND sale.kind = ? AND sale.created_at <= ?)`, account, since,
		[]string{string(reseller.EntrySettle), string(reseller.EntryRefund)}, []string{reseller.HouseSales, reseller.HouseTax}, string(reseller.EntrySettle), since), &row.Spent)
	if err != nil {
		return err
	}
	return s.writes.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}
