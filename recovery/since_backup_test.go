package recovery_test

import (
	"net/netip"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
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
		e.restoreNow()

		e.compare()
		e.wantSelling(false)
		e.later(11 * time.Minute)
		e.Must(e.Sandbox.Tick(e.Context()))
		e.compare("order known.com")
		if end := e.settled(o.ID); end.State != reseller.OrderDone {
			t.Errorf("the renewal is %s: %s", end.State, end.Reason)
		}
		e.wantBalance(980_00, 0)
		e.wantPaidThrough("known.com", "2028-03-01")
	})
}

// So may what was ordered after the backup, which the books do not know of any more.
func TestWhatWasOrderedAfterTheBackupAndSentRightBeforeTheRestoreIsWaitedFor(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		e.backup()
		e.Clock.Move(5 * time.Hour)
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLateEffect, Command: "renew", Times: 1, Delay: 4 * time.Minute}))
		r := e.renewal("known.com")
		r.AnswerBy = time.Time{}
		result, err := e.Orders.Buy(e.Context(), r)
		e.Must(err)
		e.settled(result.Order.ID)
		e.restoreNow()

		e.compare()
		e.wantSelling(false)
		e.later(11 * time.Minute)
		e.Must(e.Sandbox.Tick(e.Context()))
		e.compare("renewed known.com")
		e.wantSelling(true)
		e.wantPaidThrough("known.com", "2028-03-01")
	})
}

// A registration that the backup has unfinished is done where the log says so, though its name is gone again.
func TestRegistrationThatTheLogHasIsDoneThoughTheNameWasDeletedSince(t *testing.T) {
	onBoth(t, func(e *env) {
		o := e.whileDown(e.registration("short.com"))
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		e.Clock.Move(time.Hour)
		_, err := e.Orders.Reconcile(e.Context())
		e.Must(err)
		e.settled(o.ID)
		e.deletes("short.com") // in the add grace: gone at once
		e.restore()

		e.later(2 * time.Hour)
		e.compare("gone short.com", "order short.com")
		if end := e.settled(o.ID); end.State != reseller.OrderDone {
			t.Errorf("the registration is %s: %s", end.State, end.Reason)
		}
		d, err := e.Store.DomainByID(e.Context(), o.DomainID)
		e.Must(err)
		if d.State != reseller.DomainDeleted {
			t.Errorf("the row is %s", d.State)
		}
	})
}

// A name that a deletion had taken apart when the backup was made has back what it had, whatever its account wanted then.
func TestDeletionUnderWayInTheBackupIsCalledOff(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("apart.com")
		host := reseller.Host{Name: "ns1.apart.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		e.Change(d, reseller.OrderHostCreate, "host:"+host.Name, reseller.Desired{Host: &host})
		e.Change(e.Domain("apart.com"), reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{host.Name, "ns2.example.net"}})
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "host"}))
		row := e.Domain("apart.com")
		step, err := e.Orders.Delete(e.Context(), orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Name: row.Name, Domain: &row, AnswerBy: e.Clock.Wall().Add(300 * time.Millisecond),
		})
		e.Must(err)
		e.settled(step.Order.ID)
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		e.restore()
		e.later(2 * time.Hour)
		e.Must(e.Jobs.Run(e.Context(), jobs.AfterRestore))
		e.wantSelling(true)
		e.setBack("apart.com", host)
	})
}

// setBack has Reconcile set back what a deletion has taken, and wants a name to have this host and another name server.
func (e *env) setBack(full string, host reseller.Host) {
	e.Helper()
	for range 3 {
		e.later(time.Minute)
		e.Must(e.Jobs.Run(e.Context(), jobs.Reconcile))
		for _, changed := range []string{"host:" + host.Name, "nameservers"} {
			last, err := e.Store.LastChange(e.Context(), e.Domain(full).ID, changed)
			e.Must(err)
			e.settled(last.ID)
		}
	}
	if now := e.Domain(full); now.State != reseller.DomainActive || len(now.Hosts) != 1 || len(now.Nameservers) != 2 || now.Nameservers[0] != host.Name {
		e.Errorf("the name is %s with %v and %v", now.State, now.Nameservers, now.Hosts)
	}
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
