package actions

import (
	"context"
	"errors"
	"slices"

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
		return reseller.Order{}, noOrder(r.ID)
	}
	return o, err
}

// Orders tells how several orders stand, in the order of their ids. Another account's does not exist.
func (s *Service) Orders(ctx context.Context, call Call, ids []int64) ([]reseller.Order, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.store.AccountOrders(ctx, call.Caller.Account.ID, ids)
	if err != nil {
		return nil, err
	}
	here := make(map[int64]bool, len(found))
	for _, o := range found {
		here[o.ID] = true
	}
	if place := slices.IndexFunc(ids, func(id int64) bool { return !here[id] }); place >= 0 {
		return nil, noOrder(ids[place])
	}
	return found, nil
}

func noOrder(id int64) error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no order %d in this account", id).In(reseller.PathID)
}
