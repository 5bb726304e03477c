package orders_test

import (
	"context"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// between is a registry at which something happens right after it was looked at.
type between struct {
	*sandbox.Registry
	happens func()
}

func (r *between) Info(ctx context.Context, n reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, n)
	r.happens()
	return shown, err
}

// TestRenewalSentAgainJustAsItsLateEffectComesAddsOneYear is internetee/registry #2135 and #430 (T07, T40): between the look
// that finds no effect and the second sending, the first sending takes effect after all.
func TestRenewalSentAgainJustAsItsLateEffectComesAddsOneYear(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("narrow")
		o.fault(sandbox.FaultLateEffect, "renew", 20*time.Minute)
		lost, err := o.Orders.Buy(o.ctx, o.quick(o.renewal(d, 1)))
		o.Must(err)
		o.settle(lost.Order.ID)
		o.Clock.Move(15 * time.Minute)
		late := &between{o.Sandbox, func() { o.Clock.Move(10 * time.Minute) }}
		_, err = o.openService("second", o.Store, late).Reconcile(o.ctx)
		o.Must(err)
		o.recover()
		o.wantState(lost.Order.ID, reseller.OrderDone)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
		if order := o.order(lost.Order.ID); order.Attempt != 2 {
			t.Errorf("the renewal was sent %d times, want 2", order.Attempt)
		}
	})
}

// quick is a request whose caller hardly waits.
func (o *env) quick(r orders.Request) orders.Request {
	r.AnswerBy = o.Clock.Wall().Add(50 * time.Millisecond)
	return r
}
