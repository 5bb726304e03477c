package verify

import (
	"context"
	"strings"

	"nameyard/reseller"
)

// postings replays the ledger entry by entry (I1) and keeps the sums for the balances. Ids do not tell the order of commits,
// so no running balance is judged: that it never went below zero is in the database's own check of each balance row.
func (v *verification) postings(ctx context.Context) error {
	get := func(after int64) ([]reseller.Entry, error) { return v.snapshot.Entries(ctx, after, v.page) }
	err := pages(get, func(e reseller.Entry) int64 { return e.ID }, func(entries []reseller.Entry) error {
		v.counts.entries += int64(len(entries))
		v.checked("I1", len(entries))
		for _, e := range entries {
			v.replay(e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.moneyLost()
	totals := map[string]int64{}
	for p, sum := range v.journaled {
		totals[p.currency] += sum
		if ofReseller(p.account) {
			v.checked("I2", 1)
			if sum < 0 {
				v.breach("I2", "the journal has %s on %s", money(sum, p.currency), p.account)
			}
		}
	}
	for currency, total := range totals {
		v.checked("I1", 1)
		if total != 0 {
			v.breach("I1", "all accounts together are %s off zero", money(total, currency))
		}
	}
	return nil
}

func (v *verification) replay(e reseller.Entry) {
	sums := map[string]int64{}
	for _, p := range e.Postings {
		sums[p.Currency] += p.Amount
		v.journaled[ledgerAccount{p.Account, p.Currency}] += p.Amount
	}
	v.kindOf(e)
	v.gives(e)
	if len(e.Postings) == 0 {
		v.breach("I1", "entry %d (%s) of account %d has no postings", e.ID, e.Kind, e.AccountID)
	}
	for currency, sum := range sums {
		if sum != 0 {
			v.breach("I1", "the postings of entry %d (%s) of account %d sum to %s", e.ID, e.Kind, e.AccountID, money(sum, currency))
		}
	}
}

// kindOf checks that an entry of its kind can be (I4), that it posts on accounts that there are (I1), and that the operator's own
// are recorded (I11).
func (v *verification) kindOf(e reseller.Entry) {
	house := e.Kind.House()
	operators := house != ""
	if operators != (e.OrderID == 0) {
		v.breach("I4", "entry %d (%s) of account %d is of order %d: what the operator books has none, all others have one", e.ID, e.Kind, e.AccountID, e.OrderID)
	}
	for _, p := range e.Postings {
		switch p.Account {
		case reseller.Available(e.AccountID):
			if operators && !e.Kind.Adds(p.Amount) {
				v.breach("I1", "entry %d (%s) of account %d moves %s the wrong way", e.ID, e.Kind, e.AccountID, money(p.Amount, p.Currency))
			}
		case reseller.HouseDeposits, reseller.HouseGoodwill:
			if p.Account != house {
				v.breach("I1", "entry %d (%s) of account %d posts on %s, which its kind does not", e.ID, e.Kind, e.AccountID, p.Account)
			}
		case reseller.HouseSales, reseller.HouseTax, reseller.Held(e.AccountID):
			if operators {
				v.breach("I1", "entry %d (%s) of account %d posts on %s, which what the operator books does not", e.ID, e.Kind, e.AccountID, p.Account)
			}
		default:
			v.breach("I1", "entry %d (%s) of account %d posts on %s, which is neither its own nor the operator's", e.ID, e.Kind, e.AccountID, p.Account)
		}
	}
	if operators {
		v.moneyMoved(e)
	}
}

// ofReseller reports whether a ledger account has a balance row; those of the operator have none and may be below zero.
func ofReseller(account string) bool { return strings.HasPrefix(account, "acct:") }

// balances holds every balance row against the journal (I3) and against the unfinished orders (I2).
func (v *verification) balances(ctx context.Context) error {
	get := func(after int64) ([]reseller.Balance, error) { return v.snapshot.Balances(ctx, after, v.page) }
	err := pages(get, func(b reseller.Balance) int64 { return b.AccountID }, func(rows []reseller.Balance) error {
		v.counts.accounts += int64(len(rows))
		v.checked("I2", len(rows))
		v.checked("I3", len(rows))
		for _, b := range rows {
			v.balance(b)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for p, sum := range v.journaled { // what is left has no balance row
		if sum != 0 && ofReseller(p.account) {
			v.breach("I3", "the journal has %s on %s, which has no balance row in that currency", money(sum, p.currency), p.account)
		}
	}
	for account, sum := range v.reserved {
		if sum != 0 {
			v.breach("I2", "unfinished orders of account %d reserve %d minor units, and the account has no balance row", account, sum)
		}
	}
	return nil
}

func (v *verification) balance(b reseller.Balance) {
	if b.Available < 0 || b.Held < 0 {
		v.breach("I2", "account %d has %s available and %s held", b.AccountID, money(b.Available, b.Currency), money(b.Held, b.Currency))
	}
	if b.Held != v.reserved[b.AccountID] {
		v.breach("I2", "account %d has %s held, and its unfinished orders reserve %s",
			b.AccountID, money(b.Held, b.Currency), money(v.reserved[b.AccountID], b.Currency))
	}
	available, held := ledgerAccount{reseller.Available(b.AccountID), b.Currency}, ledgerAccount{reseller.Held(b.AccountID), b.Currency}
	if b.Available != v.journaled[available] || b.Held != v.journaled[held] {
		v.breach("I3", "account %d has %s available and %s held, and its journal %s and %s", b.AccountID, money(b.Available, b.Currency), money(b.Held, b.Currency),
			money(v.journaled[available], b.Currency), money(v.journaled[held], b.Currency))
	}
	delete(v.journaled, available)
	delete(v.journaled, held)
	delete(v.reserved, b.AccountID)
}
