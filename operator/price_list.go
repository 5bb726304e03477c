package operator

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// List gives the prices of a list, of one currency and one TLD or, for "", of all.
func (u Prices) List(ctx context.Context, of ListName, currency, tld string) ([]reseller.Price, error) {
	if currency != "" {
		if err := checkCurrency(currency); err != nil {
			return nil, err
		}
	}
	owner, _, err := u.owner(ctx, of)
	if err != nil {
		return nil, err
	}
	list, err := u.Store.Prices(ctx, owner, currency)
	if err != nil {
		return nil, err
	}
	return inTLD(list, tld, func(p reseller.Price) string { return p.TLD })
}

// Buyers counts the accounts that prices of everybody's list or of a group's are for: those that are open and buy in their currencies. Some of them may pay a price of
// their own, or of their group.
func (u Prices) Buyers(ctx context.Context, of ListName, changes []PriceChange) (int64, error) {
	var currencies []string
	for _, c := range changes {
		currencies = append(currencies, c.Currency)
	}
	slices.Sort(currencies)
	return u.Store.CountBuyers(ctx, of.Group, slices.Compact(currencies))
}

// Paid gives what an account pays, in one TLD or, for "", in all: its own prices, its group's, and those of the price list beside them.
func (u Prices) Paid(ctx context.Context, email, tld string) ([]reseller.AccountPrice, error) {
	account, err := Accounts{Store: u.Store}.Find(ctx, email)
	if err != nil {
		return nil, err
	}
	list, err := u.Store.AccountPrices(ctx, account)
	if err != nil {
		return nil, err
	}
	return inTLD(list, tld, func(p reseller.AccountPrice) string { return p.TLD })
}

// inTLD leaves what is of a TLD or, for "", all.
func inTLD[P any](list []P, tld string, of func(P) string) ([]P, error) {
	if tld == "" {
		return list, nil
	}
	only, err := reseller.ParseTLD(tld)
	return slices.DeleteFunc(list, func(p P) bool { return of(p) != only }), err
}
