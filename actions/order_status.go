package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// OrderByID names an order of the account.
type OrderByID struct {
	ID int64
}

// OrderStatus tells how an order stands. Another account's does not exist.
func (s *Service) OrderStatus(ctx context.Context, call Call, r OrderByID) (reseller.Order, error) {
	o, err := s.store.Order(ctx, r.ID)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && o.AccountID != call.Caller.Account.ID {
		return reseller.Order{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no order %d in this account", r.ID).In(reseller.PathID)
	}
	return o, err
}
