package orders_test

import (
	"context"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// TestRepeatOfAnUnansweredRenewalAddsNoYearHoweverLate is T09: a module queue repeats a renewal whose answer it never got after
// 40 seconds, a minute, a day, or just before the eight days are over. A renewal that is meant as a second one, because it
// names the expiry that it starts from, is carried out, once.
func TestRepeatOfAnUnansweredRenewalAddsNoYearHoweverLate(t *testing.T) {
	t.Parallel()
	for _, late := range []time.Duration{40 * time.Second, time.Minute, 24 * time.Hour, 8*24*time.Hour - time.Second} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				d := o.registered("queued")
				res, err := o.Orders.Buy(o.ctx, o.renewal(d, 1)) // nobody was told
				o.Must(err)
				o.Clock.Move(late)
				for range 3 {
					again, err := o.Orders.Buy(o.ctx, o.renewal(o.domain("queued"), 1))
					o.Must(err)
					if again.Order.ID != res.Order.ID {
						t.Errorf("the repeat opened order %d", again.Order.ID)
					}
				}
				o.wantEffects("renew", d.Name, 1)
				meant := o.renewal(o.domain("queued"), 1)
				meant.Desired.Expect = meant.Domain.PaidThrough.Format(time.DateOnly)
				for range 3 {
					o.Must(orders.Verdict(o.buy(meant)))
				}
				o.wantEffects("renew", d.Name, 2)
			})
		})
	}
}

// TestRegistryThatTakes45SecondsIsAnsweredInTime is T37: a registry answers after 45 s, and the client gives up after 40. It is
// answered after 25 s, truthfully; its repeats join the same order and are answered truthfully too; nothing is charged twice.
// A second lasts ten milliseconds here.
func TestRegistryThatTakes45SecondsIsAnsweredInTime(t *testing.T) {
	t.Parallel()
	const second = 10 * time.Millisecond
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("tardy")
		tardy := sandbox.New(o.Store.RegistryDocuments(), o.rules, o.Clock, sandbox.WithWait(func(context.Context, time.Duration) error {
			time.Sleep(45 * second)
			return nil
		}))
		o.Orders = o.openService("tardy", o.Store, tardy)
		o.fault(sandbox.FaultSlow, "renew", 45*time.Second)
		began := time.Now()
		ask := func() orders.Result {
			r := o.renewal(d, 1)
			r.AnswerBy = o.Clock.Wall().Add(25 * second)
			res, err := o.Orders.Buy(o.ctx, r)
			o.Must(err)
			return res
		}
		first := ask()
		if answered := time.Since(began); answered < 45*second {
			if e := reseller.AsError(orders.Verdict(first.Order)); e == nil || e.Kind != reseller.KindPending {
				t.Errorf("after %s the answer is %v, want pending", answered, e)
			}
		}
		time.Sleep(time.Until(began.Add(40 * second))) // the client has given up and asks again
		second := ask()
		for second.Order.State.Live() {
			second = ask()
		}
		o.Must(orders.Verdict(second.Order))
		o.Clock.Move(3 * 24 * time.Hour)
		third := ask()
		if second.Order.ID != first.Order.ID || third.Order.ID != first.Order.ID {
			t.Errorf("orders %d, %d and %d, want one", first.Order.ID, second.Order.ID, third.Order.ID)
		}
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}
