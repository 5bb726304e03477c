package operator

import (
	"context"
	"errors"
	"fmt"
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
	Todo    string           // in a sentence; "" = nothing
	Command string           // that does it; "" = there is none
}

// List lists card payments, newest first.
func (u Payments) List(ctx context.Context, c PaymentChoice) ([]PaymentOf, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	if c.State != "" && !slices.Contains(reseller.PaymentStates, c.State) {
		return nil, invalid(PathState, "%s is %q, it must be open, paid, expired, declined or stranded", PathState, c.State)
	}
	account, err := Accounts(u).id(ctx, c.Account)
	if err != nil {
		return nil, err
	}
	found, err := u.Store.SearchPayments(ctx, reseller.PaymentSearch{Account: account, State: c.State, NeedsYou: c.NeedsYou, Begun: c.Begun, Page: c.Page})
	if err != nil {
		return nil, err
	}
	list := make([]PaymentOf, len(found))
	known := map[int64]reseller.Account{}
	for i, p := range found {
		if _, looked := known[p.AccountID]; !looked {
			if known[p.AccountID], err = u.account(ctx, p.AccountID); err != nil {
				return nil, err
			}
		}
		if list[i], err = u.of(ctx, p, known[p.AccountID]); err != nil {
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

// account is whose a payment is; the zero account where the books have none.
func (u Payments) account(ctx context.Context, id int64) (reseller.Account, error) {
	a, err := u.Store.Account(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Account{}, nil
	}
	return a, err
}

// of says what is left to do for a payment, with the command and its exact reference.
func (u Payments) of(ctx context.Context, p reseller.Payment, a reseller.Account) (PaymentOf, error) {
	o := PaymentOf{Payment: p, Account: a}
	whose := a.Email
	if whose == "" {
		whose = "EMAIL"
	}
	move := func(which string, minor int64, ref string) string {
		amount := "AMOUNT" // in the account's currency, where another one was received
		if a.Currency == p.Received.Currency || a.Currency == "" {
			amount = reseller.Money{Minor: minor, Currency: p.Received.Currency}.Decimal()
		}
		return fmt.Sprintf("nameyard credit %s %s %s --ref %s", which, whose, amount, ref)
	}
	needs, err := u.Store.PaymentNeeds(ctx, p.ID)
	if err != nil {
		return o, err
	}
	switch {
	case needs.Credit > 0:
		o.Todo = "it was received and is not credited: refund it at the provider, or credit it"
		o.Command = move("add", needs.Credit, p.Ref)
	case needs.Take > 0:
		o.Todo = "the provider has refunded it: take the amount from the account, if that is meant"
		o.Command = move("take", needs.Take, p.RefundRef()) + " --note=refunded"
	case needs.Disputed > 0:
		o.Todo = "the bank of the card takes it back: answer at the provider; if the dispute is lost, take the amount from the account"
		o.Command = move("take", needs.Disputed, p.DisputeRef()) + " --note=disputed"
	}
	return o, nil
}
