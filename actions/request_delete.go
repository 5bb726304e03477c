package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// RequestDelete names a name to delete.
type RequestDelete struct {
	Name reseller.Name
}

// RequestDelete starts the TLD's deletion: at once with a refund in the add grace where the TLD gives one, otherwise by way
// of redemption. WHMCS add-on action RequestDelete.
func (s *Service) RequestDelete(ctx context.Context, call Call, r RequestDelete) (Ordered, error) {
	d, _, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	result, err := s.change(ctx, call, orders.Request{Kind: reseller.OrderDelete, Domain: &d, Subject: "delete"})
	return Ordered{result.Order}, err
}
