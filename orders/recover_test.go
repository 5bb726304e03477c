package orders_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// recovered is an order as Recover leaves it, which sends nothing.
func (o *env) recovered(order reseller.Order) reseller.Order {
	o.t.Helper()
	end, err := o.Orders.Recover(o.ctx, order, nil, time.Time{})
	o.Must(err)
	o.wantState(order.ID, end.State)
	return end
}

func TestRestoredOrderEndsAsTheRegistryShows(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("restored")
		o.fault(sandbox.FaultLateEffect, "renew", time.Minute)
		took := o.left(o.renewal(d, 1))
		o.fault(sandbox.FaultLostRequest, "create", 0)
		vanished := o.left(o.registration("vanished"))
		if end := o.recovered(vanished); end.State != reseller.OrderUnknown || !end.LeaseEnd.IsZero() {
			t.Errorf("before the settle time it is %s, held until %v", end.State, end.LeaseEnd)
		}
		o.Clock.Move(11 * time.Minute)
		if end := o.recovered(took); end.State != reseller.OrderDone {
			t.Errorf("the renewal that the registry shows is %s", end.State)
		}
		if end := o.recovered(o.order(vanished.ID)); end.State != reseller.OrderRefused || !strings.Contains(end.Reason, "restored from a backup") {
			t.Errorf("the registration that it does not show is %s: %s", end.State, end.Reason)
		}
		o.wantBalance(48_000, 0)
		if _, err := o.Orders.Recover(o.ctx, took, nil, time.Time{}); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("an order that has ended since is answered %v", err)
		}
	})
}

func TestRestoredOrderStaysOpenWhileTheRegistryCannotBeAsked(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("dark")
		o.fault(sandbox.FaultLostRequest, "renew", 0)
		order := o.left(o.renewal(d, 1))
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		if _, err := o.Orders.Recover(o.ctx, order, nil, time.Time{}); err == nil {
			t.Error("a registry that cannot be asked has told something")
		}
		if now := o.order(order.ID); now.State != reseller.OrderUnknown || !now.LeaseEnd.IsZero() {
			t.Errorf("it is %s, held until %v", now.State, now.LeaseEnd)
		}
	})
}

// TestChangeThatWaitedInLineInABackupIsNotSent: its account may have changed its mind since.
func TestChangeThatWaitedInLineInABackupIsNotSent(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("waited")
		first := o.startSlow("update", func() (orders.Result, error) {
			return o.Orders.Change(o.ctx, o.servers(d, "ns1.first.net", "ns2.first.net"))
		})
		lock := o.ask(reseller.OrderLock, d, "lock")
		lock.Desired.Lock, lock.AnswerBy = new(bool), time.Time{}
		queued, err := o.Orders.Change(o.ctx, lock)
		o.Must(err)
		if end := o.recovered(o.order(queued.Order.ID)); end.State != reseller.OrderRefused {
			t.Errorf("the change that waited is %s", end.State)
		}
		close(o.gate)
		o.Must((<-first).err)
		o.wantEffects("lock", d.Name, 0)
	})
}
