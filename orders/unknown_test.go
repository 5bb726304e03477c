package orders_test

import (
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

type outcome struct {
	orders.Result
	err error
}

// startSlow starts a call whose command hangs at the registry until the gate opens, and returns once it hangs.
func (o *env) startSlow(command string, call func() (orders.Result, error)) <-chan outcome {
	o.t.Helper()
	o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultSlow, Command: command, Times: 1, Delay: 45 * time.Second}))
	ended := make(chan outcome, 1)
	go func() {
		r, err := call()
		ended <- outcome{r, err}
	}()
	for { // the fault is used up when the command has arrived
		faults, err := o.Sandbox.Faults(o.ctx)
		o.Must(err)
		if len(faults) == 0 {
			return ended
		}
		time.Sleep(time.Millisecond)
	}
}

func (o *env) fault(kind sandbox.FaultKind, command string, delay time.Duration) {
	o.t.Helper()
	o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: kind, Command: command, Times: 1, Delay: delay}))
}

// The caller is answered with the outcome, not with the loss (T35).
func TestLostAnswerIsFoundOutInline(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault(sandbox.FaultLostAnswer, "create", 0)
		d := o.registered("lost")
		o.fault(sandbox.FaultLostAnswer, "renew", 0)
		r, err := o.Orders.Buy(o.ctx, o.renewal(d, 1))
		o.Must(err)
		o.Must(orders.Verdict(r.Order))
		o.wantEffects("create", d.Name, 1)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

func TestLostRequestIsSentAgainAfterTheSettleTime(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault(sandbox.FaultLostRequest, "create", 0)
		req := o.registration("again")
		req.AnswerBy = o.Clock.Wall().Add(50 * time.Millisecond)
		r, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		if e := reseller.AsError(orders.Verdict(r.Order)); e == nil || e.Kind != reseller.KindPending {
			t.Fatalf("verdict is %v, want pending", e)
		}
		o.wantBalance(49_000, 1000)
		o.settle(r.Order.ID)
		o.reconcile() // too early: the answer may still come
		o.wantState(r.Order.ID, reseller.OrderUnknown)
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(r.Order.ID, reseller.OrderDone)
		o.wantEffects("create", req.Name, 1)
		o.wantBalance(49_000, 0)

		again, err := o.Orders.Buy(o.ctx, req) // the caller repeats what it was told is pending
		o.Must(err)
		o.Must(orders.Verdict(again.Order))
		if again.Order.ID != r.Order.ID {
			t.Errorf("the repeat opened order %d", again.Order.ID)
		}
		o.wantBalance(49_000, 0)
	})
}

// settle waits until the worker of an order has left it to reconcile.
func (o *env) settle(id int64) {
	o.t.Helper()
	for {
		if order := o.order(id); order.LeaseEnd.IsZero() {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// An effect that comes two minutes after the lost answer is found, and not asked for again (T40).
func TestLateEffectIsNotDoubled(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("late")
		o.fault(sandbox.FaultLateEffect, "renew", 2*time.Minute)
		req := o.renewal(d, 1)
		req.AnswerBy = o.Clock.Wall().Add(50 * time.Millisecond)
		r, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.settle(r.Order.ID)
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.wantState(r.Order.ID, reseller.OrderUnknown)
		o.Clock.Move(2 * time.Minute)
		o.reconcile()
		o.wantState(r.Order.ID, reseller.OrderDone)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

// The client is told to wait, and its module queue may ask again days later (T37, T09).
func TestSlowRegistryIsAnsweredPendingAndRepeatsChargeNothing(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("slow")
		req := o.renewal(d, 1)
		req.AnswerBy = o.Clock.Wall().Add(300 * time.Millisecond)
		running := o.startSlow("renew", func() (orders.Result, error) { return o.Orders.Buy(o.ctx, req) })
		first := <-running
		o.Must(first.err)
		if e := reseller.AsError(orders.Verdict(first.Order)); e == nil || e.Kind != reseller.KindPending {
			t.Fatalf("verdict is %v, want pending", e)
		}
		o.Orders.Acknowledge(first.Order)
		close(o.gate)
		o.settle(first.Order.ID)
		o.Clock.Move(3 * 24 * time.Hour) // the module queue is worked off days later
		again, err := o.Orders.Buy(o.ctx, o.renewal(o.domain("slow"), 1))
		o.Must(err)
		o.Must(orders.Verdict(again.Order))
		if again.Order.ID != first.Order.ID {
			t.Errorf("the repeat opened order %d", again.Order.ID)
		}
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

func TestRegistryThatIsDownIsTriedUntilItIsBack(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		req := o.registration("patient")
		req.AnswerBy = o.Clock.Wall().Add(50 * time.Millisecond)
		r, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.settle(r.Order.ID)
		o.Clock.Move(time.Hour)
		o.reconcile()
		o.wantState(r.Order.ID, reseller.OrderUnknown)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Move(time.Hour)
		o.reconcile()
		o.wantState(r.Order.ID, reseller.OrderDone)
		o.wantEffects("create", req.Name, 1)
		o.wantBalance(49_000, 0)
	})
}

func TestRegistryThatIsDownForADayRefusesTheOrder(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		req := o.registration("hopeless")
		req.AnswerBy = o.Clock.Wall().Add(50 * time.Millisecond)
		r, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.settle(r.Order.ID)
		o.Clock.Move(25 * time.Hour)
		o.reconcile()
		o.wantState(r.Order.ID, reseller.OrderRefused)
		o.wantBalance(50_000, 0)
	})
}

func TestPriceThatChangedMeanwhileIsNotSentAgain(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault(sandbox.FaultLostRequest, "create", 0)
		req := o.registration("dearer")
		req.AnswerBy = o.Clock.Wall().Add(50 * time.Millisecond)
		r, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.settle(r.Order.ID)
		o.Must(o.Store.SetPrices(o.ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 1100}}, reseller.Operator))
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		if order := o.order(r.Order.ID); order.State != reseller.OrderRefused || order.Code != reseller.CodePriceChanged {
			t.Errorf("order is %s %s, want refused price_changed", order.State, order.Code)
		}
		o.wantBalance(50_000, 0)
		o.wantEffects("create", req.Name, 0)
	})
}
