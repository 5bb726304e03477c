package operator

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
	"nameyard/store"
)

// Payments are payments by card.
type Payments struct{ Store *store.Store }

// PaymentChoice chooses card payments. What is not set chooses all.
type PaymentChoice struct {
	Account  string // e-mail address
	State    reseller.PaymentState
	NeedsYou bool // those of which something is left for a person to do
	Begun    reseller.Between
	reseller.Page
}

// PaymentOf is a card payment with its account, and what is left for a person to do.
type PaymentOf struct {
	reseller.Payment
	Account reseller.Account // zero where the books have none
	Needs   reseller.PaymentNeeds
	Todo    string   // in a sentence; "" = nothing
	Command string   // that does it; "" = there is none
	Dismiss string   // command that says that it is not to be done; "" = nothing is, or it cannot be dismissed
	Left    []string // why what was to be done was dismissed, the oldest first
}

// List lists card payments, newest first.
func (u Payments) List(ctx context.Context, c PaymentChoice) ([]PaymentOf, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	var bad reseller.Faults
	if c.State != "" && !slices.Contains(reseller.PaymentStates, c.State) {
		bad.Add(invalid(PathState, "%s is %q, it must be open, paid, expired, declined or stranded", PathState, c.State))
	}
	account, _ := Accounts(u).chosen(ctx, &bad, c.Account, "")
	if err := bad.Err(); err != nil {
		return nil, err
	}
	found, err := u.Store.SearchPayments(ctx, reseller.PaymentSearch{Account: account, State: c.State, NeedsYou: c.NeedsYou, Begun: c.Begun, Page: c.Page})
	if err != nil {
		return nil, err
	}
	accounts, err := accountsOf(ctx, u, found, func(p reseller.Payment) int64 { return p.AccountID })
	if err != nil {
		return nil, err
	}
	list := make([]PaymentOf, len(found))
	for i, p := range found {
		if list[i], err = u.of(ctx, p, accounts[p.AccountID]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Find finds a card payment.
func (u Payments) Find(ctx context.Context, id int64) (PaymentOf, error) {
	p, err := u.Store.Payment(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return PaymentOf{}, notFound("there is no card payment %d; \"nameyard payment list\" shows them", id)
	}
	if err != nil {
		return PaymentOf{}, err
	}
	a, err := u.account(ctx, p.AccountID)
	if err != nil {
		return PaymentOf{}, err
	}
	return u.of(ctx, p, a)
}

// RemoveCard removes the saved card of an account, which may be closed or disabled; automatic top-up is off then. The provider is asked to keep it no longer by a job of the server. false:
// there was none. It is audited.
func (u Payments) RemoveCard(ctx context.Context, email string) (bool, error) {
	a, err := Accounts(u).Find(ctx, email)
	if err != nil {
		return false, err
	}
	removed, err := u.Store.RemoveCard(ctx, a.ID, reseller.OperatorIn(ctx))
	return removed.Method != "", err
}

// Card is the saved card of an account, with what it has set of automatic top-up.
func (u Payments) Card(ctx context.Context, account int64) (reseller.TopUp, error) {
	return u.Store.TopUp(ctx, account)
}

// TopUpOf is what an account has set of automatic top-up.
type TopUpOf struct {
	reseller.TopUp
	Account reseller.Account
}

// TopUps lists the accounts that have automatic top-up, by number; only those where it is paused, if that is asked.
func (u Payments) TopUps(ctx context.Context, paused bool) ([]TopUpOf, error) {
	set, err := u.Store.TopUps(ctx, paused)
	if err != nil {
		return nil, err
	}
	accounts, err := accountsOf(ctx, u, set, func(t reseller.TopUp) int64 { return t.AccountID })
	list := make([]TopUpOf, len(set))
	for i, t := range set {
		list[i] = TopUpOf{t, accounts[t.AccountID]}
	}
	return list, err
}

// accountsOf are the accounts of rows, by their ids; the zero account where the books have none.
func accountsOf[T any](ctx context.Context, u Payments, rows []T, account func(T) int64) (map[int64]reseller.Account, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = account(row)
	}
	return Accounts(u).ByIDs(ctx, ids)
}

// account is whose a payment is; the zero account where the books have none.
func (u Payments) account(ctx context.Context, id int64) (reseller.Account, error) {
	a, err := u.Store.Account(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Account{}, nil
	}
	return a, err
}
