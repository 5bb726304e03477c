//go:build !control_goodwilltwice

package store

import (
	"strconv"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// checkGoodwill refuses an entry that gives back a charge that was never taken or has gone back, or more of it than is left. The entry is posted, and the
// balance row locked since: what others give back of the order is here, or waits.
func checkGoodwill(tx *gorm.DB, e reseller.Entry) error {
	if e.Refunds == 0 {
		return nil
	}
	var sale entryRow
	sold, err := exists(tx, &sale, "order_id = ? AND kind = ? AND account_id = ?", e.Refunds, string(reseller.EntrySettle), e.AccountID)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(e.Refunds, 10)
	if !sold {
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeBadState, "order %s charged nothing that was kept: it is not done, was refused, or cost nothing; nothing was changed", number)
	}
	back, err := isRefunded(tx, e.Refunds)
	if err != nil {
		return err
	}
	if back {
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeBadState, "the charge of order %s has gone back already; nothing was changed", number)
	}
	cost, err := postedOn(tx, []string{reseller.HouseSales, reseller.HouseTax}, "e.id = ?", sale.ID)
	if err != nil {
		return err
	}
	// It was given after the sale: with that bound the ledger before it is not read.
	given, err := postedOn(tx, []string{reseller.Available(e.AccountID)}, "e.account_id = ? AND e.id > ? AND e.refunds = ?", e.AccountID, sale.ID, e.Refunds)
	if err != nil || given <= cost {
		return err
	}
	amount, _ := e.Moved()
	currency := e.Postings[0].Currency
	return reseller.Errorf(reseller.KindInvalid, reseller.CodeBadState, "more than is left of what it refunds: order %s cost %s, and refunds have given %s of it; nothing was changed", number,
		reseller.Money{Minor: cost, Currency: currency}, reseller.Money{Minor: given - amount, Currency: currency})
}

// postedOn is what some entries have posted on some ledger accounts.
func postedOn(tx *gorm.DB, accounts []string, where string, args ...any) (sum int64, err error) {
	query := "SELECT COALESCE(SUM(p.amount), 0) FROM entries e JOIN postings p ON p.entry_id = e.id WHERE p.account IN ? AND " + where
	err = scanRow(tx.Raw(query, append([]any{accounts}, args...)...), &sum)
	return sum, err
}
