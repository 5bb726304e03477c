package orders_test

import (
	"context"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// tellsNoID is a registry that does not show which command changed a name last.
type tellsNoID struct{ *sandbox.Registry }

func (r tellsNoID) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, name)
	shown.LastTrID = ""
	return shown, err
}

// upstream is one that can be asked for a command.
type upstream struct {
	tellsNoID
	registry.Finder
}

// TestUpstreamThatKnowsOurCommandsSparesTheOperator: a renewal whose answer was lost, on a name that the registry has renewed besides. Its date
// proves nothing, so without a word about our command the operator would have to find out; with one it is charged, once.
func TestUpstreamThatKnowsOurCommandsSparesTheOperator(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Orders = o.openService("looks", o.Store, tellsNoID{o.Sandbox})
		mute, told := o.registered("mute"), o.registered("told")
		lost := func(d reseller.Domain, kind sandbox.FaultKind) reseller.Order {
			t.Helper()
			o.fault(kind, "renew", 0)
			o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
			left := o.left(o.renewal(d, 1))
			o.Must(o.Sandbox.ClearFaults(o.ctx))
			o.Must(o.Sandbox.Act(o.ctx, d.Name, registry.MessageRenewed, "by the registry"))
			return left
		}
		heard := lost(told, sandbox.FaultLostAnswer)
		unheard := lost(mute, sandbox.FaultLostRequest)
		o.Must(o.Sandbox.Act(o.ctx, mute.Name, registry.MessageRenewed, "once more"))
		available, _ := o.balance()

		o.Clock.Move(time.Minute)
		o.reconcile()
		for _, id := range []int64{heard.ID, unheard.ID} {
			if got := o.order(id); got.Code != reseller.CodeNeedsOperator {
				t.Errorf("without a word about it, order %d is %s with code %q", id, got.State, got.Code)
			}
		}
		o.Orders = o.openService("asks", o.Store, upstream{tellsNoID{o.Sandbox}, sandbox.Finding{Registry: o.Sandbox}})
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(heard.ID, reseller.OrderDone)
		if got := o.order(unheard.ID); got.Code != reseller.CodeNeedsOperator {
			t.Errorf("a command that nobody knows of is %s with code %q: it still can come", got.State, got.Code)
		}
		o.wantBalance(available, 1000)
		o.wantEffects("renew", told.Name, 1)
	})
}
