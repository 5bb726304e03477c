package orders_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// pending places an order and wants the caller told at once that it waits; it gives the order.
func (o *env) pending(r orders.Request, code string) reseller.Order {
	o.t.Helper()
	place := o.Orders.Buy
	if r.Subject != "" {
		place = o.Orders.Change
	}
	begun := time.Now()
	res, err := place(o.ctx, r)
	o.Must(err)
	if e := reseller.AsError(orders.Verdict(res.Order)); e == nil || e.Kind != reseller.KindPending || time.Since(begun) > 5*time.Second {
		o.t.Fatalf("the %s is answered with %v after %s", r.Kind, e, time.Since(begun))
	}
	if res.Order.Code != code || !res.Order.Waits() {
		o.t.Errorf("the %s waits with code %q: %s", r.Kind, res.Order.Code, res.Order.Reason)
	}
	return res.Order
}

// While a registry is paused nothing is sent, however long it lasts, and all of it goes on afterwards: on every server.
func TestPausedRegistryKeepsOrdersWaiting(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d, moved := o.registered("kept"), o.registered("moved")
		other := o.Another("other", nil)
		o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))

		sale := o.pending(o.registration("wanted"), reseller.CodeRegistryPaused)
		renewal := o.pending(o.renewal(d, 1), reseller.CodeRegistryPaused)
		change := o.pending(o.servers(moved, "ns1.other.net", "ns2.other.net"), reseller.CodeRegistryPaused)
		code, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderAuthCode, d, "authcode"))
		o.Must(err)
		if e := reseller.AsError(orders.Verdict(code.Order)); e == nil || e.Code != reseller.CodeUnavailable || !strings.Contains(e.Words, "paused") {
			t.Errorf("an auth code that nobody would see is answered with %v", e)
		}
		o.wantBalance(46_000, 2000)
		if again, err := other.Orders.Buy(o.ctx, o.registration("wanted")); err != nil || again.Order.ID != sale.ID {
			t.Errorf("the repeat is order %d: %v", again.Order.ID, err)
		}
		if look := (orders.Settings{}).Outlook(sale, o.Clock.Now()); look.Needs != reseller.NeedsResume {
			t.Error("nobody is asked to resume the registry")
		}

		for range 3 { // days in which another server tries
			o.Clock.Move(30 * time.Hour)
			_, err := other.Orders.Reconcile(o.ctx)
			o.Must(err)
		}
		o.wantState(sale.ID, reseller.OrderUnknown)
		o.wantEffects("create", sale.Name, 0)
		o.wantEffects("renew", d.Name, 0)

		waiting, err := o.Store.ResumeRegistry(o.ctx, "sandbox", []string{"com", "se"}, reseller.Operator)
		o.Must(err)
		if waiting != 3 {
			t.Errorf("%d orders go on", waiting)
		}
		o.reconcile()
		for _, id := range []int64{sale.ID, renewal.ID, change.ID} {
			o.wantState(id, reseller.OrderDone)
		}
		o.wantEffects("create", sale.Name, 1)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(46_000, 0)
	})
}

// What may have reached the registry is still looked for while it is paused, and not given up.
func TestPausedRegistryIsStillAsked(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault("lost-request", "create", 0)
		o.fault("late-effect", "create", 2*time.Minute)
		lost := o.left(o.registration("lost"))
		late := o.left(o.registration("late"))
		o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
		o.Clock.Move(26 * time.Hour)
		o.reconcile()
		o.wantState(late.ID, reseller.OrderDone)
		o.wantState(lost.ID, reseller.OrderUnknown)
		_, err := o.Store.ResumeRegistry(o.ctx, "sandbox", nil, reseller.Operator)
		o.Must(err)
		o.Clock.Move(time.Hour)
		o.reconcile()
		o.wantState(lost.ID, reseller.OrderRefused) // it had its day: nobody would expect it any more
		o.wantBalance(49_000, 0)
	})
}

// A registry whose account of ours is empty (2104) refuses nobody: sales and renewals wait, for days if need be, and are not told why
// (T43).
func TestOurMoneyAtTheRegistryIsNoFaultOfTheAccount(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("kept")
		o.Must(o.Sandbox.SetFunds(o.ctx, &registry.Balance{Amount: 1500, Currency: "USD"}))
		o.registered("paid") // 10.00 of the 15.00
		sale := o.pending(o.registration("wanted"), reseller.CodeRegistryWaits)
		renewal := o.pending(o.renewal(d, 1), reseller.CodeRegistryWaits)
		if look := (orders.Settings{}).Outlook(sale, o.Clock.Now()); look.Needs != reseller.NeedsPayment {
			t.Errorf("the operator is asked for %q, not to pay", look.Needs)
		}
		for _, words := range []string{sale.Reason, renewal.Reason} {
			if strings.Contains(words, "money") || strings.Contains(words, "2104") || !strings.Contains(words, "goes on by itself") {
				t.Errorf("the account is told %q", words)
			}
		}
		o.Clock.Move(time.Minute)
		o.reconcile() // no storm: the next try is not due
		if now := o.order(sale.ID); now.Attempt != sale.Attempt {
			t.Errorf("it was tried again after a minute: attempt %d", now.Attempt)
		}
		o.Clock.Move(48 * time.Hour)
		o.reconcile()
		o.wantState(sale.ID, reseller.OrderUnknown)
		o.wantState(renewal.ID, reseller.OrderUnknown)

		o.Must(o.Sandbox.SetFunds(o.ctx, &registry.Balance{Amount: 2000, Currency: "USD"}))
		o.Clock.Move(10 * time.Minute)
		o.reconcile()
		o.wantState(sale.ID, reseller.OrderDone)
		o.wantState(renewal.ID, reseller.OrderDone)
		o.wantEffects("create", sale.Name, 1)
		o.wantEffects("renew", d.Name, 1)
		left, err := o.Sandbox.Balance(o.ctx)
		o.Must(err)
		if left.Amount != 0 {
			t.Errorf("%d is left there", left.Amount)
		}
		o.wantBalance(46_000, 0)
	})
}
