package recovery_test

import (
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// What the server sent right before the books were restored may still take effect, whenever the backup was made.
func TestWhatWasSentRightBeforeTheRestoreIsWaitedFor(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		o := e.whileDown(e.renewal("known.com"))
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		e.Clock.Move(5 * time.Hour)
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLateEffect, Command: "renew", Times: 1, Delay: 4 * time.Minute}))
		_, err := e.Orders.Reconcile(e.Context())
		e.Must(err)
		e.settled(o.ID)
		e.restore()

		e.compare()
		e.wantSelling(false)
		e.later(5 * time.Minute)
		e.Must(e.Sandbox.Tick(e.Context()))
		e.compare("order known.com")
		if end := e.settled(o.ID); end.State != reseller.OrderDone {
			t.Errorf("the renewal is %s: %s", end.State, end.Reason)
		}
		e.wantBalance(980_00, 0)
		e.wantPaidThrough("known.com", "2028-03-01")
	})
}

// The price of a restoration covers the year that comes with it, also where the books have lost it.
func TestYearThatCameWithARestorationIsNotSoldAgain(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("back.com")
		e.day("2027-03-05")
		e.deletes("back.com")
		e.wantPaidThrough("back.com", "2027-03-01")
		e.backup()
		d := e.Domain("back.com")
		e.Buy(orders.Request{Kind: reseller.OrderRestore, Domain: &d})
		e.wantPaidThrough("back.com", "2028-03-01")
		e.restore()

		e.compare("effect back.com")
		e.wantPaidThrough("back.com", "2028-03-01")
		e.wantState("back.com", reseller.DomainActive)
	})
}

// What a registry's log says was done stays done where the name has left since.
func TestRenewalThatTheLogHasIsDoneThoughTheNameHasLeftSince(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		o := e.whileDown(e.renewal("known.com"))
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		e.Clock.Move(time.Hour)
		_, err := e.Orders.Reconcile(e.Context())
		e.Must(err)
		e.settled(o.ID)
		e.deletes("known.com") // in the add grace: gone at once
		e.restore()

		e.later(2 * time.Hour)
		e.compare("gone known.com", "order known.com")
		if end := e.settled(o.ID); end.State != reseller.OrderDone {
			t.Errorf("the renewal is %s: %s", end.State, end.Reason)
		}
		e.wantState("known.com", reseller.DomainDeleted)
	})
}

// A name that was released after the backup is released in the books, too, and has not been taken by a transfer.
func TestNameThatWasReleasedAfterTheBackupIsReleased(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("freed.co.uk", func(d *reseller.Desired) { d.Years = 2 })
		e.backup()
		e.Change(d, reseller.OrderRelease, "release", reseller.Desired{Tag: "OTHER"})
		e.restore()

		e.compare("gone freed.co.uk")
		now, err := e.Store.DomainByID(e.Context(), d.ID)
		e.Must(err)
		if now.State != reseller.DomainReleased {
			t.Errorf("the row is %s (%s)", now.State, now.Reason)
		}
	}, apptest.WithPrices(apptest.Prices("USD", 1000, "co.uk")))
}
