package orders_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/reseller"
)

// Names that move by tag: the other registrar sets our tag, and nothing at the registry says for which of our accounts.

// byTag is the transfer by tag of a name that another registrar has.
func (o *env) byTag(sld string) orders.Request {
	o.t.Helper()
	o.SetPrices(apptest.Prices("USD", 1000, "co.uk"))
	n := name(o.t, sld, "co.uk")
	o.Must(o.Sandbox.AddForeign(o.ctx, n, "", o.Clock.Now().AddDate(-2, 0, -100), false))
	return o.request(reseller.OrderTransfer, n, reseller.Desired{})
}

func TestClaimedNameComesWhenItsRegistrarSetsOurTag(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		claim := o.left(o.byTag("claimed"))
		if claim.State != reseller.OrderPending {
			t.Fatalf("the claim is %s: %s", claim.State, claim.Reason)
		}
		o.Clock.Move(24 * time.Hour)
		o.reconcile()
		o.wantState(claim.ID, reseller.OrderPending)
		o.Must(o.Sandbox.Push(o.ctx, claim.Name))
		o.Must(o.Orders.Follow(o.ctx, o.order(claim.ID)))
		o.wantState(claim.ID, reseller.OrderDone)
		if d := o.Domain("claimed.co.uk"); d.State != reseller.DomainActive || d.AccountID != o.Account.ID || d.PaidThrough.IsZero() {
			t.Errorf("the row is %+v", d)
		}
	})
}

func TestNameThatCameUnclaimedNeedsTheOperatorsWord(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		r := o.byTag("victim")
		o.Must(o.Sandbox.Push(o.ctx, r.Name))
		o.Clock.Move(time.Hour)
		asked := o.left(r)
		o.Clock.Move(24 * time.Hour)
		o.reconcile()
		now := o.order(asked.ID)
		if now.State != reseller.OrderPending || now.Code != reseller.CodeNeedsOperator || !strings.Contains(now.Reason, "the operator must say whose it is") {
			t.Fatalf("the order is %s %s: %s", now.State, now.Code, now.Reason)
		}
		unclear, err := o.Store.UnclearOrders(o.ctx, o.Clock.Now(), 10)
		o.Must(err)
		if len(unclear) != 1 || unclear[0].ID != asked.ID {
			t.Errorf("the operator is told of %v", unclear)
		}
		_, err = o.Orders.Resolve(o.ctx, asked.ID, true, "its holder wrote from the registry's address")
		o.Must(err)
		if d := o.Domain("victim.co.uk"); d.State != reseller.DomainActive || d.RegistryExpiry.IsZero() {
			t.Errorf("the row is %+v", d)
		}
	})
}

func TestOperatorGivesANameThatCameUnclaimedToNobody(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		r := o.byTag("victim")
		o.Must(o.Sandbox.Push(o.ctx, r.Name))
		o.Clock.Move(time.Hour)
		asked := o.left(r)
		_, err := o.Orders.Resolve(o.ctx, asked.ID, false, "not the holder's account")
		o.Must(err)
		o.wantState(asked.ID, reseller.OrderRefused)
		if d := o.Domain("victim.co.uk"); d.State.Live() {
			t.Errorf("the row is %s", d.State)
		}
	})
}

func TestClaimThatIsNotMetEndsAfterAMonth(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		r := o.byTag("waited")
		claim := o.left(r)
		o.Clock.Move(31 * 24 * time.Hour)
		o.reconcile()
		o.wantState(claim.ID, reseller.OrderRefused)
		again := o.left(r)
		o.Must(o.Sandbox.Push(o.ctx, r.Name))
		o.Must(o.Orders.Follow(o.ctx, o.order(again.ID)))
		o.wantState(again.ID, reseller.OrderDone)
	})
}
