package sandbox

import (
	"context"
	"net/netip"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// CreateHost makes a child name server (RFC 5732 §3.2.1). It must be the name's own and have an address.
func (r *Registry) CreateHost(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opHostCreate, ClTRID: clTRID, Host: h})
}

// UpdateHost replaces the addresses of a child name server (RFC 5732 §3.2.5).
func (r *Registry) UpdateHost(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opHostUpdate, ClTRID: clTRID, Host: h})
}

// DeleteHost removes a child name server, unless a name uses it (RFC 5732 §3.2.2).
func (r *Registry) DeleteHost(ctx context.Context, clTRID string, name reseller.Name, host string) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opHostDelete, ClTRID: clTRID, Host: reseller.Host{Name: host}})
}

func (t *transaction) createHost(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if d.hasHost(q.Host.Name) {
		return registry.Receipt{}, registry.Refuse(registry.CodeExists, "Object exists: %s", q.Host.Name)
	}
	return t.putHost(d, q)
}

func (t *transaction) updateHost(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if !d.hasHost(q.Host.Name) {
		return registry.Receipt{}, registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", q.Host.Name)
	}
	return t.putHost(d, q)
}

func (t *transaction) putHost(d *domain, q request) (registry.Receipt, error) {
	if err := t.hostable(q.Host); err != nil {
		return registry.Receipt{}, err
	}
	d.Hosts = reseller.WithHost(d.Hosts, q.Host)
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "host", Note: string(q.Op) + " " + q.Host.Name})
	return registry.Receipt{}, nil
}

// hostable checks a child name server.
func (t *transaction) hostable(h reseller.Host) error {
	switch {
	case !t.name.Subordinate(h.Name):
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: host %s is not inside %s", h.Name, t.name)
	case len(h.Addresses) == 0:
		return registry.Refuse(registry.CodeParameterMissing, "Required parameter missing: host %s needs an address", h.Name)
	case slices.ContainsFunc(h.Addresses, func(a netip.Addr) bool { return !reseller.GlueAddress(a) }):
		return registry.Refuse(registry.CodeParameterRange, "Parameter value range error: host %s has an address that no resolver reaches", h.Name)
	}
	return nil
}

func (t *transaction) deleteHost(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	switch {
	case err != nil:
		return registry.Receipt{}, err
	case !d.hasHost(q.Host.Name):
		return registry.Receipt{}, registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", q.Host.Name)
	}
	if err := t.used(q.Host.Name); err != nil {
		return registry.Receipt{}, err
	}
	d.Hosts = reseller.WithoutHost(d.Hosts, q.Host.Name)
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "host", Note: string(q.Op) + " " + q.Host.Name})
	return registry.Receipt{}, nil
}

func (d *domain) hasHost(name string) bool {
	return slices.ContainsFunc(d.Hosts, func(h reseller.Host) bool { return h.Name == name })
}

// attributable checks the child name servers that come with a command's name servers.
func (t *transaction) attributable(hosts *[]reseller.Host) error {
	if hosts == nil {
		return nil
	}
	for _, h := range *hosts {
		if err := t.hostable(h); err != nil {
			return err
		}
	}
	return nil
}

// hosts are the child name servers that a command's name servers are checked against.
func (q request) hosts(objects []reseller.Host) []reseller.Host {
	if q.Hosts != nil {
		return *q.Hosts
	}
	return objects
}

// takeAttributes takes the child name servers that came with a command's name servers; nil = it came with none.
func (d *domain) takeAttributes(hosts *[]reseller.Host) {
	if hosts != nil {
		d.Hosts, d.Attributes = *hosts, true
	}
}
