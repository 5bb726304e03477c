package store

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// PricesAhead are the prices of one thing that an account pays: now, and as it is planned.
func (s *Store) PricesAhead(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (reseller.PricesAhead, error) {
	ahead := reseller.PricesAhead{Account: account.ID}
	const chosen = "tld = ? AND currency = ? AND operation = ? AND years = ?"
	key := []any{tld, account.Currency, string(op), years}
	var err error
	// What applies between these two reads is then in both, which changes nothing.
	ahead.Planned, err = plannedOnes(s.reads.WithContext(ctx).Where("account_id IN (0, ?)", account.ID).Where(chosen, key...))
	if err == nil {
		ahead.Today, err = s.bothLists(ctx, account.ID, chosen, key...)
	}
	if err != nil {
		return ahead, fmt.Errorf("prices ahead of .%s %s: %w", tld, op, translate(err))
	}
	return ahead, nil
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
