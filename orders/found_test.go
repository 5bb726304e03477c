package orders_test

import (
	"context"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// tellsNoID is a registry that does not show which command changed a name last.
type tellsNoID struct{ *sandbox.Registry }

func (r tellsNoID) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, name)
	shown.LastTrID = ""
	return shown, err
}

// upstream is one that can be asked for a command.
type upstream struct {
	tellsNoID
	registry.Finder
}

// TestUpstreamThatKnowsOurCommandsSparesTheOperator: a renewal whose answer was lost, on a name that the registry has renewed besides. Its date
// proves nothing, so without a word about our command the operator would have to find out; with one it is charged, once.
func TestUpstreamThatKnowsOurCommandsSparesTheOperator(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Orders = o.openService("looks", o.Store, tellsNoID{o.Sandbox})
		mute, told := o.registered("mute"), o.registered("told")
		lost := func(d reseller.Domain, kind sandbox.FaultKind) reseller.Order {
			t.Helper()
			o.fault(kind, "renew", 0)
			o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
			left := o.left(o.renewal(d, 1))
			o.Must(o.Sandbox.ClearFaults(o.ctx))
			o.Must(o.Sandbox.Act(o.ctx, d.Name, registry.MessageRenewed, "by the registry"))
			return left
		}
		heard := lost(told, sandbox.FaultLostAnswer)
		unheard := lost(mute, sandbox.FaultLostRequest)
		o.Must(o.Sandbox.Act(o.ctx, mute.Name, registry.MessageRenewed, "once more"))
		available, _ := o.balance()

		o.Clock.Move(time.Minute)
		o.reconcile()
		for _, id := range []int64{heard.ID, unheard.ID} {
			if got := o.order(id); got.Code != reseller.CodeNeedsOperator {
				t.Errorf("without a word about it, order %d is %s with code %q", id, got.State, got.Code)
			}
		}
		o.Orders = o.openService("asks", o.Store, upstream{tellsNoID{o.Sandbox}, sandbox.Finding{Registry: o.Sandbox}})
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(heard.ID, reseller.OrderDone)
		if got := o.order(unheard.ID); got.Code != reseller.CodeNeedsOperator {
			t.Errorf("a command that nobody knows of is %s with code %q: it still can come", got.State, got.Code)
		}
		o.wantBalance(available, 1000)
		o.wantEffects("renew", told.Name, 1)
		o.staysOpenWhileNobodyKnows()
		o.bringsWhatCameWithATransfer()
	})
}

// says is an upstream that is asked for commands and answers as it is told, or truly where it is told nothing.
type says struct {
	sandbox.Finding
	found registry.FoundState
	err   error
}

func (f *says) FindCommand(ctx context.Context, sought registry.Sought) (registry.Found, error) {
	if f.found != "" || f.err != nil {
		return registry.Found{State: f.found}, f.err
	}
	return f.Finding.FindCommand(ctx, sought)
}

// staysOpenWhileNobodyKnows renews a name late: until the effect shows, whatever keeps the upstream from saying so, the order stays open with
// its price held.
func (o *env) staysOpenWhileNobodyKnows() {
	o.t.Helper()
	upstreams := &says{Finding: sandbox.Finding{Registry: o.Sandbox}}
	o.Orders = o.openService("hears", o.Store, upstream{tellsNoID{o.Sandbox}, upstreams})
	d := o.registered("tardy")
	available, held := o.balance()
	o.fault(sandbox.FaultLateEffect, "renew", 3*time.Hour)
	order := o.left(o.renewal(d, 1))
	for _, c := range []struct {
		after time.Duration
		err   error
		found registry.FoundState
		code  string
	}{
		{after: time.Minute, found: registry.FoundDone},
		{after: time.Minute},
		{after: 61 * time.Minute, err: registry.ErrUnknown},
		{found: registry.FoundUnclear},
		{found: registry.FoundNone, code: reseller.CodeNeedsOperator},
		{err: registry.ErrUnreachable, code: reseller.CodeNeedsOperator},
		{found: registry.FoundDone, code: reseller.CodeNeedsOperator},
		{found: registry.FoundPending},
	} {
		upstreams.err, upstreams.found = c.err, c.found
		o.Clock.Move(c.after)
		o.Must(o.Orders.Follow(o.ctx, o.order(order.ID)))
		if got := o.order(order.ID); got.State != reseller.OrderPending || got.Code != c.code {
			o.t.Errorf("while the upstream says %q (%v) the order is %s with code %q: %s", c.found, c.err, got.State, got.Code, got.Reason)
		}
		o.wantBalance(available-1000, held+1000)
	}
	upstreams.err = registry.ErrUnreachable
	_, err := o.Orders.Resolve(o.ctx, order.ID, true, "they read it to me")
	o.wantCode("the operator's word while the upstream cannot be asked", err, reseller.CodeUnavailable)
	would, err := o.Orders.Foresee(o.ctx, order.ID, true, "they read it to me", true)
	if err != nil || would.Order.State != reseller.OrderDone {
		o.t.Errorf("against the registry it would be %s, %v", would.Order.State, err)
	}
	upstreams.err, upstreams.found = nil, ""
	o.Clock.Move(2 * time.Hour)
	o.reconcile()
	o.wantState(order.ID, reseller.OrderDone)
	o.wantBalance(available-1000, held)
	o.wantEffects("renew", d.Name, 1)
}

// TestUpstreamThatNeverTellsEndsWithTheOperator: a renewal that the upstream has accepted, and of which it then cannot tell, or cannot be asked,
// is the operator's after the time of any other order whose outcome stays open, and nobody's once the upstream tells again.
func TestUpstreamThatNeverTellsEndsWithTheOperator(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		upstreams := &says{Finding: sandbox.Finding{Registry: o.Sandbox}, found: registry.FoundDone}
		o.Orders = o.openService("hears", o.Store, upstream{tellsNoID{o.Sandbox}, upstreams})
		d := o.registered("silent")
		available, held := o.balance()
		o.fault(sandbox.FaultLateEffect, "renew", 60*time.Hour)
		order := o.left(o.renewal(d, 1))
		for _, c := range []struct {
			after time.Duration
			found registry.FoundState
			err   error
			needs bool
		}{
			{time.Minute, registry.FoundPending, nil, false},
			{22 * time.Hour, registry.FoundUnclear, nil, false},
			{time.Minute, "", registry.ErrUnknown, false},
			{2 * time.Hour, registry.FoundUnclear, nil, true},
			{time.Hour, registry.FoundPending, nil, false},
			{time.Hour, "", registry.ErrUnknown, true},
			{time.Hour, registry.FoundUnclear, nil, true},
		} {
			upstreams.err, upstreams.found = c.err, c.found
			o.Clock.Move(c.after)
			o.Must(o.Orders.Follow(o.ctx, o.order(order.ID)))
			if got := o.order(order.ID); got.State != reseller.OrderPending || o.Orders.Outlook(got).NeedsOperator() != c.needs {
				t.Errorf("after %s of %q (%v) the order is %s with code %q: %s", c.after, c.found, c.err, got.State, got.Code, got.Reason)
			}
			o.wantBalance(available-1000, held+1000)
		}
		upstreams.err, upstreams.found = nil, ""
		o.Clock.Move(40 * time.Hour)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderDone)
		o.wantBalance(available-1000, held)
		o.wantEffects("renew", d.Name, 1)
	})
}

// terse is an upstream that shows nothing of transfers, and takes no wishes along with them.
type terse struct{ upstream }

func (r terse) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.upstream.Info(ctx, name)
	shown.Transfer, shown.Transferred = nil, time.Time{}
	return shown, err
}

func (r terse) Transfer(ctx context.Context, x registry.Transfer) (registry.Receipt, error) {
	x.Nameservers, x.Contacts = nil, nil
	return r.upstream.Transfer(ctx, x)
}

// bringsWhatCameWithATransfer: a name of which only the upstream's word says that it came by our order gets what was ordered with it.
func (o *env) bringsWhatCameWithATransfer() {
	o.t.Helper()
	upstreams := &says{Finding: sandbox.Finding{Registry: o.Sandbox}, err: registry.ErrUnknown}
	o.Orders = o.openService("brings", o.Store, terse{upstream{tellsNoID{o.Sandbox}, upstreams}})
	r := o.incoming("wanted")
	r.Desired.Nameservers, r.Desired.Contacts = []string{"ns1.new.net", "ns2.new.net"}, john
	o.fault(sandbox.FaultLostAnswer, "transfer", 0)
	order := o.left(r)
	o.Must(o.Sandbox.ForeignDecides(o.ctx, r.Name, true, ""))
	o.reconcile()
	o.wantState(order.ID, reseller.OrderUnknown)
	upstreams.err = nil
	o.Clock.Move(time.Minute)
	o.reconcile()
	o.wantState(order.ID, reseller.OrderDone)
	shown, err := o.Sandbox.Info(o.ctx, r.Name)
	o.Must(err)
	if !registry.SameHosts(shown.Nameservers, r.Desired.Nameservers) || !shown.Contacts.Agree(john) {
		o.t.Errorf("the registry has %v and %v", shown.Nameservers, shown.Contacts)
	}
	if d := o.domain("wanted"); !registry.SameHosts(d.Nameservers, r.Desired.Nameservers) {
		o.t.Errorf("the books have %v", d.Nameservers)
	}
}
