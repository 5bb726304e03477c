package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// price is what an operation costs the account. What has no price is not sold.
func (s *Service) price(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (price reseller.AccountPrice, sold bool, err error) {
	price, err = s.store.Price(ctx, account, tld, op, years)
	if errors.Is(err, reseller.ErrNotFound) {
		return price, false, nil
	}
	return price, err == nil, err
}
