package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// spendingRow counts what callers have spent of an account's credit on a UTC day: all of them (budget 0), and those with a token that shares
// a budget. It counts whether there is a cap or not, so that one that is set at noon knows of the morning.
type spendingRow struct {
	ID        int64
	AccountID int64
	Budget    int64
	Day       int64
	Spent     int64
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (spendingRow) TableName() string { return "spending" }

// noCap is for what is counted and never refused.
const noCap = math.MaxInt64

// budgetOf is what an order's charge counts in: nil where it does not count, as with automatic renewals: they must not fail because of what
// callers have bought, or names would be lost.
func budgetOf(o reseller.Opening) *int64 {
	if !o.ByCaller || o.Order.Charge.Total() == 0 {
		return nil
	}
	budget := cmp.Or(o.Token.Budget, o.Token.ID)
	return &budget
}

// spend counts the charge of an order in the day of its account, and in that of the token that asks. Beyond a cap the error is one for the
// caller, reached says which cap it is, and the transaction must end without effect.
func (s *Store) spend(tx *gorm.DB, o orderRow, by reseller.Token) (reached *capReached, err error) {
	if o.Budget == nil {
		return nil, nil
	}
	most := []spendCap{{table: "accounts", id: o.AccountID}}
	if *o.Budget != 0 {
		most = append(most, spendCap{table: "tokens", id: by.ID, token: by.Name})
	}
	for _, c := range most {
		day := spendingRow{AccountID: o.AccountID, Day: dayOf(o.CreatedAt), CreatedAt: o.CreatedAt}
		if c.table == "tokens" {
			day.Budget = *o.Budget
		}
		fits, err := s.addSpent(tx, day, o.Net+o.Tax, c)
		if err == nil && !fits {
			// The day's first one has no counter yet.
			if err = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&day).Error; err == nil {
				fits, err = s.addSpent(tx, day, o.Net+o.Tax, c)
			}
		}
		if err != nil {
			return nil, err
		}
		if !fits {
			return beyondCap(tx, c, day, o)
		}
	}
	return nil, nil
}

// unspend takes the charge of a refused order out of the day in which it was counted: what counts is what was spent or is reserved. Of a
// day that is over it frees nothing of today.
func unspend(tx *gorm.DB, o reseller.Order) error {
	if o.State != reseller.OrderRefused || o.Charge.Total() == 0 {
		return nil
	}
	var row orderRow
	if err := tx.Select("budget").Where("id = ?", o.ID).Take(&row).Error; err != nil || row.Budget == nil {
		return err
	}
	return tx.Exec("UPDATE spending SET spent = spent - ? WHERE account_id = ? AND day = ? AND budget IN ? AND spent >= ?",
		o.Charge.Total(), o.AccountID, dayOf(o.CreatedAt), []int64{0, *row.Budget}, o.Charge.Total()).Error
}

// Spending gives what callers of an account have spent today, by budget; 0 is that of the account.
func (s *Store) Spending(ctx context.Context, account int64) (map[int64]int64, error) {
	rows, err := rowsOf[spendingRow](s.reads).Where("account_id = ? AND day = ?", account, dayOf(s.clock.Now())).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("spending of account %d: %w", account, translate(err))
	}
	spent := map[int64]int64{}
	for _, r := range rows {
		spent[r.Budget] = r.Spent
	}
	return spent, nil
}
