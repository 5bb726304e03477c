package orders_test

import (
	"testing"
	"time"

	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// The registry's transaction id, by which it finds a command in its own books, and how long it took stay with the order and its steps: those of a
// yes and of a no. An answer that was lost has none, and what was waited for it.
func TestReplyOfTheRegistryIsKept(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.overEPP()
		d := o.registered("kept")
		yes, err := o.Store.AcquisitionOrder(o.ctx, d.ID)
		o.Must(err)
		if yes.Reply.SvTRID == "" || yes.Reply.Took <= 0 {
			t.Errorf("of a yes: %+v", yes.Reply)
		}
		o.Must(o.Sandbox.AddForeign(o.ctx, o.registration("taken").Name, "code", time.Time{}, false))
		no, err := o.Orders.Buy(o.ctx, o.registration("taken"))
		o.Must(err)
		if r := o.order(no.Order.ID); r.State != reseller.OrderRefused || r.Reply.SvTRID == "" || r.Reply.SvTRID == yes.Reply.SvTRID || r.Reply.Took <= 0 {
			t.Errorf("of a no: %s %+v", r.State, r.Reply)
		}
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "renew", Times: 1}))
		lost, err := o.Orders.Buy(o.ctx, o.renewal(d, 1))
		o.Must(err)
		steps, err := o.Store.OrderSteps(o.ctx, []int64{lost.Order.ID})
		o.Must(err)
		if len(steps) == 0 || steps[0].State != reseller.OrderUnknown || steps[0].Reply.SvTRID != "" || steps[0].Reply.Took <= 0 {
			t.Errorf("of an answer that was lost: %+v", steps)
		}
		if r := o.order(lost.Order.ID); r.State != reseller.OrderDone || r.Reply.SvTRID != "" || r.Reply.Took <= 0 {
			t.Errorf("the order whose answer was lost: %s %+v", r.State, r.Reply)
		}
	})
}
