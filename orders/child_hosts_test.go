package orders_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/reseller"
)

// TestChildNameServersAreAtTheRegistryAndInTheZoneOrInNeither: the process dies at every step of their orders. What the dead one leaves
// in the zone is never ahead of the registry, and once it is found, both say the same, under a higher serial.
func TestChildNameServersAreAtTheRegistryAndInTheZoneOrInNeither(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		for _, c := range crafts {
			if c.effect == "host" {
				o.hostsAgreeAtEachStep(c, "found")
			}
		}
		for _, c := range leftovers {
			o.hostsAgreeAtEachStep(c, "leftover")
		}
		o.Verify()
	})
}

// leftovers are orders of hosts at a registry where a command that nothing was heard of has left another state than the books have: a host
// too many, with other addresses, or none.
var leftovers = []craft{
	{kind: reseller.OrderHostCreate, prepare: func(o *env, sld string) orders.Request {
		r := o.host(reseller.OrderHostCreate, o.registered(sld), "192.0.2.1")
		_, err := o.Sandbox.CreateHost(o.ctx, "unheard", r.Name, reseller.Host{Name: r.Desired.Host.Name, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.9")}})
		o.Must(err)
		return r
	}},
	{kind: reseller.OrderHostModify, prepare: func(o *env, sld string) orders.Request {
		d := o.withHost(sld)
		o.loseHost(d.Name)
		return o.host(reseller.OrderHostModify, d, "192.0.2.2")
	}},
	{kind: reseller.OrderHostDelete, prepare: func(o *env, sld string) orders.Request {
		d := o.withHost(sld)
		o.loseHost(d.Name)
		return o.host(reseller.OrderHostDelete, d, "192.0.2.1")
	}},
}

// hostsAgreeAtEachStep lets processes die at every step of an order, each time with another name.
func (o *env) hostsAgreeAtEachStep(c craft, sld string) {
	o.t.Helper()
	for end := 1; ; end++ {
		p := o.begin(endsAt(end))
		o.hostsAgree(c, fmt.Sprintf("%s-%s-%d", strings.ReplaceAll(string(c.kind), "_", "-"), sld, end), p)
		if o.t.Failed() || !p.died() {
			return
		}
	}
}

// hostsAgree lets a process die in the order of a host, and looks at the registry and the zone at once, after another has found it, and
// after the caller has asked once more. Where the order was not on record yet, both are as they were until then.
func (o *env) hostsAgree(c craft, sld string, p process) {
	o.t.Helper()
	r := c.prepare(o, sld)
	left, old, before := o.hosts(r.Name)
	p.live(o.t, func(d *orders.Service) { _ = o.ordered(d, r) })
	if registered, published, _ := o.hosts(r.Name); published != old && published != registered {
		o.t.Errorf("%s after %q: the registry has %s, the zone %s", r.Name, p.last(), registered, published)
	}
	o.Clock.Outwait(time.Minute)
	o.recover()
	registered, published, after := o.hosts(r.Name)
	untouched := registered == left && published == old && p.died()
	if !untouched && (registered != published || published == old || after <= before) {
		o.t.Errorf("%s once found, after %q: the registry has %s, the zone %s; serial %d, then %d", r.Name, p.last(), registered, published, before, after)
	}
	_ = o.askAgain(r.Name.String(), r)
	if registered, published, _ = o.hosts(r.Name); registered != published || published == old {
		o.t.Errorf("%s, asked for again after %q: the registry has %s, the zone %s", r.Name, p.last(), registered, published)
	}
}

// hosts are the child name servers that the registry has, those that the zone has, and its serial.
func (o *env) hosts(n reseller.Name) (registered, published string, serial uint32) {
	o.t.Helper()
	shown, err := o.Sandbox.Info(o.ctx, n)
	o.Must(err)
	p, err := o.Store.Publication(o.ctx, n)
	o.Must(err)
	return fmt.Sprint(shown.Hosts), fmt.Sprint(p.Domain.Hosts), p.Serial
}

// TestChildNameServersWithoutHostObjects: at a registry that keeps name servers in the names a host is told with the delegation of its own
// name, gets other addresses there, and is given up with it. What nothing is delegated to is kept here.
func TestChildNameServersWithoutHostObjects(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.overEPP(func(s *eppserver.Server) { s.HostAttributes = true })
		n := o.registered("glued").Name
		ordered := func(r orders.Request, told string) {
			t.Helper()
			res, err := o.Orders.Change(o.ctx, r)
			o.Must(err)
			o.Must(orders.Verdict(res.Order))
			if registered, _, _ := o.hosts(n); registered != told {
				t.Errorf("after %s the registry has %s, want %s", r.Kind, registered, told)
			}
			o.Verify()
		}
		ordered(o.host(reseller.OrderHostCreate, o.domain("glued"), "192.0.2.1"), "[]")
		ordered(o.servers(o.domain("glued"), "ns1.glued.com", "ns2.example.net"), "[{ns1.glued.com [192.0.2.1]}]")
		ordered(o.host(reseller.OrderHostModify, o.domain("glued"), "192.0.2.2"), "[{ns1.glued.com [192.0.2.2]}]")

		o.fault(sandbox.FaultLostAnswer, "update", 0)
		ordered(o.host(reseller.OrderHostModify, o.domain("glued"), "192.0.2.3"), "[{ns1.glued.com [192.0.2.3]}]")

		used := o.host(reseller.OrderHostDelete, o.domain("glued"), "192.0.2.3")
		res, err := o.Orders.Change(o.ctx, used)
		o.Must(err)
		if err := orders.Verdict(res.Order); err == nil || !strings.Contains(err.Error(), "give glued.com other name servers first") {
			t.Errorf("a host in use is given up: %v", err)
		}
		ordered(o.servers(o.domain("glued"), "ns1.example.net", "ns2.example.net"), "[]")
		ordered(o.host(reseller.OrderHostDelete, o.domain("glued"), "192.0.2.3"), "[]")
		if left := o.domain("glued").Hosts; len(left) > 0 {
			t.Errorf("the row has %v", left)
		}
	})
}
