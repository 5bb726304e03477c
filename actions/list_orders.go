package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// ListOrders chooses orders of the account. The zero value means all.
type ListOrders struct {
	Page
	Status reseller.OrderStatus
	Kind   reseller.OrderKind
	Name   string           // a name, or a pattern in which * stands for any text
	Placed reseller.Between // business time
}

// ListOrders lists the account's orders, newest first.
func (s *Service) ListOrders(ctx context.Context, call Call, r ListOrders) (Paged[reseller.Order], error) {
	q := reseller.OrderSearch{
		Account: call.Caller.Account.ID, Kind: r.Kind, States: r.Status.States(), Placed: r.Placed, Page: r.keyset(true),
	}
	var bad reseller.Faults
	if r.Status != "" && len(q.States) == 0 {
		bad.Add(reseller.Invalid(reseller.PathStatus, "%.40q is not a status of orders: use in_progress, pending, done, refused or superseded", r.Status))
	}
	if r.Kind != "" && !slices.Contains(reseller.OrderKinds, r.Kind) {
		bad.Add(reseller.Invalid(reseller.PathKind, "%.40q is not a kind of orders, such as register, renew or nameservers", r.Kind))
	}
	var err error
	q.Name, err = reseller.ParseNamePattern(r.Name)
	if bad.Add(err); bad.Err() != nil {
		return Paged[reseller.Order]{}, bad.Err()
	}
	found, err := s.store.SearchOrders(ctx, q)
	return paged(found, r.limit(), func(o reseller.Order) int64 { return o.ID }), err
}
