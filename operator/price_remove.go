package operator

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
)

// PriceRemoval chooses prices of a TLD to be taken off a list. What is not set chooses all.
type PriceRemoval struct {
	Account   string // e-mail address of the account whose own prices they are; "" = they are the price list's
	TLD       string // for example ".se"
	Currency  string
	Operation reseller.Operation
	Years     int
}

// Check reports what is wrong with the request.
func (r PriceRemoval) Check() error {
	_, err := reseller.ParseTLD(r.TLD)
	switch {
	case err != nil:
		return err
	case r.Operation != "" && !slices.Contains(reseller.Operations, r.Operation):
		return invalid(PathOperation, "%s is %q, it must be register, renew, transfer or restore", PathOperation, r.Operation)
	case r.Years < 0 || r.Years > 99:
		return invalid(PathYears, "%s is %d, it must be 1 to 99", PathYears, r.Years)
	case r.Currency != "":
		return checkCurrency(r.Currency)
	}
	return nil
}

// Remove takes prices off a list and gives them as they were. What the price list no longer has is not sold any more, but to accounts with a
// price of their own; without that an account pays what the price list has. Orders that are under way and invoices that are written keep
// their prices.
func (u Prices) Remove(ctx context.Context, r PriceRemoval) ([]reseller.Price, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	tld, err := reseller.ParseTLD(r.TLD)
	if err != nil {
		return nil, err
	}
	account, err := Accounts{Store: u.Store}.id(ctx, r.Account)
	if err != nil {
		return nil, err
	}
	like := reseller.Price{Account: account, TLD: tld, Currency: r.Currency, Operation: r.Operation, Years: r.Years}
	gone, err := u.Store.RemovePrices(ctx, like, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrNotFound) {
		return nil, notFound("no price of .%s is like that, and nothing was changed; %s shows the list", tld, HintListPrices)
	}
	return gone, err
}
