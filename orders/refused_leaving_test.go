package orders_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// stubborn is a registry that takes no change of name servers, and does what a test says with DNSSEC data that it is given.
type stubborn struct {
	*sandbox.Registry
	updates *[]error // what changes of name servers hear, the last of them for ever
	giving  func(set func() (registry.Receipt, error)) (registry.Receipt, error)
}

func (r stubborn) Update(context.Context, registry.Update) (registry.Receipt, error) {
	err := (*r.updates)[0]
	if len(*r.updates) > 1 {
		*r.updates = (*r.updates)[1:]
	}
	return registry.Receipt{}, err
}

func (r stubborn) SetSecDNS(ctx context.Context, id string, n reseller.Name, data reseller.SecDNS) (registry.Receipt, error) {
	set := func() (registry.Receipt, error) { return r.Registry.SetSecDNS(ctx, id, n, data) }
	if data.IsZero() {
		return set()
	}
	return r.giving(set)
}

// TestRefusedChangeOfNameServersLeavesTheNameSigned: what was taken away for a change that the registry refuses is put back; where that
// cannot be, the account is told, and the books have what the registry has.
func TestRefusedChangeOfNameServersLeavesTheNameSigned(t *testing.T) {
	t.Parallel()
	no := registry.Refuse(registry.CodeNoObject, "Object does not exist: ns1.new.net")
	takes := func(set func() (registry.Receipt, error)) (registry.Receipt, error) { return set() }
	refuses := func(func() (registry.Receipt, error)) (registry.Receipt, error) {
		return registry.Receipt{}, registry.Refuse(registry.CodeFailed, "Command failed")
	}
	silent := func(func() (registry.Receipt, error)) (registry.Receipt, error) {
		return registry.Receipt{}, registry.ErrUnknown
	}
	deafOnce := func() func(func() (registry.Receipt, error)) (registry.Receipt, error) {
		heard := false
		return func(set func() (registry.Receipt, error)) (registry.Receipt, error) {
			receipt, err := set()
			if !heard && err == nil {
				err = registry.ErrUnknown
			}
			heard = true
			return receipt, err
		}
	}
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		ours := o.Orders
		for sld, c := range map[string]struct {
			updates []error
			giving  func(func() (registry.Receipt, error)) (registry.Receipt, error)
			signed  bool
			code    string
		}{
			"refused":                   {[]error{no}, takes, true, reseller.CodeRefused},
			"refused-and-not-back":      {[]error{no}, refuses, false, reseller.CodeRefused},
			"refused-and-back-unheard":  {[]error{no}, deafOnce(), true, reseller.CodeRefused},
			"refused-and-never-back":    {[]error{no}, silent, false, reseller.CodeRefused},
			"refused-after-half-of-it":  {[]error{registry.ErrUnknown, no}, takes, false, reseller.CodeRefused},
			"not-reached-after-half":    {[]error{registry.ErrUnreachable, no}, takes, false, reseller.CodeRefused},
			"not-reached-any-more":      {[]error{registry.ErrUnreachable}, takes, false, reseller.CodeUnavailable},
			"unheard-and-never-reached": {[]error{registry.ErrUnknown, registry.ErrUnreachable}, takes, false, reseller.CodeUnavailable},
		} {
			o.Orders = ours
			d := o.registered(sld)
			res, err := o.Orders.Change(o.ctx, o.signed(d, ds(1)))
			o.Must(err)
			o.Must(orders.Verdict(res.Order))
			o.Orders = o.openService("stubborn", o.Store, stubborn{o.Sandbox, &c.updates, c.giving})
			change := o.left(o.servers(o.domain(sld), "ns1.new.net", "ns2.new.net"))
			for range 4 {
				if o.order(change.ID).State.Live() {
					o.Clock.Move(11 * time.Minute)
					o.reconcile()
				}
			}
			if o.order(change.ID).State.Live() {
				o.Clock.Move(25 * time.Hour)
				o.reconcile()
			}
			o.isLeft(change.ID, sld, c.signed, c.code)
		}
		o.Verify()
	})
}

// isLeft wants a change of name servers refused, and the name as it was, or unsigned in the books, at the registry and in words.
func (o *env) isLeft(order int64, sld string, signed bool, code string) {
	o.t.Helper()
	got, d := o.order(order), o.domain(sld)
	shown, err := o.Sandbox.Info(o.ctx, d.Name)
	o.Must(err)
	if got.State != reseller.OrderRefused || got.Code != code || strings.Contains(got.Reason, "unsigned") == signed {
		o.t.Errorf("%s: the order is %s, %s (%s)", sld, got.State, got.Code, got.Reason)
	}
	if !shown.SecDNS.Equal(d.SecDNS) || d.SecDNS.IsZero() == signed || d.Nameservers[0] != "ns1.example.net" {
		o.t.Errorf("%s: the registry has %s, the books %s; it is to be signed: %t", sld, shown.SecDNS, d.SecDNS, signed)
	}
}
