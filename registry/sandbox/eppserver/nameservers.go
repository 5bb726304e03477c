package eppserver

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// delegation is what <domain:ns> says (RFC 5731 §1.1): host objects, or host attributes where the server keeps name servers in the names.
type delegation struct {
	names []string
	own   []reseller.Host // attributes inside the name itself, with their addresses: glue
}

// nameservers reads what a name is to be delegated to. Host objects outside this registry must be there; attributes inside the name need an
// address, and those of others are not kept.
func (cmd command) nameservers(ctx context.Context, name reseller.Name, n *wire.Node) (delegation, error) {
	var d delegation
	for _, host := range n.Kid(wire.NSDomain, "ns").Children() {
		if attribute := host.Name == "hostAttr"; attribute != cmd.server.HostAttributes {
			return d, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: name servers are given as %s here", cmd.hostForm())
		}
		if host.Name == "hostObj" {
			d.names = append(d.names, strings.ToLower(host.Value()))
			continue
		}
		h := reseller.Host{Name: strings.ToLower(host.Kid(wire.NSDomain, "hostName").Value())}
		d.names = append(d.names, h.Name)
		if !name.Subordinate(h.Name) {
			continue
		}
		var err error
		if h.Addresses, err = addressesOf(host.Values(wire.NSDomain, "hostAddr")); err != nil {
			return d, err
		}
		d.own = append(d.own, h)
	}
	return d, cmd.objectsThere(ctx, d.names)
}

// objectsThere refuses host objects outside this registry that nobody has made.
func (cmd command) objectsThere(ctx context.Context, hosts []string) error {
	for _, host := range hosts {
		if _, inside := cmd.registry().Parent(host); inside || cmd.server.HostAttributes {
			continue
		}
		if _, err := cmd.registry().HostObject(ctx, host); err != nil {
			return err
		}
	}
	return nil
}

func (cmd command) hostForm() string {
	if cmd.server.HostAttributes {
		return "hostAttr"
	}
	return "hostObj"
}

// changedHosts takes name servers out and puts others in. An attribute of the same name with other addresses comes in place of the old one.
func (cmd command) changedHosts(ctx context.Context, reg registry.Registration, add, rem *wire.Node, c *sandbox.Change) error {
	if add.Kid(wire.NSDomain, "ns") == nil && rem.Kid(wire.NSDomain, "ns") == nil {
		return nil
	}
	more, err := cmd.nameservers(ctx, reg.Name, add)
	if err != nil {
		return err
	}
	hosts, err := addedTo(reg.Nameservers, more.names, namesIn(rem))
	if err != nil {
		return err
	}
	c.Nameservers = &hosts
	if cmd.server.HostAttributes {
		own := slices.DeleteFunc(slices.Clone(reg.Hosts), func(h reseller.Host) bool { return slices.Contains(namesIn(rem), h.Name) })
		own = append(own, more.own...)
		c.Hosts = &own
	}
	return nil
}

// namesIn are the hosts that <domain:ns> names, in either form.
func namesIn(n *wire.Node) []string {
	var names []string
	for _, host := range n.Kid(wire.NSDomain, "ns").Children() {
		if name := host.Kid(wire.NSDomain, "hostName"); name != nil {
			host = name
		}
		names = append(names, strings.ToLower(host.Value()))
	}
	return names
}

// writeDelegation writes <domain:ns>, and the host objects that a name has where hosts are objects.
func writeDelegation(w *wire.Writer, reg registry.Registration, attributes bool) {
	own := reseller.Domain{Hosts: reg.Hosts}
	if len(reg.Nameservers) > 0 {
		w.In("domain:ns", func() {
			for _, host := range reg.Nameservers {
				if !attributes {
					w.Text("domain:hostObj", host)
					continue
				}
				w.In("domain:hostAttr", func() {
					w.Text("domain:hostName", host)
					h, _ := own.Host(host)
					for _, a := range h.Addresses {
						w.Text("domain:hostAddr", a.String(), wire.Attr{Name: "ip", Value: family(a)})
					}
				})
			}
		})
	}
	if !attributes {
		for _, h := range reg.Hosts {
			w.Text("domain:host", h.Name)
		}
	}
}

// addressesOf reads addresses.
func addressesOf(texts []string) ([]netip.Addr, error) {
	var list []netip.Addr
	for _, text := range texts {
		a, err := netip.ParseAddr(text)
		if err != nil {
			return nil, registry.Refuse(2005, "Parameter value syntax error: %q is no address", text)
		}
		list = append(list, a)
	}
	return list, nil
}
