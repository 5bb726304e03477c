package orders_test

import (
	"context"
	"errors"
	"strings"
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
		o.Clock.Move(25 * time.Hour)
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

// TestOperatorWaitsWhileTheServerHasMoves: what shows no effect yet may take it late, and is sent again for a day. To call it refused
// would free the money of a name that is bought all the same.
func TestOperatorWaitsWhileTheServerHasMoves(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault(sandbox.FaultLateEffect, "create", 5*time.Minute)
		late := o.left(o.registration("late"))
		if look := (orders.Settings{}).Outlook(late, o.Clock.Now()); look.NeedsOperator() || !look.WorksUntil.Equal(late.CreatedAt.Add(24*time.Hour)) {
			t.Errorf("of the late order the list says %+v", look)
		}
		for _, override := range []bool{false, true} {
			p, err := o.Orders.Foresee(o.ctx, late.ID, false, "not there", override)
			if override {
				o.Must(err)
				if p.Order.State != reseller.OrderRefused || p.Before.State != reseller.DomainPendingRegister || p.After.State != reseller.DomainRefused {
					t.Errorf("against the registry it would be %s, the name %s", p.Order.State, p.After.State)
				}
				continue
			}
			o.wantCode("the sight of it", err, reseller.CodeInProgress)
		}
		_, err := o.Orders.Resolve(o.ctx, late.ID, false, "not there")
		o.wantCode("a refusal in the settle time", err, reseller.CodeInProgress)
		if err == nil || !strings.Contains(err.Error(), late.CreatedAt.Add(24*time.Hour).UTC().Format(time.RFC3339)) {
			t.Errorf("it does not say until when: %v", err)
		}
		if now := o.order(late.ID); now.State != reseller.OrderUnknown || !now.LeaseEnd.IsZero() {
			t.Errorf("the order is %s, held until %v", now.State, now.LeaseEnd)
		}
		o.wantBalance(49_000, 1000)
		o.Clock.Move(6 * time.Minute)
		p, err := o.Orders.Foresee(o.ctx, late.ID, true, "it came", false)
		o.Must(err)
		if p.Order.State != reseller.OrderDone || p.After.State != reseller.DomainActive || p.After.PaidThrough.IsZero() {
			t.Errorf("once it shows it would be %s, the name %+v", p.Order.State, p.After)
		}
		o.wantState(late.ID, reseller.OrderUnknown)
		o.reconcile()
		o.wantState(late.ID, reseller.OrderDone)

		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		unsent := o.left(o.registration("unsent"))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Move(11 * time.Minute)
		_, err = o.Orders.Resolve(o.ctx, unsent.ID, false, "they were down")
		o.wantCode("a refusal before it is sent again", err, reseller.CodeInProgress)
		refused, err := o.Orders.Override(o.ctx, unsent.ID, false, "not wanted")
		o.Must(err)
		if refused.State != reseller.OrderRefused {
			t.Errorf("against it all it is %s", refused.State)
		}
		o.wantBalance(49_000, 0)
	})
}

func TestOrdersTellWhoHasTheNextMove(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	sent := reseller.Order{State: reseller.OrderUnknown, CreatedAt: now.Add(-time.Hour), SentAt: now.Add(-time.Hour), UnknownAt: now.Add(-time.Hour)}
	for name, c := range map[string]struct {
		change func(*reseller.Order)
		want   orders.Outlook
	}{
		"no answer yet":         {func(*reseller.Order) {}, orders.Outlook{WorksUntil: now.Add(23 * time.Hour)}},
		"sent again at the end": {func(o *reseller.Order) { o.CreatedAt, o.UnknownAt = now.AddDate(0, 0, -1), now }, orders.Outlook{WorksUntil: now.Add(10 * time.Minute)}},
		"its worker is gone": {func(o *reseller.Order) {
			o.State, o.UnknownAt, o.CreatedAt, o.SentAt = reseller.OrderSending, time.Time{}, now.AddDate(0, 0, -2), now
		}, orders.Outlook{WorksUntil: now.Add(10 * time.Minute)}},
		"never asked in a day":     {func(o *reseller.Order) { o.CreatedAt = now.AddDate(0, 0, -1) }, orders.Outlook{Needs: reseller.NeedsDecision}},
		"it proves neither":        {func(o *reseller.Order) { o.Code = reseller.CodeNeedsOperator }, orders.Outlook{Needs: reseller.NeedsDecision}},
		"the registry decides":     {func(o *reseller.Order) { o.State = reseller.OrderPending }, orders.Outlook{}},
		"it waits for another":     {func(o *reseller.Order) { o.State = reseller.OrderQueued }, orders.Outlook{}},
		"it has ended":             {func(o *reseller.Order) { o.State = reseller.OrderDone }, orders.Outlook{}},
		"it ended by the operator": {func(o *reseller.Order) { o.State, o.Code = reseller.OrderRefused, reseller.CodeNeedsOperator }, orders.Outlook{}},
	} {
		o := sent
		c.change(&o)
		if got := (orders.Settings{}).Outlook(o, now); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
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
		if back, err := unserved.Recover(o.ctx, o.order(order.ID), nil, time.Time{}); err != nil || back.State != reseller.OrderUnknown {
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
