package orders_test

import (
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// accepted places a renewal that the registry accepts (1001) and decides after a delay.
func (o *env) accepted(d reseller.Domain, delay time.Duration) reseller.Order {
	o.t.Helper()
	o.fault(sandbox.FaultPending, "renew", delay)
	r, err := o.Orders.Buy(o.ctx, o.renewal(d, 1))
	o.Must(err)
	o.wantState(r.Order.ID, reseller.OrderPending)
	return r.Order
}

// passes lets hours go by, with reconcile in each of them.
func (o *env) passes(hours int) {
	o.t.Helper()
	for range hours {
		o.Clock.Move(time.Hour)
		o.reconcile()
	}
}

func (o *env) messages() {
	o.t.Helper()
	o.Must(o.Jobs.Run(o.ctx, jobs.Messages))
}

// keptMessages is how many messages wait for the operator.
func (o *env) keptMessages() int64 {
	o.t.Helper()
	open, err := o.Store.OpenRegistryMessages(o.ctx)
	o.Must(err)
	sum := int64(0)
	for _, c := range open {
		sum += c.Open
	}
	return sum
}

// A registry that shows nothing of a renewal which it has accepted has not refused it. Its hold stays, and the year is paid for that comes.
func TestRenewalThatIsDecidedLateIsPaidFor(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("late")
		order := o.accepted(d, 5*time.Hour)
		o.passes(3)
		o.wantState(order.ID, reseller.OrderPending)
		o.wantBalance(48_000, 1_000)
		o.passes(3)
		o.messages()
		o.wantState(order.ID, reseller.OrderDone)
		o.wantBalance(48_000, 0)
		o.wantEffects("renew", d.Name, 1)
		if got := o.domain("late"); !got.PaidThrough.Equal(reseller.AddYears(d.PaidThrough, 1)) || o.keptMessages() != 0 {
			t.Errorf("paid through %s, and %d messages are kept", got.PaidThrough, o.keptMessages())
		}
	})
}

// The registry's late no comes as a message alone: its words end the order at once.
func TestRenewalThatIsRefusedLateEndsInTheRegistrysWords(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("refused")
		order := o.accepted(d, 5*time.Hour)
		o.Must(o.Sandbox.Act(o.ctx, d.Name, registry.MessageVerificationDue, "")) // it cannot be renewed until it is verified
		o.passes(6)
		o.wantState(order.ID, reseller.OrderPending)
		o.messages()
		if got := o.order(order.ID); got.State != reseller.OrderRefused || got.Reason != "Pending action refused: Object status prohibits operation: serverRenewProhibited (2304)" {
			t.Errorf("the order is %s: %s", got.State, got.Reason)
		}
		o.wantBalance(49_000, 0)
	})
}

// A change that is decided late ends with the registry's message, too.
func TestChangeThatIsDecidedLateIsRecorded(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("changed")
		o.fault(sandbox.FaultPending, "update", 5*time.Hour)
		r, err := o.Orders.Change(o.ctx, o.servers(d, "ns1.new.net", "ns2.new.net"))
		o.Must(err)
		o.passes(3)
		o.wantState(r.Order.ID, reseller.OrderPending)
		o.Clock.Move(3 * time.Hour)
		o.messages()
		o.wantState(r.Order.ID, reseller.OrderDone)
		if got := o.domain("changed").Nameservers; len(got) != 2 || got[0] != "ns1.new.net" {
			t.Errorf("the books have %v", got)
		}
	})
}

// After a week of silence the operator must ask the registry; the order is not refused by itself, and not by the operator before.
func TestOrderThatARegistryNeverDecidesNeedsTheOperator(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		order := o.accepted(o.registered("silent"), 90*24*time.Hour)
		if _, err := o.Orders.Resolve(o.ctx, order.ID, false, "I am in a hurry"); reseller.AsError(err) == nil || reseller.AsError(err).Code != reseller.CodeBadState {
			t.Errorf("refused in its first hour, it is answered %v", err)
		}
		o.Clock.Move(7 * 24 * time.Hour)
		o.reconcile()
		if got := o.order(order.ID); got.State != reseller.OrderPending || !o.Orders.Outlook(got).NeedsOperator() {
			t.Errorf("after a week it is %s (%s)", got.State, got.Code)
		}
		unclear, err := o.Store.UnclearOrders(o.ctx, o.Clock.Now(), 10)
		o.Must(err)
		if len(unclear) != 1 {
			t.Errorf("the operator is told of %d orders", len(unclear))
		}
		_, err = o.Orders.Resolve(o.ctx, order.ID, false, "the registry has lost it")
		o.Must(err)
		o.wantBalance(49_000, 0)
	})
}

// What a registry carries out of an order that the books call refused is kept for the operator, and not forgotten.
func TestWhatIsCarriedOutOfARefusedOrderIsToldToTheOperator(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Unclean = true // the registry did what the operator called refused
		o.fault(sandbox.FaultPending, "create", 5*time.Hour)
		bought, err := o.Orders.Buy(o.ctx, o.registration("nobodys"))
		o.Must(err)
		_, err = o.Orders.Override(o.ctx, bought.Order.ID, false, "the registry says that it has lost it")
		o.Must(err)
		o.Clock.Move(6 * time.Hour)
		o.messages()
		if o.keptMessages() != 1 {
			t.Errorf("%d messages are kept, want that of the name", o.keptMessages())
		}
	})
}
