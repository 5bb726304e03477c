package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// price is what an operation costs in the account's currency. What is not on the price list is not sold.
func (s *Service) price(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (price reseller.Price, sold bool, err error) {
	price, err = s.store.Price(ctx, tld, account.Currency, op, years)
	if errors.Is(err, reseller.ErrNotFound) {
		return price, false, nil
	}
	return price, err == nil, err
}
