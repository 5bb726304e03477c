package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// budgetOf is what an order's charge counts in: nil where it does not count, as with automatic renewals: they must not fail because of what
// callers have bought, or names would be lost.
func budgetOf(o reseller.Opening) *int64 {
	if !o.ByCaller || o.Order.Charge.Total() == 0 {
		return nil
	}
	budget := cmp.Or(o.Token.Budget, o.Token.ID)
	return &budget
}

// spentOn sums what callers of an account have spent on the UTC day of a time. It is kept nowhere: the day's orders that were not refused say it,
// so that it cannot differ from them, and a cap that is set at noon knows of the morning.
func (s *Store) spentOn(db *gorm.DB, account int64, at time.Time) (reseller.DaySpending, error) {
	day := at.UTC().Truncate(24 * time.Hour)
	var sums []struct{ Budget, Spent int64 }
	err := db.Raw("SELECT budget, SUM(net + tax) AS spent FROM "+s.by("orders", "orders_account_id_created_at")+
		" WHERE account_id = ? AND created_at >= ? AND created_at < ? AND budget IS NOT NULL AND state <> ? GROUP BY budget",
		account, day, day.AddDate(0, 0, 1), string(reseller.OrderRefused)).Scan(&sums).Error
	spent := reseller.DaySpending{}
	for _, s := range sums {
		spent[s.Budget] = s.Spent
	}
	return spent, err
}

// Spending gives what callers of an account have spent today.
func (s *Store) Spending(ctx context.Context, account int64) (reseller.DaySpending, error) {
	spent, err := s.spentOn(s.reads.WithContext(ctx), account, s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("spending of account %d: %w", account, translate(err))
	}
	return spent, nil
}
