package orders_test

import (
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// An abusive name whose hold got no answer may be on hold any time: nobody is told that it is not, and it is in the end.
func TestHoldWithoutAnAnswerIsNotRefused(t *testing.T) {
	t.Parallel()
	for what, kind := range map[string]sandbox.FaultKind{
		"never heard": sandbox.FaultLostRequest, "carried out": sandbox.FaultLostAnswer, "carried out late": sandbox.FaultLateEffect,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				d := o.registered("held")
				late := time.Duration(0)
				if kind == sandbox.FaultLateEffect {
					late = 4 * time.Minute
				}
				o.fault(kind, "", late)
				r := o.ask(reseller.OrderHold, d, "hold")
				r.Desired.Hold, r.Desired.Why = new(true), "phishing"
				r.AnswerBy = o.Clock.Wall().Add(300 * time.Millisecond)
				res, err := o.Orders.Change(o.ctx, r)
				o.Must(err)
				if told := orders.Verdict(res.Order); reseller.IsKind(told, reseller.KindRefused) {
					t.Errorf("it is told as %v", told)
				}
				o.Clock.Move(5 * time.Minute)
				o.Must(o.Sandbox.Tick(o.ctx))
				o.recover()
				o.wantState(res.Order.ID, reseller.OrderDone)
				shown, err := o.Sandbox.Info(o.ctx, d.Name)
				o.Must(err)
				if !shown.Has(registry.StatusClientHold) || !o.domain("held").Holds.Operator.Stands() {
					t.Errorf("the registry shows %v, the books have %+v", shown.Status, o.domain("held").Holds.Operator)
				}
			})
		})
	}
}
