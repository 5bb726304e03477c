package eppserver

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// hostView is a host object, wherever it lies.
type hostView struct {
	reseller.Host
	sponsor string
	created time.Time
}

// host finds a host: inside this registry as a part of its name, outside it as an object of its own.
func (cmd command) host(ctx context.Context, name string) (hostView, error) {
	parent, inside := cmd.registry().Parent(name)
	if !inside {
		o, err := cmd.registry().HostObject(ctx, name)
		return hostView{reseller.Host{Name: o.Name}, cmd.registrar, o.Created}, err
	}
	gone := registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", name)
	reg, err := cmd.registry().Info(ctx, parent)
	if err == registry.ErrNoSuchName {
		return hostView{}, gone
	}
	if err != nil {
		return hostView{}, err
	}
	at := slices.IndexFunc(reg.Hosts, func(h reseller.Host) bool { return h.Name == name })
	if at < 0 {
		return hostView{}, gone
	}
	return hostView{reg.Hosts[at], reg.Sponsor, reg.Created}, nil
}

func (cmd command) hostName() string {
	return strings.ToLower(cmd.object.Kid(wire.NSHost, "name").Value())
}

func (cmd command) checkHosts(ctx context.Context) (reply, error) {
	names := cmd.object.Values(wire.NSHost, "name")
	free := map[string]bool{}
	for _, name := range names {
		_, err := cmd.host(ctx, strings.ToLower(name))
		if free[name], err = absent(err); err != nil {
			return reply{}, err
		}
	}
	return reply{data: func(w *wire.Writer) {
		w.Object("host:chkData", wire.NSHost, func() {
			for _, name := range names {
				reason := ""
				if !free[name] {
					reason = "In use"
				}
				writeChecked(w, "host", "name", name, free[name], reason)
			}
		})
	}}, nil
}

func (cmd command) hostInfo(ctx context.Context) (reply, error) {
	h, err := cmd.host(ctx, cmd.hostName())
	return reply{data: func(w *wire.Writer) {
		w.Object("host:infData", wire.NSHost, func() {
			w.Text("host:name", h.Name)
			w.Text("host:roid", roid("H", h.Name))
			w.Empty("host:status", wire.Attr{Name: "s", Value: "ok"})
			for _, a := range h.Addresses {
				w.Text("host:addr", a.String(), wire.Attr{Name: "ip", Value: family(a)})
			}
			w.Text("host:clID", h.sponsor)
			w.Text("host:crID", h.sponsor)
			w.Text("host:crDate", wire.Time(h.created))
		})
	}}, err
}

func family(a netip.Addr) string {
	if a.Is4() {
		return "v4"
	}
	return "v6"
}

// createHost makes a host (RFC 5732 §3.2.1). Addresses of hosts outside this registry are not kept.
func (cmd command) createHost(ctx context.Context) (reply, error) {
	name := cmd.hostName()
	if _, err := reseller.CanonicalName(name, reseller.HostRule); err != nil {
		return reply{}, registry.Refuse(2005, "Parameter value syntax error: %q is no host name", name)
	}
	created := cmd.server.Clock.Now()
	var err error
	if parent, inside := cmd.registry().Parent(name); inside {
		var addresses []netip.Addr
		if addresses, err = addressesOf(cmd.object.Values(wire.NSHost, "addr")); err == nil {
			_, err = cmd.registry().CreateHost(ctx, cmd.clTRID, parent, reseller.Host{Name: name, Addresses: addresses})
		}
	} else {
		_, err = cmd.registry().CreateHostObject(ctx, name)
	}
	return reply{data: func(w *wire.Writer) {
		w.Object("host:creData", wire.NSHost, func() {
			w.Text("host:name", name)
			w.Text("host:crDate", wire.Time(created))
		})
	}}, err
}

// updateHost adds addresses that are not there and removes some that are (RFC 5732 §3.2.5). Hosts are not renamed here.
func (cmd command) updateHost(ctx context.Context) (reply, error) {
	if cmd.changesNothing() {
		return reply{}, errNoChange
	}
	if cmd.object.Kid(wire.NSHost, "chg") != nil {
		return reply{}, registry.Refuse(codeUnimplOption, "Unimplemented option: hosts are not renamed here")
	}
	h, err := cmd.host(ctx, cmd.hostName())
	if err != nil {
		return reply{}, err
	}
	parent, inside := cmd.registry().Parent(h.Name)
	if !inside {
		return reply{}, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: a host outside this registry has no addresses here")
	}
	add, err := addressesOf(cmd.object.Kid(wire.NSHost, "add").Values(wire.NSHost, "addr"))
	if err != nil {
		return reply{}, err
	}
	rem, err := addressesOf(cmd.object.Kid(wire.NSHost, "rem").Values(wire.NSHost, "addr"))
	if err != nil {
		return reply{}, err
	}
	if h.Addresses, err = addedTo(h.Addresses, add, rem); err != nil {
		return reply{}, err
	}
	_, err = cmd.registry().UpdateHost(ctx, cmd.clTRID, parent, h.Host)
	return reply{}, err
}

func (cmd command) deleteHost(ctx context.Context) (reply, error) {
	name := cmd.hostName()
	if parent, inside := cmd.registry().Parent(name); inside {
		_, err := cmd.registry().DeleteHost(ctx, cmd.clTRID, parent, name)
		return reply{}, err
	}
	return reply{}, cmd.registry().DeleteHostObject(ctx, name)
}
