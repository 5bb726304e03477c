package store

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// Price finds what something costs an account as it was read (reseller.AccountPrices). ErrNotFound if it is on none of its lists.
func (s *Store) Price(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (reseller.AccountPrice, error) {
	paid, err := s.PricesFor(ctx, account, op, []string{tld}, []int{years})
	if err == nil && len(paid) == 0 {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return reseller.AccountPrice{}, fmt.Errorf("price of .%s %s: %w", tld, op, err)
	}
	return paid[0], nil
}

// PricesFor finds what an operation costs an account in each of some TLDs, for each of some numbers of years, in its currency. What has no
// price is missing.
func (s *Store) PricesFor(ctx context.Context, account reseller.Account, op reseller.Operation, tlds []string, years []int) ([]reseller.AccountPrice, error) {
	prices, err := s.listsOf(ctx, account, "tld IN ? AND currency = ? AND operation = ? AND years IN ?", tlds, account.Currency, string(op), years)
	return reseller.AccountPrices(prices), translate(err)
}

// AccountPrices lists what an account pays, in its currency, by TLD, operation and years.
func (s *Store) AccountPrices(ctx context.Context, account reseller.Account) ([]reseller.AccountPrice, error) {
	prices, err := s.listsOf(ctx, account, "currency = ?", account.Currency)
	if err != nil {
		return nil, fmt.Errorf("list the prices of account %d: %w", account.ID, translate(err))
	}
	return reseller.AccountPrices(prices), nil
}

// Prices lists the prices of one list in one currency, or in all if currency is empty.
func (s *Store) Prices(ctx context.Context, owner reseller.ListOwner, currency string) ([]reseller.Price, error) {
	prices, err := onList(s.reads.WithContext(ctx).Where("currency = ? OR ? = ''", currency, currency), owner)
	if err != nil {
		return nil, fmt.Errorf("list prices: %w", translate(err))
	}
	return prices, nil
}
