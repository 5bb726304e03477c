package orders_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// watched is a registry that is looked at before and after each command, for names whose DS records are of other name servers.
type watched struct {
	crashingRegistry
	bogus func(context.Context, reseller.Name)
}

func (w watched) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	receipt, err := w.crashingRegistry.Update(ctx, u)
	w.bogus(context.WithoutCancel(ctx), u.Name)
	return receipt, err
}

func (w watched) SetSecDNS(ctx context.Context, id string, n reseller.Name, data reseller.SecDNS) (registry.Receipt, error) {
	receipt, err := w.crashingRegistry.SetSecDNS(ctx, id, n, data)
	w.bogus(context.WithoutCancel(ctx), n)
	return receipt, err
}

// leaving is a change to other name servers of a name that those before have signed.
var leaving = craft{kind: reseller.OrderNameservers, effect: "update", prepare: func(o *env, sld string) orders.Request {
	d := o.registered(sld)
	res, err := o.Orders.Change(o.ctx, o.signed(d, ds(1)))
	o.Must(err)
	o.Must(orders.Verdict(res.Order))
	return o.servers(o.domain(sld), "ns1.new.net", "ns2.new.net")
}}

// TestNewNameServersNeverMeetTheDSRecordsOfTheOldOnes: the process dies at every step of the change, and at no moment does the
// registry send resolvers to name servers that cannot have signed what the DS records promise.
func TestNewNameServersNeverMeetTheDSRecordsOfTheOldOnes(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		look := func(ctx context.Context, n reseller.Name) {
			shown, err := o.Sandbox.Info(ctx, n)
			o.Must(err)
			if !shown.SecDNS.IsZero() && shown.Nameservers[0] == "ns1.new.net" {
				t.Errorf("%s is with %v and has %s", n, shown.Nameservers, shown.SecDNS)
			}
		}
		for end := 1; ; end++ {
			l := &life{ends: endsAt(end), dead: make(chan struct{})}
			conn := watched{crashingRegistry{o.Sandbox, l}, look}
			p := process{life: l, orders: o.openService("crashing", crashingStore{o.Store, l}, conn)}
			sld := fmt.Sprintf("leaving-%d", end)
			o.die(leaving, sld, "", p, o.begin(endsAt(0)))
			d := o.domain(sld)
			shown, err := o.Sandbox.Info(o.ctx, d.Name)
			o.Must(err)
			if strings.Join(shown.Nameservers, " ") != "ns1.new.net ns2.new.net" || !shown.SecDNS.IsZero() || !d.SecDNS.IsZero() {
				t.Errorf("after %q the registry has %v and %s, the books %s", p.last(), shown.Nameservers, shown.SecDNS, d.SecDNS)
			}
			if t.Failed() || !p.died() {
				break
			}
		}
		o.Verify()
	})
}
