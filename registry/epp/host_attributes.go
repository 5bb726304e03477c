package epp

import (
	"context"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// Child name servers at a registry without host objects (RFC 5731 §1.1). There a host is nothing by itself: the addresses of one are part of
// the delegation of the name that it lies in, and there as long as that name is delegated to it. So one that is made before is kept on our side,
// and told with the name servers; one in use is changed in the delegation, and cannot be removed from under it. Names elsewhere that use it
// have it by its name only.

// createAttribute gives a host in the name's delegation its addresses, if it has none yet.
func (c *Connector) createAttribute(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error) {
	return c.setAttribute(ctx, clTRID, name, h, func(is nameserver) error {
		if is.glue != "" {
			return registry.Refuse(registry.CodeExists, "%s has addresses in the delegation of %s already", h.Name, name)
		}
		return nil
	})
}

// updateAttribute gives a host in the name's delegation other addresses.
func (c *Connector) updateAttribute(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error) {
	return c.setAttribute(ctx, clTRID, name, h, func(nameserver) error { return nil })
}

// deleteAttribute refuses to remove a host that the name is delegated to: whoever looks for the name needs its addresses.
func (c *Connector) deleteAttribute(ctx context.Context, clTRID string, name reseller.Name, host string) (registry.Receipt, error) {
	return c.setAttribute(ctx, clTRID, name, reseller.Host{Name: host}, func(nameserver) error {
		return registry.Refuse(registry.CodeAssociation, "%s is a name server of %s, and this registry keeps it as a part of that: give %s other name servers first", host, name, name)
	})
}

// setAttribute replaces a host in the delegation of its name by one with other addresses, unless something speaks against the one that is
// there: one update removes the host and adds it, as RFC 5731 §3.2.5 has no change of one. A name that is not delegated to it stays as it is.
func (c *Connector) setAttribute(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host, against func(is nameserver) error) (registry.Receipt, error) {
	return c.settleDomain(ctx, clTRID, name, func(v *shown, ch *change) error {
		at := slices.IndexFunc(v.servers, func(ns nameserver) bool { return ns.host == h.Name })
		if at < 0 {
			return nil
		}
		is, want := v.servers[at], nameserver{h.Name, glueOf(h.Addresses)}
		if err := against(is); err != nil {
			return err
		}
		if is != want {
			ch.addHosts, ch.remHosts = []nameserver{want}, []nameserver{is}
		}
		return nil
	})
}
