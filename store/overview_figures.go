package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

// OverviewFigures are what the books hold at a moment, for the operator. What is counted to a bound alone says so by reaching it.
type OverviewFigures struct {
	Accounts int64 // that are not closed
	Disabled int64 // of these
	Orders   int64 // that were placed since a time; at most FiguresBound
	Unpaid   int64 // invoices; at most FiguresBound
	Credit   []CurrencyCredit
}

// CurrencyCredit is the credit of all accounts with a currency, in minor units.
type CurrencyCredit struct {
	Currency        string
	Available, Held int64
}

// FiguresBound is how far orders of a day and unpaid invoices are counted.
const FiguresBound = 10_000

// OverviewFigures counts what there is. since is business time.
func (s *Store) OverviewFigures(ctx context.Context, since time.Time) (f OverviewFigures, err error) {
	db := s.reads.WithContext(ctx)
	err = scanRow(db.Raw("SELECT COUNT(*), COALESCE(SUM(CASE WHEN disabled = ? THEN 1 ELSE 0 END), 0) FROM accounts WHERE closed_at IS NULL", true), &f.Accounts, &f.Disabled)
	if err == nil {
		err = db.Raw("SELECT currency, SUM(available) AS available, SUM(held) AS held FROM balances GROUP BY currency ORDER BY currency").Scan(&f.Credit).Error
	}
	if err == nil { // of each account its newest orders: no index has those of all by their time
		err = scanRow(db.Raw("SELECT COUNT(*) FROM (SELECT 1 FROM "+s.byEachAccount("orders", "orders_account_id_created_at")+" AND created_at >= ? LIMIT ?) some", micro(since), FiguresBound), &f.Orders)
	}
	if err == nil {
		err = scanRow(db.Raw("SELECT COUNT(*) FROM (SELECT 1 FROM "+s.by("invoices", "invoices_status_account_id_id")+" WHERE status = ? LIMIT ?) some", string(reseller.InvoiceUnpaid), FiguresBound), &f.Unpaid)
	}
	if err != nil {
		return f, fmt.Errorf("figures of the overview: %w", translate(err))
	}
	return f, nil
}
