package orders_test

import (
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// An auth code is kept nowhere: who asks for one while the name is being changed otherwise gets it, however fast it is set then.
func TestAuthCodeBehindAnotherChangeComesToItsCaller(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("coded")
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultSlow, Command: "lock", Times: 1, Delay: time.Hour}))
		lock := o.ask(reseller.OrderLock, d, "lock")
		lock.Desired.Lock, lock.AnswerBy = new(true), time.Time{}
		_, err := o.Orders.Change(o.ctx, lock)
		o.Must(err)
		told := make(chan orders.Result, 2)
		for range cap(told) {
			go func() {
				res, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderAuthCode, d, "authcode"))
				if err != nil {
					t.Error(err)
				}
				told <- res
			}()
		}
		for o.newest().Kind != reseller.OrderAuthCode {
			time.Sleep(time.Millisecond)
		}
		close(o.gate)
		first, second := <-told, <-told
		if first.Order.State != reseller.OrderDone || first.Secret == "" {
			t.Errorf("order %d is %s, with code %q", first.Order.ID, first.Order.State, first.Secret)
		}
		if second.Order.ID == first.Order.ID && second.Secret != first.Secret {
			t.Errorf("order %d gives the codes %q and %q", first.Order.ID, first.Secret, second.Secret)
		}
	})
}
