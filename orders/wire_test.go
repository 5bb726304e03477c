package orders_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// overEPP puts the sandbox registry on the wire, and a connector in front of it: a registry as real ones are reached.
func (o *env) overEPP(changes ...func(*eppserver.Server)) {
	o.t.Helper()
	w := sandboxtest.Serve(o.t, o.Sandbox, o.rules, o.App.Clock, changes...)
	c := epp.New(epp.Settings{
		Address: w.Address, TLS: w.Client, ClientID: sandbox.Sponsor, Password: sandboxtest.Password, Timeout: 5 * time.Second, TLDs: o.rules,
		Profile: epp.Profile{HostAttributes: w.Server.HostAttributes},
	})
	o.t.Cleanup(func() { _ = c.Close() })
	o.Orders = o.openService("over-epp", o.Store, c)
}

// TestAnswersLostOnTheWireAreFoundOut is T35 with real connections that end in place of an answer.
func TestAnswersLostOnTheWireAreFoundOut(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000_000, func(t *testing.T, o *env) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T35", Fault: "the connection ends after the effect, over EPP", Engine: o.Store.Engine(), Target: "doubled, orphaned, falsely refused: 0",
		})
		o.overEPP()
		loseAnswers(t, o, card, func(kind reseller.OrderKind) int {
			switch kind {
			case reseller.OrderRelease:
				return 0 // EPP has none
			case reseller.OrderRegister, reseller.OrderTransfer, reseller.OrderRenew, reseller.OrderNameservers:
				if scorecard.Long() {
					return 1000
				}
			}
			return 2
		})
	})
}

// TestEffectThatComesLateOverEPPVoidsNothing is T40 on the wire: a look finds nothing, again and again, and then it is there.
func TestEffectThatComesLateOverEPPVoidsNothing(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000_000, func(t *testing.T, o *env) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T40", Fault: "the answer is lost and the effect comes two minutes late, over EPP", Engine: o.Store.Engine(), Target: "given up or sent again: 0",
		})
		names := 2
		if scorecard.Long() {
			names = 334 // three commands each
		}
		o.overEPP()
		effectsComeLate(t, o, names)
		card.Put("late effects", 3*names)
	})
}

// TestChangeThatMeetsItsLateTwinIsDone: a command that nobody heard of takes effect just before the same one of another order, which the
// registry refuses then: what is to be added is there, what is to be removed is not. The order is done, and the row says so.
func TestChangeThatMeetsItsLateTwinIsDone(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		var twin atomic.Pointer[func()]
		o.overEPP(func(s *eppserver.Server) {
			kept := s.Trace
			s.Trace = func(document []byte) {
				kept(document)
				if !bytes.Contains(document, []byte("<update>")) {
					return
				}
				if late := twin.Swap(nil); late != nil {
					(*late)()
				}
			}
		})
		for _, c := range crafts {
			late := lateTwins[c.kind]
			if late == nil {
				continue
			}
			r := c.prepare(o, "twin-"+strings.ReplaceAll(string(c.kind), "_", "-"))
			unheard := func() { o.Must(late(o, r)) }
			twin.Store(&unheard)
			res, err := o.Orders.Change(o.ctx, r)
			o.Must(err)
			if twin.Load() != nil || res.Order.State != reseller.OrderDone {
				t.Errorf("%s: the order is %s: %s", c.kind, res.Order.State, res.Order.Reason)
			}
			o.asTheRegistryHasIt(r.Name)
		}
		o.Verify()
	})
}

// lateTwins are the commands of orders of which nothing was heard.
var lateTwins = map[reseller.OrderKind]func(o *env, r orders.Request) error{
	reseller.OrderLock: func(o *env, r orders.Request) error {
		_, err := o.Sandbox.SetLock(o.ctx, "unheard", r.Name, true)
		return err
	},
	reseller.OrderHold: func(o *env, r orders.Request) error {
		_, err := o.Sandbox.SetHold(o.ctx, "unheard", r.Name, true)
		return err
	},
	reseller.OrderNameservers: func(o *env, r orders.Request) error {
		_, err := o.Sandbox.Update(o.ctx, registry.Update{ClTRID: "unheard", Name: r.Name, Nameservers: &r.Desired.Nameservers})
		return err
	},
	reseller.OrderDNSSEC: func(o *env, r orders.Request) error {
		_, err := o.Sandbox.SetSecDNS(o.ctx, "unheard", r.Name, *r.Desired.SecDNS)
		return err
	},
	reseller.OrderHostModify: func(o *env, r orders.Request) error {
		_, err := o.Sandbox.UpdateHost(o.ctx, "unheard", r.Name, *r.Desired.Host)
		return err
	},
}

// asTheRegistryHasIt compares a row with the registry.
func (o *env) asTheRegistryHasIt(n reseller.Name) {
	o.t.Helper()
	shown, err := o.Sandbox.Show(o.ctx, n)
	o.Must(err)
	d := o.Domain(n.String())
	if d.Locked != shown.Has(registry.StatusClientTransferProhibited) || !slices.Equal(d.Nameservers, shown.Nameservers) ||
		!d.SecDNS.ShownAs(n, shown.SecDNS) || !reflect.DeepEqual(d.Hosts, shown.Hosts) {
		o.t.Errorf("the row of %s is %+v, the registry shows %+v", n, d, shown)
	}
}

// TestTransferOverEPPBringsWhatWasAskedFor: EPP's transfer takes no name servers and no contacts along, and its answers tell no
// transaction of ours. The order waits, the name comes, and gets both.
func TestTransferOverEPPBringsWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.overEPP()
		n := name(t, "moving", "com")
		o.Must(o.Sandbox.AddForeign(o.ctx, n, "right", o.Clock.Now().AddDate(-2, 0, -100), false))
		want := []string{"ns1.wanted.example", "ns2.wanted.example"}
		r := o.request(reseller.OrderTransfer, n, reseller.Desired{Contacts: john, Nameservers: want})
		r.AuthCode = "right"
		asked := o.left(r)
		if asked.State != reseller.OrderPending {
			t.Fatalf("the transfer is %s: %s", asked.State, asked.Reason)
		}
		o.Clock.Move(time.Hour)
		o.reconcile()
		o.wantState(asked.ID, reseller.OrderPending)
		o.Must(o.Sandbox.ForeignDecides(o.ctx, n, true, ""))
		o.Must(o.Orders.Follow(o.ctx, o.order(asked.ID)))
		o.wantState(asked.ID, reseller.OrderDone)
		shown, err := o.Sandbox.Show(o.ctx, n)
		o.Must(err)
		d := o.Domain("moving.com")
		if !slices.Equal(shown.Nameservers, want) || !slices.Equal(d.Nameservers, want) || !shown.Ours {
			t.Errorf("the registry has %v, the row %v", shown.Nameservers, d.Nameservers)
		}
		if got := d.Contacts[reseller.RoleRegistrant].Email; got != john[reseller.RoleRegistrant].Email {
			t.Errorf("its holder is %s", got)
		}
	})
}
