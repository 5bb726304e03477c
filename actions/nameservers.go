package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// GetNameservers asks for the name servers of a name.
type GetNameservers struct {
	Name reseller.Name
}

// GetNameservers lists the name servers, in order. WHMCS add-on action GetNameservers.
func (s *Service) GetNameservers(ctx context.Context, call Call, r GetNameservers) ([]string, error) {
	state, hosts, err := s.store.Nameservers(ctx, call.Caller.Account.ID, r.Name)
	return hosts, mustBeLive(r.Name, state, err)
}

// SaveNameservers replaces the name servers of a name.
type SaveNameservers struct {
	Name        reseller.Name
	Nameservers []string
}

// SaveNameservers sets the name servers at the registry. Those inside the name need their addresses first. WHMCS add-on action SaveNameservers.
func (s *Service) SaveNameservers(ctx context.Context, call Call, r SaveNameservers) (Ordered, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	list, err := reseller.CheckNameservers(r.Name, r.Nameservers, rules)
	if err != nil {
		return Ordered{}, err
	}
	if len(list) == 0 {
		return Ordered{}, reseller.Missing(reseller.PathNameservers)
	}
	if err := s.mustHaveAddresses(ctx, d, list, r.Nameservers); err != nil {
		return Ordered{}, err
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderNameservers, Domain: &d, Subject: "nameservers", Desired: reseller.Desired{Nameservers: list},
	})
	return Ordered{result.Order}, err
}
