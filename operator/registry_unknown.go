package operator

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// Unknown lists orders whose outcome is not known, the newest ones, by the connector at which their names are.
func (u Registries) Unknown(ctx context.Context, limit int) (map[string][]reseller.Order, error) {
	found, err := u.Store.SearchOrders(ctx, reseller.OrderSearch{States: []reseller.OrderState{reseller.OrderUnknown}, Page: reseller.Page{Limit: limit}})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	domains := make([]int64, len(found))
	for i, o := range found {
		domains[i] = o.DomainID
	}
	at, err := u.Store.Connectors(ctx, domains...)
	if err != nil {
		return nil, err
	}
	connectors, err := u.connectors(ctx)
	by := map[string][]reseller.Order{}
	for _, o := range found {
		name := at[o.DomainID]
		for _, c := range connectors {
			if name == "" && slices.Contains(c.TLDs, o.Name.TLD()) {
				name = c.Name
			}
		}
		by[name] = append(by[name], o)
	}
	return by, err
}
