package actions

import (
	"context"

	"nameyard/reseller"
)

// Balance gives the account's credit: what it may spend, and what its unfinished orders hold.
func (s *Service) Balance(ctx context.Context, call Call, _ struct{}) (reseller.Balance, error) {
	return s.store.Balance(ctx, call.Caller.Account.ID)
}
