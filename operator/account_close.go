package operator

import (
	"context"
	"errors"
	"strings"

	"nameyard/reseller"
)

// ToClose finds an account that can be closed, with what is in it and keeps it from nothing. The error says what else is left in it
// and how it is taken out.
func (u Accounts) ToClose(ctx context.Context, email string) (reseller.Account, reseller.Remains, error) {
	a, err := u.open(ctx, email)
	if err != nil {
		return a, reseller.Remains{}, err
	}
	if a.Email == reseller.LostAndFound {
		return a, reseller.Remains{}, refused("%s is the account for names that nobody has; it stays", a.Email)
	}
	left, err := u.Store.Remains(ctx, a.ID)
	if err == nil && !left.Empty() {
		err = notEmpty(a, left)
	}
	return a, left, err
}

// notEmpty says what is left in an account.
func notEmpty(a reseller.Account, left reseller.Remains) error {
	var words []string
	var parts []any
	say := func(n int64, text string, about ...any) {
		if n > 0 {
			words, parts = append(words, text), append(parts, about...)
		}
	}
	shown := make([]string, len(left.Names))
	for i, name := range left.Names {
		shown[i] = reseller.BothFormsOf(name)
	}
	names := strings.Join(shown, ", ")
	if left.AllNames > len(left.Names) {
		names += " …"
	}
	if left.AllNames > reseller.ManyNames {
		say(1, "names (more than %d): %s, which are to be moved to another account, released or deleted, or to expire", reseller.ManyNames, names)
	} else {
		say(int64(left.AllNames), "names (%d): %s, which are to be moved to another account, released or deleted, or to expire", left.AllNames, names)
	}
	say(int64(left.Orders), "unfinished orders (%d): see %s", left.Orders, HintListOrders)
	say(int64(left.Unpaid), "unpaid invoices (%d): see %s", left.Unpaid, HintCancelInvoice)
	say(left.Available, "a credit of %s (pay it back, and take it out with %s)", reseller.Money{Minor: left.Available, Currency: a.Currency}, HintTakeCredit)
	say(left.Held, "%s that is reserved by orders", reseller.Money{Minor: left.Held, Currency: a.Currency})
	return refused("%s cannot be closed, it still has "+strings.Join(words, "; ")+"; nothing was changed", append([]any{a.Email}, parts...)...)
}

// Close closes an account in which nothing is left: its callers are refused, nothing is posted to its webhooks, and no name and no
// credit comes into it. Its invoices, ledger and records stay, and so does its address.
func (u Accounts) Close(ctx context.Context, email string) (reseller.Account, error) {
	a, _, err := u.ToClose(ctx, email)
	if err != nil {
		return a, err
	}
	closed, err := u.Store.CloseAccount(ctx, a.ID, reseller.OperatorIn(ctx))
	if !errors.Is(err, reseller.ErrConflict) {
		return closed, err
	}
	if _, _, err = u.ToClose(ctx, email); err == nil { // what came in between has gone again
		err = refused("%s was changed at this moment; nothing was done: try again", a.Email)
	}
	return a, err
}

// Reopen opens a closed account again, with its tokens and webhooks. One that was disabled before is disabled still.
func (u Accounts) Reopen(ctx context.Context, email string) (reseller.Account, error) {
	a, err := u.Find(ctx, email)
	if err != nil {
		return a, err
	}
	opened, err := u.Store.ReopenAccount(ctx, a.ID, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		return a, refused("%s is not closed; nothing was changed", a.Email)
	}
	return opened, err
}

// open finds an account that is not closed.
func (u Accounts) open(ctx context.Context, email string) (reseller.Account, error) {
	a, err := u.Find(ctx, email)
	if err == nil && a.Closed() {
		err = refused("account %s is closed; nothing was changed: %s opens it again", a.Email, HintReopenAccount)
	}
	return a, err
}
