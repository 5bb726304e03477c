package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// EarlierServers are the name servers that an order has taken the place of.
type EarlierServers struct {
	Order   reseller.Order
	Servers []string // in order
	Known   bool     // they are on record, and others than those that the order set
}

// Done reports whether the order has changed the name.
func (e EarlierServers) Done() bool {
	return e.Order.State == reseller.OrderDone && e.Order.ReversedAt.IsZero()
}

// ChangedSince reports whether the name has other name servers by now than the order set, in whichever order.
func (e EarlierServers) ChangedSince(d reseller.Domain) bool {
	return !slices.Equal(slices.Sorted(slices.Values(d.Nameservers)), slices.Sorted(slices.Values(e.Order.Desired.Nameservers)))
}

// EarlierServers tells which name servers orders for name servers have taken the place of. Another account's order does not exist, and one of another
// kind has none.
func (s *Service) EarlierServers(ctx context.Context, call Call, orders []int64) ([]EarlierServers, error) {
	found, err := s.Orders(ctx, call, orders)
	if err != nil {
		return nil, err
	}
	list := make([]EarlierServers, len(found))
	for i, o := range found {
		if list[i], err = s.earlierServers(ctx, o); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Service) earlierServers(ctx context.Context, o reseller.Order) (EarlierServers, error) {
	e := EarlierServers{Order: o}
	if o.Kind != reseller.OrderNameservers {
		return e, nil
	}
	asked, err := s.askedOf(ctx, o)
	if err != nil {
		return e, err
	}
	for _, a := range asked {
		if a.Kind == reseller.AskedNameservers && a.Was() && len(a.Before) > 0 && !slices.Equal(a.Before, a.Values) {
			e.Servers, e.Known = a.Before, true
		}
	}
	return e, nil
}
