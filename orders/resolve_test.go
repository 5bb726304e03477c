package orders_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// left places an order whose outcome stays open, and gives it when its worker has left it to reconcile.
func (o *env) left(r orders.Request) reseller.Order {
	o.t.Helper()
	r.AnswerBy = o.Clock.Wall().Add(20 * time.Millisecond)
	res, err := place(o.ctx, o.Orders, r)
	o.Must(err)
	o.settle(res.Order.ID)
	return o.order(res.Order.ID)
}

func (o *env) wantCode(what string, err error, code string) {
	o.t.Helper()
	if e := reseller.AsError(err); e == nil || e.Code != code {
		o.t.Errorf("%s is answered %v, want code %s", what, err, code)
	}
}

func TestOperatorSaysThatTheRegistryDidIt(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("byphone")
		o.fault(sandbox.FaultLateEffect, "renew", time.Hour)
		order := o.left(o.renewal(d, 1))
		o.Clock.Move(2 * time.Hour)
		done, err := o.Orders.Resolve(o.ctx, order.ID, true, "they read it to me")
		o.Must(err)
		if done.State != reseller.OrderDone {
			t.Errorf("the order is %s", done.State)
		}
		if now := o.domain("byphone"); !now.RegistryExpiry.Equal(d.RegistryExpiry.AddDate(1, 0, 0)) {
			t.Errorf("the name expires %s", now.RegistryExpiry)
		}
		o.wantBalance(48_000, 0)
		_, err = o.Orders.Resolve(o.ctx, order.ID, false, "no, wait")
		o.wantCode("a second decision", err, reseller.CodeBadState)
	})
}

// TestOperatorIsNotBelievedAgainstTheRegistry: neither that a name is registered which is not, nor that a renewal failed which did
// not. The order stays open, nothing is charged, and reconcile finds the truth.
func TestOperatorIsNotBelievedAgainstTheRegistry(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		never := o.left(o.registration("nattjour"))
		_, err := o.Orders.Resolve(o.ctx, never.ID, false, "they are down")
		o.wantCode("a decision while the registry is away", err, reseller.CodeUnavailable)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		_, err = o.Orders.Resolve(o.ctx, never.ID, true, "they say so")
		o.wantCode("a name that is not registered", err, reseller.CodeBadState)
		o.wantBalance(49_000, 1000)
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.wantState(never.ID, reseller.OrderDone)

		d := o.registered("renewed")
		o.fault(sandbox.FaultLostAnswer, "renew", 0)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
		lost := o.left(o.renewal(d, 1))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		_, err = o.Orders.Resolve(o.ctx, lost.ID, false, "support says no")
		o.wantCode("a renewal that took effect", err, reseller.CodeBadState)
		o.wantState(lost.ID, reseller.OrderUnknown)
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.wantState(lost.ID, reseller.OrderDone)
		o.wantBalance(47_000, 0)
	})
}

func TestOperatorSaysThatTheRegistryDidNot(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault(sandbox.FaultLostRequest, "create", 0)
		order := o.left(o.registration("never"))
		o.wantBalance(49_000, 1000)
		refused, err := o.Orders.Resolve(o.ctx, order.ID, false, "they have never heard of it")
		o.Must(err)
		if refused.State != reseller.OrderRefused || refused.Reason != "they have never heard of it" {
			t.Errorf("the order is %s: %s", refused.State, refused.Reason)
		}
		if d := o.domain("never"); d.State != reseller.DomainRefused || d.Reason != refused.Reason {
			t.Errorf("the name is %s: %s", d.State, d.Reason)
		}
		o.wantBalance(50_000, 0)
	})
}

// TestOperatorMayRefuseAQueuedChangeAndNotConfirmIt: it was never sent, so it cannot be done.
func TestOperatorMayRefuseAQueuedChangeAndNotConfirmIt(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("inline")
		first := o.startSlow("update", func() (orders.Result, error) {
			return o.Orders.Change(o.ctx, o.servers(d, "ns1.first.net", "ns2.first.net"))
		})
		lock := o.ask(reseller.OrderLock, d, "lock")
		lock.Desired.Lock, lock.AnswerBy = new(bool), time.Time{}
		queued, err := o.Orders.Change(o.ctx, lock)
		o.Must(err)
		o.wantState(queued.Order.ID, reseller.OrderQueued)
		_, err = o.Orders.Resolve(o.ctx, queued.Order.ID, true, "")
		o.wantCode("a queued change that is said to be done", err, reseller.CodeBadState)
		refused, err := o.Orders.Resolve(o.ctx, queued.Order.ID, false, "not wanted any more")
		o.Must(err)
		if refused.State != reseller.OrderRefused {
			t.Errorf("the queued change is %s", refused.State)
		}
		running := o.unfinished()[0]
		_, err = o.Orders.Resolve(o.ctx, running.ID, false, "")
		o.wantCode("an order that a worker has", err, reseller.CodeInProgress)
		close(o.gate)
		o.Must((<-first).err)
		o.wantState(running.ID, reseller.OrderDone)
	})
}

// TestOperatorsYesWaitsForTheRegistry: what the name has now must be read there. Until then the order stays as it was, and free.
func TestOperatorsYesWaitsForTheRegistry(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("later")
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		order := o.left(o.renewal(d, 1))
		if _, err := o.Orders.Resolve(o.ctx, order.ID, true, ""); err == nil {
			t.Error("a registry that cannot be asked has confirmed")
		}
		now := o.order(order.ID)
		if now.State != reseller.OrderUnknown || now.Code != reseller.CodeUnavailable || !now.LeaseEnd.IsZero() {
			t.Errorf("the order is %s %s, held until %v", now.State, now.Code, now.LeaseEnd)
		}
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderDone)
		_, err := o.Orders.Resolve(o.ctx, 999, true, "")
		if !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("an order that is not there is answered %v", err)
		}
	})
}

// TestTLDThatIsServedNoMoreKeepsItsOrdersOpen until the operator refuses them; confirming needs the registry.
func TestTLDThatIsServedNoMoreKeepsItsOrdersOpen(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("orphan")
		o.fault(sandbox.FaultLostRequest, "renew", 0)
		order := o.left(o.renewal(d, 1))
		unserved := o.unserving("com")
		o.Clock.Move(11 * time.Minute)
		_, err := unserved.Reconcile(o.ctx)
		o.Must(err)
		now := o.order(order.ID)
		if now.State != reseller.OrderUnknown || !now.LeaseEnd.IsZero() || now.DueAt.Before(o.Clock.Now().Add(30*time.Minute)) {
			t.Errorf("the order is %s: %s, due %s", now.State, now.Reason, now.DueAt)
		}
		if err := unserved.Follow(o.ctx, now); err == nil {
			t.Error("following it tells nothing of the TLD that nobody serves")
		}
		if _, err := unserved.Resolve(o.ctx, order.ID, true, ""); err == nil {
			t.Error("a registry that nobody knows has confirmed")
		}
		if back, err := unserved.Recover(o.ctx, o.order(order.ID)); err != nil || back.State != reseller.OrderUnknown {
			t.Errorf("after a restore it is %s: %v", back.State, err)
		}
		refused, err := unserved.Resolve(o.ctx, order.ID, false, "they are gone")
		o.Must(err)
		if refused.State != reseller.OrderRefused {
			t.Errorf("the order is %s", refused.State)
		}
		o.wantBalance(49_000, 0)
	})
}

// unserving opens a service that has forgotten a TLD.
func (o *env) unserving(tld string) *orders.Service {
	o.t.Helper()
	rules, err := reseller.DefaultTLDs()
	o.Must(err)
	delete(rules, tld)
	kept := o.rules
	o.rules = rules
	defer func() { o.rules = kept }()
	service := o.openService("unserving", o.Store, o.Sandbox)
	o.t.Cleanup(func() { o.Must(service.Drain(context.Background())) })
	return service
}
