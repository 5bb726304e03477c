package epp

import (
	"context"
	"net/netip"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// CreateHost makes a child name server (RFC 5732 §3.2.1).
func (c *Connector) CreateHost(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error) {
	if c.set.Profile.HostAttributes {
		return c.createAttribute(ctx, clTRID, name, h)
	}
	return c.changed(ctx, command{clTRID: clTRID, write: func(w *wire.Writer, _ *session) {
		w.In("create", func() {
			w.Object("host:create", wire.NSHost, func() {
				w.Text("host:name", h.Name)
				writeAddresses(w, "host:addr", h.Addresses)
			})
		})
	}})
}

// UpdateHost makes the addresses of a child name server the ones given (RFC 5732 §3.2.5). An update of nothing is none that EPP has: nothing is
// sent then.
func (c *Connector) UpdateHost(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error) {
	if c.set.Profile.HostAttributes {
		return c.updateAttribute(ctx, clTRID, name, h)
	}
	return settle(func() (hostChange, string, error) {
		now, svTRID, err := c.readHost(ctx, h.Name)
		return hostChange{less(h.Addresses, now.Addresses), less(now.Addresses, h.Addresses)}, svTRID, before("reading the host", err)
	}, func(ch hostChange) (registry.Receipt, error) {
		return c.changed(ctx, command{clTRID: clTRID, write: func(w *wire.Writer, _ *session) {
			w.In("update", func() {
				w.Object("host:update", wire.NSHost, func() {
					w.Text("host:name", h.Name)
					if len(ch.add) > 0 {
						w.In("host:add", func() { writeAddresses(w, "host:addr", ch.add) })
					}
					if len(ch.rem) > 0 {
						w.In("host:rem", func() { writeAddresses(w, "host:addr", ch.rem) })
					}
				})
			})
		}})
	})
}

// hostChange is what one <host:update> does.
type hostChange struct{ add, rem []netip.Addr }

func (ch hostChange) empty() bool { return len(ch.add)+len(ch.rem) == 0 }

func (ch hostChange) same(o hostChange) bool {
	return sameMembers(ch.add, o.add) && sameMembers(ch.rem, o.rem)
}

// DeleteHost removes a child name server (RFC 5732 §3.2.2).
func (c *Connector) DeleteHost(ctx context.Context, clTRID string, name reseller.Name, host string) (registry.Receipt, error) {
	if c.set.Profile.HostAttributes {
		return c.deleteAttribute(ctx, clTRID, name, host)
	}
	return c.changed(ctx, command{clTRID: clTRID, write: func(w *wire.Writer, _ *session) {
		w.In("delete", func() {
			w.Object("host:delete", wire.NSHost, func() { w.Text("host:name", host) })
		})
	}})
}

// changed sends a changing command whose answer has no data.
func (c *Connector) changed(ctx context.Context, cmd command) (registry.Receipt, error) {
	answer, err := c.do(ctx, cmd)
	if err != nil {
		return registry.Receipt{}, err
	}
	return answer.receipt(), nil
}

// writeAddresses writes addresses, each as an element of its own (RFC 5731 §1.1, RFC 5732 §2.5).
func writeAddresses(w *wire.Writer, element string, addresses []netip.Addr) {
	for _, a := range addresses {
		family := "v6"
		if a.Is4() {
			family = "v4"
		}
		w.Text(element, a.String(), wire.Attr{Name: "ip", Value: family})
	}
}

// readHost reads a host object (RFC 5732 §3.1.2), and gives the registry's id of the transaction.
func (c *Connector) readHost(ctx context.Context, name string) (h reseller.Host, svTRID string, err error) {
	answer, err := c.do(ctx, command{reads: true, write: func(w *wire.Writer, _ *session) {
		w.In("info", func() {
			w.Object("host:info", wire.NSHost, func() { w.Text("host:name", name) })
		})
	}})
	if err != nil {
		return h, "", err
	}
	data := answer.found(wire.NSHost, "infData")
	h.Name = hostName(data.Kid(wire.NSHost, "name"))
	if h.Name != name {
		return h, "", unknown("reading host "+name, errOtherCommand)
	}
	h.Addresses = addressesOf(data.Values(wire.NSHost, "addr"))
	return h, answer.svTRID, nil
}

// ensureHosts makes sure that the host objects of name servers are there which lie outside this registry. Those inside it belong to
// names of it: their registrar makes them, with addresses.
func (c *Connector) ensureHosts(ctx context.Context, servers []nameserver) error {
	if c.set.Profile.HostAttributes {
		return nil
	}
	for _, ns := range servers {
		host := ns.host
		if c.inside(host) || c.known.has("host "+host) {
			continue
		}
		_, err := c.do(ctx, command{reads: true, write: func(w *wire.Writer, _ *session) { // made twice, it is there once
			w.In("create", func() {
				w.Object("host:create", wire.NSHost, func() { w.Text("host:name", host) })
			})
		}})
		if err != nil && !registry.RefusedWith(err, registry.CodeExists) {
			return before("making host "+host, err)
		}
		c.known.add("host " + host)
	}
	return nil
}

// inside reports whether a host lies under a TLD of this registry.
func (c *Connector) inside(host string) bool {
	for rest := host; ; {
		_, tld, dotted := strings.Cut(rest, ".")
		if !dotted {
			return false
		}
		if _, served := c.set.TLDs[tld]; served {
			return true
		}
		rest = tld
	}
}

func hostName(n *wire.Node) string { return strings.ToLower(strings.TrimSuffix(n.Value(), ".")) }
