package operator

import (
	"cmp"
	"context"
	"errors"

	"nameyard/reseller"
	"nameyard/store"
)

// Credit is the prepaid credit of accounts, and its ledger.
type Credit struct{ Store *store.Store }

// CreditMove asks for credit to be added or taken.
type CreditMove struct {
	Email  string              // of the account
	Kind   reseller.CreditKind // "" = a payment
	Amount string              // in the account's currency, as ReadMoney reads it; more than zero
	Take   bool                // takes it; what orders have reserved cannot be taken
	Ref    string              // reference of the payment: one reference posts once; "" = none
	About  string              // of a refund: the number of the invoice, or of the order, that it refunds; "" = none
	Note   string              // what it is for; a refund and a correction say why
}

// CreditMoved is what became of a CreditMove.
type CreditMoved struct {
	CreditOf
	Posted  bool           // false: the reference has posted before, and nothing was changed
	Earlier reseller.Entry // which has the reference, if it has posted before
}

// CreditOf is an account's credit.
type CreditOf struct {
	Account reseller.Account
	reseller.Balance
	SpentToday int64 // by its callers on the present UTC day, minor units; see Of
}

// Move adds or takes credit. A reference is taken without what is pasted unseen around it. One that has posted the same moves nothing, so a payment that is booked twice counts
// once; one that has posted another amount, as something else, or on another account, is an error of kind conflict. In a dry run it gives the balance as it
// would be.
func (u Credit) Move(ctx context.Context, m CreditMove) (CreditMoved, error) {
	account, err := Accounts(u).open(ctx, m.Email)
	if err != nil {
		return CreditMoved{}, err
	}
	m.Kind, m.Ref, m.About = cmp.Or(m.Kind, reseller.CreditPayment), reseller.TrimEnds(m.Ref), reseller.TrimEnds(m.About)
	money, err := m.money(account)
	if err != nil {
		return CreditMoved{}, err
	}
	order, about, err := u.refunded(ctx, account, m)
	if err != nil {
		return CreditMoved{}, err
	}
	minor := money.Minor
	if m.Take {
		minor = -minor
	}
	err = u.Store.BookCredit(ctx, account, reseller.CreditEntry{Kind: m.Kind, Amount: minor, Ref: m.Ref, Refunds: order, Note: reseller.GoodwillNote(about, m.Note)})
	posted := !errors.Is(err, reseller.ErrDuplicate)
	switch {
	case errors.Is(err, reseller.ErrFunds):
		return CreditMoved{}, reseller.Errorf(reseller.KindFunds, reseller.CodeFunds, "%s has less than %s available; nothing was taken", account.Email, money)
	case err != nil && posted:
		if wrong := new(reseller.Error); order != 0 && errors.As(err, &wrong) {
			err = wrong.In(PathAbout)
		}
		return CreditMoved{}, err
	}
	var earlier reseller.Entry
	if !posted {
		if earlier, err = u.sameMove(ctx, account, m, order, money); err != nil {
			return CreditMoved{}, err
		}
	}
	balance, err := u.Store.Balance(ctx, account.ID)
	if posted && reseller.Rehearsing(ctx) {
		balance.Available += minor
	}
	return CreditMoved{CreditOf{Account: account, Balance: balance}, posted, earlier}, err
}

// Of gives an account's credit.
func (u Credit) Of(ctx context.Context, email string) (CreditOf, error) {
	account, err := Accounts(u).Find(ctx, email)
	if err != nil {
		return CreditOf{}, err
	}
	balance, err := u.Store.Balance(ctx, account.ID)
	if err != nil {
		return CreditOf{}, err
	}
	spent, err := u.Store.Spending(ctx, account.ID)
	return CreditOf{account, balance, spent.All()}, err
}

// LedgerEntry is a line of the ledger in its currency.
type LedgerEntry struct {
	reseller.LedgerLine
	Currency string
}

// LedgerChoice chooses entries of an account's ledger.
type LedgerChoice struct {
	Account string // e-mail address
	Posted  reseller.Between
	reseller.Page
}

// Ledger lists an account's ledger, newest first.
func (u Credit) Ledger(ctx context.Context, c LedgerChoice) ([]LedgerEntry, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	account, err := Accounts(u).Find(ctx, c.Account)
	if err != nil {
		return nil, err
	}
	entries, err := u.Store.SearchEntries(ctx, reseller.EntrySearch{Account: account.ID, Posted: c.Posted, Page: c.Page})
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	after, err := u.Store.BalanceAfter(ctx, account.ID, account.Currency, entries[len(entries)-1].ID)
	if err != nil {
		return nil, err
	}
	list := make([]LedgerEntry, len(entries))
	for i, line := range reseller.LedgerLines(entries, after) {
		list[len(list)-1-i] = LedgerEntry{line, account.Currency}
	}
	return list, nil
}
