package orders_test

import (
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// A registry that wants a holder verified first takes no renewal: it waits with its money held, however long it takes, and goes on as soon as
// the registry is content. The end of the name ends the wait.
func TestRenewalWaitsForTheHolderToBeVerified(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		kept, lost := o.registered("kept"), o.registered("lost")
		table := o.table(o.Orders, o.Store, o.Sandbox)
		act := func(d reseller.Domain, kind registry.MessageKind) {
			t.Helper()
			o.Must(o.Sandbox.Act(o.ctx, d.Name, kind, ""))
			o.Clock.Move(time.Minute)
			o.Must(table.Run(o.ctx, jobs.Messages))
		}
		act(kept, registry.MessageVerificationDue)
		act(lost, registry.MessageVerificationDue)
		if v := o.domain("kept").Verification; !v.Needed() || v.Due.IsZero() {
			t.Errorf("the row says %+v", v)
		}
		waits, ends := o.pending(o.renewal(kept, 1), reseller.CodeVerification), o.pending(o.renewal(lost, 1), reseller.CodeVerification)
		if look := (orders.Settings{}).Outlook(waits, o.Clock.Now()); look.NeedsOperator() {
			t.Error("the operator is asked to act")
		}
		for range 3 {
			o.Clock.Move(2 * 24 * time.Hour)
			o.reconcile()
		}
		o.wantState(waits.ID, reseller.OrderUnknown)
		o.wantEffects("renew", kept.Name, 0)
		o.wantBalance(46_000, 2000)

		act(lost, registry.MessageDeleted)
		o.Clock.Move(7 * time.Hour)
		o.reconcile()
		o.wantState(ends.ID, reseller.OrderRefused)
		act(kept, registry.MessageVerified)
		o.reconcile() // at once
		o.wantState(waits.ID, reseller.OrderDone)
		o.wantEffects("renew", kept.Name, 1)
		o.wantBalance(47_000, 0)
		if v := o.domain("kept").Verification; v.Standing() != reseller.VerificationDone {
			t.Errorf("the row says %+v", v)
		}
	})
}
