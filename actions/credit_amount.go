package actions

import (
	"context"

	"nameyard/reseller"
)

// CreditAmount gives the account's available credit: what is not held by unfinished orders.
func (s *Service) CreditAmount(ctx context.Context, call Call, _ struct{}) (reseller.Money, error) {
	b, err := s.store.Balance(ctx, call.Caller.Account.ID)
	return reseller.Money{Minor: b.Available, Currency: b.Currency}, err
}
