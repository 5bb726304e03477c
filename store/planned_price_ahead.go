package store

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// PlannedPricesOf lists what is planned of an operation's prices in an account's currency, of the price list and of its own, in the order in
// which it applies.
func (s *Store) PlannedPricesOf(ctx context.Context, account reseller.Account, op reseller.Operation) ([]reseller.PlannedPrice, error) {
	planned, err := plannedOnes(s.reads.WithContext(ctx).Where("account_id IN (0, ?) AND currency = ? AND operation = ?", account.ID, account.Currency, string(op)))
	if err != nil {
		return nil, fmt.Errorf("planned prices of %s: %w", op, translate(err))
	}
	return planned, nil
}

// PricesOf lists the prices of an operation in some TLDs and an account's currency: its own and those of the price list, those for the same
// thing together.
func (s *Store) PricesOf(ctx context.Context, account reseller.Account, op reseller.Operation, tlds []string) ([]reseller.Price, error) {
	prices, err := s.bothLists(ctx, account.ID, "tld IN ? AND currency = ? AND operation = ?", tlds, account.Currency, string(op))
	if err != nil {
		return nil, fmt.Errorf("prices of %s: %w", op, translate(err))
	}
	return prices, nil
}

// ComingPrices are the changes of what an account pays, in its currency.
func (s *Store) ComingPrices(ctx context.Context, account reseller.Account) ([]reseller.ComingPrice, error) {
	planned, err := s.PlannedPrices(ctx, account.ID, account.Currency)
	if err != nil || len(planned) == 0 {
		return nil, err
	}
	today, err := s.bothLists(ctx, account.ID, "currency = ?", account.Currency)
	if err != nil {
		return nil, fmt.Errorf("list the prices of account %d: %w", account.ID, translate(err))
	}
	return reseller.ComingPrices(account.ID, today, planned), nil
}
