package store

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// BalanceAfter is what an account had once an entry was posted: the sums of all postings up to it, or what it has now without those that
// came later, whichever are fewer.
func (s *Store) BalanceAfter(ctx context.Context, account int64, currency string, entry int64) (reseller.Balance, error) {
	b := reseller.Balance{AccountID: account, Currency: currency}
	for _, of := range []struct {
		on, column string
		amount     *int64
	}{{reseller.Available(account), "available", &b.Available}, {reseller.Held(account), "held", &b.Held}} {
		var err error
		if *of.amount, err = s.sumAfter(ctx, b, of.on, of.column, entry); err != nil {
			return b, fmt.Errorf("balance of %s after entry %d: %w", of.on, entry, translate(err))
		}
	}
	return b, nil
}

// sumAfter is the sum of the postings on one of an account's two sides up to an entry. column is where its balance is kept.
func (s *Store) sumAfter(ctx context.Context, of reseller.Balance, on, column string, entry int64) (int64, error) {
	const side = " WHERE account = ? AND currency = ?"
	postings := "FROM " + s.onward("postings") + side
	db := s.reads.WithContext(ctx)
	var first, last, sum *int64
	// Apart: SQLite finds one of them at its end of the index, and both by reading all of it.
	if err := scanRow(db.Raw("SELECT (SELECT MIN(entry_id) "+postings+"), (SELECT MAX(entry_id) "+postings+")", on, of.Currency, on, of.Currency), &first, &last); err != nil {
		return 0, err
	}
	if entry-zeroID(first) <= zeroID(last)-entry {
		err := scanRow(db.Raw("SELECT SUM(amount) "+postings+" AND entry_id <= ?", on, of.Currency, entry), &sum)
		return zeroID(sum), err
	}
	// One statement: a posting that comes meanwhile is in both or in neither.
	err := scanRow(db.Raw("SELECT SUM("+column+") - COALESCE((SELECT SUM(amount) "+postings+" AND entry_id > ?), 0) FROM balances WHERE account_id = ? AND currency = ?",
		on, of.Currency, entry, of.AccountID, of.Currency), &sum)
	return zeroID(sum), err
}
