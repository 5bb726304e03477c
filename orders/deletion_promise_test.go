package orders_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// wholePrice is what a deletion of a name in its add grace is shown to come to.
var wholePrice = reseller.DeletionPromise{Refund: 1000, AtOnce: true}

// promisedDeletion deletes a name as it was shown to go.
func (o *env) promisedDeletion(d reseller.Domain, p reseller.DeletionPromise) error {
	o.t.Helper()
	r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
	r.Domain, r.Promise = &d, &p
	_, err := o.Orders.Delete(o.ctx, r)
	return err
}

// A deletion comes to what was shown before it was asked for, or nothing is done.
func TestDeletionKeepsWhatWasPromised(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		kept, late := o.registered("kept"), o.onItself("late")
		o.wantCode("a higher refund", o.promisedDeletion(kept, reseller.DeletionPromise{Refund: 1001, AtOnce: true}), reseller.CodePriceChanged)
		o.wantCode("a redemption", o.promisedDeletion(kept, reseller.DeletionPromise{Refund: 1000}), reseller.CodePriceChanged)
		o.Must(o.promisedDeletion(kept, wholePrice))
		o.wantEffects("delete", kept.Name, 1)
		o.wantBalance(49_000, 0)
		o.Clock.Move(6 * 24 * time.Hour)
		before := o.effects("update", late.Name)
		o.wantCode("after the add grace", o.promisedDeletion(o.domain("late"), wholePrice), reseller.CodePriceChanged)
		if n := o.effects("update", late.Name) - before; n != 0 {
			t.Errorf("the registry was told %d times", n)
		}
		o.wantDelegated(late)
		o.wantBalance(49_000, 0)
	})
}

// A deletion whose first step waits beyond the add grace is called off: what was promised does not come any more.
func TestDeletionThatWaitedTooLongForItsPromiseIsCalledOff(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.onItself("waits")
		o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
		o.Must(o.promisedDeletion(d, wholePrice))
		o.Clock.Move(6 * 24 * time.Hour)
		_, err := o.Store.ResumeRegistry(o.ctx, "sandbox", []string{"com"}, reseller.Operator)
		o.Must(err)
		o.carriedOn(d)
		o.wantDelegated(d)
		o.wantBalance(49_000, 0)
		told, err := o.Store.LastChange(o.ctx, d.ID, "delete")
		o.Must(err)
		if told.State != reseller.OrderRefused || told.Code != reseller.CodePriceChanged {
			t.Errorf("its account is told %s, %s (%s)", told.State, told.Code, told.Reason)
		}
	})
}

// A delete order that waits beyond the add grace is refused before it is sent, and its account finds the reason with it.
func TestDeletionThatWaitsInTheQueueIsHeldToItsPromise(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("queued")
		o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
		o.Must(o.promisedDeletion(d, wholePrice))
		order := o.newest()
		o.Clock.Move(6 * 24 * time.Hour)
		_, err := o.Store.ResumeRegistry(o.ctx, "sandbox", []string{"com"}, reseller.Operator)
		o.Must(err)
		o.recover()
		if got := o.order(order.ID); order.Kind != reseller.OrderDelete || got.State != reseller.OrderRefused || got.Code != reseller.CodePriceChanged {
			t.Errorf("the %s is %s, %s (%s)", got.Kind, got.State, got.Code, got.Reason)
		}
		o.wantEffects("delete", d.Name, 0)
		o.wantBalance(49_000, 0)
	})
}
