package recovery_test

import (
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/reseller"
)

func TestNameThatWasRestoredAfterTheBackupIsActiveAndNotChargedAgain(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("back.com")
		e.day("2026-03-10")
		e.deletes("back.com")
		e.wantState("back.com", reseller.DomainRedemption)
		e.backup()
		d := e.Domain("back.com")
		e.Buy(orders.Request{Kind: reseller.OrderRestore, Domain: &d})
		e.restore()

		e.compare("effect back.com")
		e.wantState("back.com", reseller.DomainActive)
		e.wantBalance(990_00, 0)
	})
}

func TestNameThatWasLostAndRegisteredAnewHasTwoRows(t *testing.T) {
	onBoth(t, func(e *env) {
		was := e.Register("again.com")
		e.backup()
		e.deletes("again.com") // in the add grace: gone at once
		e.Register("again.com", func(d *reseller.Desired) { d.Years = 2 })
		e.restore()

		e.compare("gone again.com", "registered again.com")
		// Whose the new registration is the log does not tell: it may be somebody else's.
		old, err := e.Store.DomainByID(e.Context(), was.ID)
		e.Must(err)
		if old.State != reseller.DomainDeleted || !strings.Contains(old.Reason, "deleted") {
			t.Errorf("the old row is %s (%s)", old.State, old.Reason)
		}
		if d := e.lost("again.com"); d.State != reseller.DomainActive || d.PaidThrough.Year() != 2028 {
			t.Errorf("the new row is %s, paid through %s", d.State, d.PaidThrough)
		}
	})
}

func TestUnknownNameThatWasLostOnTheWayHasARowForEachRegistration(t *testing.T) {
	onBoth(t, func(e *env) {
		e.backup()
		e.Register("twice.com")
		e.deletes("twice.com")
		e.Register("twice.com")
		e.Renew(e.Domain("twice.com"), 1)
		e.restore()

		e.compare("gone twice.com", "registered twice.com", "registered twice.com", "renewed twice.com")
		if d := e.lost("twice.com"); d.State != reseller.DomainActive || d.PaidThrough.Year() != 2028 {
			t.Errorf("the row is %s, paid through %s", d.State, d.PaidThrough)
		}
	})
}

func TestNameTransferredInAfterTheBackupGoesToLostAndFound(t *testing.T) {
	onBoth(t, func(e *env) {
		e.backup()
		name := e.NameOf("came.se")
		e.Must(e.Sandbox.AddForeign(e.Context(), name, "secret-code-1", e.Clock.Now().AddDate(-2, 0, 0), false))
		e.SetPrices([]reseller.Price{{TLD: "se", Currency: "USD", Operation: reseller.OpTransfer, Years: 1, Net: 800}})
		e.Buy(orders.Request{Kind: reseller.OrderTransfer, Name: name, AuthCode: "secret-code-1", Desired: reseller.Desired{Contacts: apptest.Owner, Fields: map[string]string{"id_number": "[SE]556012-5790"}}})
		e.restore()

		e.compare("registered came.se")
		if detail := e.detail("came.se"); !strings.HasPrefix(detail, "transferred in on 2026-03-01") {
			t.Errorf("found %q", detail)
		}
		d := e.lost("came.se")
		if d.State != reseller.DomainActive || !d.RegisteredAt.Before(e.Clock.Now().AddDate(-1, 0, 0)) {
			t.Errorf("the row is %s, registered at %s", d.State, d.RegisteredAt)
		}
	})
}

func TestRenewalThatKeptTheRegistrysYearIsReplayedWithIt(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("kept.com")
		e.day("2027-03-02") // the registry has renewed it by itself, for a year
		e.Must(e.Jobs.Run(e.Context(), "lifecycle"))
		e.backup()
		e.Renew(e.Domain("kept.com"), 2) // of which it needs one
		e.wantPaidThrough("kept.com", "2029-03-01")
		e.restore()

		e.wantPaidThrough("kept.com", "2027-03-01")
		e.compare("renewed kept.com")
		e.wantPaidThrough("kept.com", "2029-03-01")
		e.wantBalance(990_00, 0)
	})
}
