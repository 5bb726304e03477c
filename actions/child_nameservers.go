package actions

import (
	"context"
	"net/netip"
	"slices"

	"nameyard/orders"
	"nameyard/reseller"
)

// RegisterNameserver makes a child name server (glue).
type RegisterNameserver struct {
	Name      reseller.Name
	Host      string
	Addresses []string // IPv4 and IPv6
}

// RegisterNameserver makes a host at the registry. WHMCS add-on action RegisterNameserver; RFC 5732.
func (s *Service) RegisterNameserver(ctx context.Context, call Call, r RegisterNameserver) (Ordered, error) {
	d, _, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	host, err := reseller.CheckHost(r.Name, r.Host, r.Addresses)
	if err != nil {
		return Ordered{}, err
	}
	if _, exists := d.Host(host.Name); exists {
		return Ordered{}, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "name server %s exists already; change it with %s", host.Name, reseller.HintModifyNameserver).In(reseller.PathHost)
	}
	return s.changeHost(ctx, call, d, reseller.OrderHostCreate, host)
}

// ModifyNameserver replaces one address of a child name server by others, at least one.
type ModifyNameserver struct {
	Name    reseller.Name
	Host    string
	Current string
	New     []string
}

// ModifyNameserver changes a host at the registry. WHMCS add-on action ModifyNameserver.
func (s *Service) ModifyNameserver(ctx context.Context, call Call, r ModifyNameserver) (Ordered, error) {
	_, known, err := s.childHost(ctx, call, r.Name, r.Host)
	if err != nil {
		return Ordered{}, err
	}
	current, err := address(r.Current, reseller.PathCurrentAddress)
	if err != nil {
		return Ordered{}, err
	}
	fresh, err := addresses(r.New, reseller.PathNewAddress)
	if err != nil {
		return Ordered{}, err
	}
	result, err := s.patch(ctx, call, r.Name, reseller.HostSubject(known.Name), func(d reseller.Domain, _ reseller.TLD, coming *reseller.Desired) (orders.Request, error) {
		known, _ := d.Host(known.Name)
		host, had := withAddresses(known, current, fresh)
		if coming != nil && !(had && slices.Equal(host.Addresses, coming.Host.Addresses)) { // else it is the same change again, and joins it
			host, had = withAddresses(*coming.Host, current, fresh)
		}
		if !had {
			return orders.Request{}, reseller.Invalid(reseller.PathCurrentAddress, "name server %s does not have the address %s", known.Name, current)
		}
		if len(host.Addresses) > reseller.MaxGlue {
			return orders.Request{}, reseller.TooMuchGlue(len(host.Addresses)).In(reseller.PathNewAddress)
		}
		return orders.Request{Kind: reseller.OrderHostModify, Desired: reseller.Desired{Host: &host}, Params: append([]netip.Addr{current}, fresh...)}, nil
	})
	return Ordered{Order: result.Order}, err
}

// withAddresses gives a host fresh addresses in the place of one, sorted; had is false if it does not have that one.
func withAddresses(h reseller.Host, current netip.Addr, fresh []netip.Addr) (changed reseller.Host, had bool) {
	place := slices.Index(h.Addresses, current)
	if place < 0 {
		return h, false
	}
	h.Addresses = slices.Replace(slices.Clone(h.Addresses), place, place+1, fresh...)
	slices.SortFunc(h.Addresses, netip.Addr.Compare)
	h.Addresses = slices.Compact(h.Addresses)
	return h, true
}

// DeleteNameserver removes a child name server.
type DeleteNameserver struct {
	Name    reseller.Name
	Host    string
	IfMatch IfMatch // of HostSet
}

// DeleteNameserver removes a host at the registry. It is refused while names use it. WHMCS add-on action DeleteNameserver.
func (s *Service) DeleteNameserver(ctx context.Context, call Call, r DeleteNameserver) (Ordered, error) {
	d, host, err := s.childHost(ctx, call, r.Name, r.Host)
	if err != nil {
		return Ordered{}, err
	}
	if slices.Contains(d.Nameservers, host.Name) {
		return Ordered{}, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is in use as a name server of %s itself; nothing was done: change its name servers first (%s)",
			host.Name, d.Name, reseller.HintSaveNameservers).In(reseller.PathHost)
	}
	if err := s.mustBeUnused(ctx, call, d, reseller.PathHost, host.Name); err != nil {
		return Ordered{}, err
	}
	return s.changeSeen(ctx, call, r.Name, reseller.HostSubject(host.Name), r.IfMatch, HostSet, func(reseller.Domain, reseller.TLD) (orders.Request, error) {
		return orders.Request{Kind: reseller.OrderHostDelete, Desired: reseller.Desired{Host: &reseller.Host{Name: host.Name}}}, nil
	})
}

// childHost finds a host of an active name.
func (s *Service) childHost(ctx context.Context, call Call, name reseller.Name, host string) (reseller.Domain, reseller.Host, error) {
	d, _, err := s.active(ctx, call, name)
	if err != nil {
		return d, reseller.Host{}, err
	}
	full, err := reseller.CheckHostName(name, host)
	if err != nil {
		return d, reseller.Host{}, err
	}
	h, ok := d.Host(full)
	if !ok {
		return d, h, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has no name server %s; make it with %s", name, full, reseller.HintRegisterNameserver).In(reseller.PathHost)
	}
	return d, h, nil
}

// addresses reads at least one address.
func addresses(texts []string, field reseller.Path) ([]netip.Addr, error) {
	if len(texts) == 0 {
		return nil, reseller.Missing(field)
	}
	list := make([]netip.Addr, len(texts))
	for i, text := range texts {
		var err error
		if list[i], err = address(text, field); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func address(text string, field reseller.Path) (netip.Addr, error) {
	if text == "" {
		return netip.Addr{}, reseller.Missing(field)
	}
	a, err := reseller.CheckAddress(text)
	if err != nil {
		return a, reseller.AsError(err).In(field)
	}
	return a, nil
}

func (s *Service) changeHost(ctx context.Context, call Call, d reseller.Domain, kind reseller.OrderKind, h reseller.Host) (Ordered, error) {
	result, err := s.change(ctx, call, orders.Request{Kind: kind, Domain: &d, Subject: reseller.HostSubject(h.Name), Desired: reseller.Desired{Host: &h}})
	return Ordered{Order: result.Order}, err
}
