package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// SetChildNameserver makes a child name server with these addresses, or gives one these addresses.
type SetChildNameserver struct {
	Name      reseller.Name
	Host      string
	Addresses []string // IPv4 and IPv6, all that it shall have
	IfMatch   IfMatch  // of HostSet
}

// ChildNameserver is a child name server as it was set.
type ChildNameserver struct {
	Ordered
	Host reseller.Host
}

// SetChildNameserver sets a host at the registry (RFC 5732), whether it is there or not.
func (s *Service) SetChildNameserver(ctx context.Context, call Call, r SetChildNameserver) (ChildNameserver, error) {
	if _, _, err := s.active(ctx, call, r.Name); err != nil {
		return ChildNameserver{}, err
	}
	host, err := reseller.CheckHost(r.Name, r.Host, r.Addresses)
	if err != nil {
		return ChildNameserver{}, err
	}
	placed, err := s.changeSeen(ctx, call, r.Name, reseller.HostSubject(host.Name), r.IfMatch, HostSet, func(d reseller.Domain, _ reseller.TLD) (orders.Request, error) {
		kind := reseller.OrderHostCreate
		if _, exists := d.Host(host.Name); exists {
			kind = reseller.OrderHostModify
		}
		return orders.Request{Kind: kind, Desired: reseller.Desired{Host: &host}}, nil
	})
	return ChildNameserver{placed, host}, err
}

// ListChildNameservers names the domain whose child name servers are asked for.
type ListChildNameservers struct {
	Name reseller.Name
}

// ListChildNameservers lists the child name servers of a name, sorted by name.
func (s *Service) ListChildNameservers(ctx context.Context, call Call, r ListChildNameservers) ([]reseller.Host, error) {
	d, err := s.domain(ctx, call, r.Name)
	return d.Hosts, err
}
