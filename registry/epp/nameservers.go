package epp

import (
	"net/netip"
	"slices"
	"strings"

	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// nameserver is one of a name's name servers. Where the registry has no host objects (Profile.HostAttributes) those of the name's own have
// addresses with them, which are what the zone above has as glue (RFC 5731 §1.1); servers elsewhere are found by their names.
type nameserver struct {
	host string
	glue string // addresses in canonical order, separated by blanks
}

// nameservers are servers as the registry is to have them: those of the name's own with the addresses of their hosts, as far as they have any.
func (c *Connector) nameservers(name reseller.Name, servers []string, hosts []reseller.Host) []nameserver {
	var list []nameserver
	for _, host := range servers {
		ns := nameserver{host: host}
		if h, own := (reseller.Domain{Hosts: hosts}).Host(host); own && c.set.Profile.HostAttributes && name.Subordinate(host) {
			ns.glue = glueOf(h.Addresses)
		}
		list = append(list, ns)
	}
	return list
}

func glueOf(addresses []netip.Addr) string {
	var list []string
	for _, a := range slices.SortedFunc(slices.Values(addresses), netip.Addr.Compare) {
		list = append(list, a.String())
	}
	return strings.Join(list, " ")
}

// addresses are the glue, in canonical order.
func (ns nameserver) addresses() []netip.Addr { return addressesOf(strings.Fields(ns.glue)) }

// addressesOf reads addresses; what is none is left out.
func addressesOf(texts []string) []netip.Addr {
	var list []netip.Addr
	for _, text := range texts {
		if a, err := netip.ParseAddr(text); err == nil {
			list = append(list, a)
		}
	}
	return list
}

// writeNameservers writes <domain:ns>: host objects, or attributes with their glue.
func (c *Connector) writeNameservers(w *wire.Writer, servers []nameserver) {
	if len(servers) == 0 {
		return
	}
	w.In("domain:ns", func() {
		for _, ns := range servers {
			if !c.set.Profile.HostAttributes {
				w.Text("domain:hostObj", ns.host)
				continue
			}
			w.In("domain:hostAttr", func() {
				w.Text("domain:hostName", ns.host)
				writeAddresses(w, "domain:hostAddr", ns.addresses())
			})
		}
	})
}

// readNameservers reads what a name is delegated to, and the child name servers that it has: as objects, still without addresses, or among
// its attributes.
func (v *shown) readNameservers(data *wire.Node, attributes bool) {
	v.NoHostObjects = attributes
	ns := data.Kid(wire.NSDomain, "ns")
	for _, n := range ns.All(wire.NSDomain, "hostObj") {
		v.servers = append(v.servers, nameserver{host: hostName(n)})
	}
	for _, n := range ns.All(wire.NSDomain, "hostAttr") {
		h := reseller.Host{Name: hostName(n.Kid(wire.NSDomain, "hostName")), Addresses: addressesOf(n.Values(wire.NSDomain, "hostAddr"))}
		if !attributes || !v.Name.Subordinate(h.Name) {
			h.Addresses = nil
		}
		v.servers = append(v.servers, nameserver{h.Name, glueOf(h.Addresses)})
		if len(h.Addresses) > 0 {
			v.Hosts = append(v.Hosts, h)
		}
	}
	for _, n := range data.All(wire.NSDomain, "host") {
		v.Hosts = append(v.Hosts, reseller.Host{Name: hostName(n)})
	}
	for _, ns := range v.servers {
		v.Nameservers = append(v.Nameservers, ns.host)
	}
}
