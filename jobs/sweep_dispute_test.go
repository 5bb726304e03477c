package jobs_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
)

// A name that is kept for a dispute and runs out is told to the operator, and is not deleted when nobody has paid for the year that its registry has added.
// So is another registrar that asks for it.
func TestKeptNameThatSlipsAwayIsToldAndNotDeleted(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("kept.com", false)
		_, err := e.Store.SetDisputeLock(e.Context(), d.ID, reseller.DisputeLock{Hold: reseller.Hold{By: "anna", Reason: "court", Since: e.Clock.Now()}}, reseller.Operator)
		e.Must(err)
		e.day("2026-05-20")
		code, err := e.Sandbox.NewAuthCode(e.Context(), "code-1", d.Name)
		e.Must(err)
		e.Must(e.Sandbox.RequestAway(e.Context(), d.Name, code.Secret))
		e.run(jobs.Messages)
		list, err := e.Store.RegistryFindings(e.Context(), reseller.RegistryFindingSearch{Page: reseller.Page{Limit: 10}})
		e.Must(err)
		if len(list) != 1 || list[0].Part != "dispute_lock" || list[0].Words != "another registrar asks for it, and it is held for a dispute: reject that, or it goes in some days" {
			e.Errorf("asked for by another registrar: %+v", list)
		}
		_, err = e.Sandbox.RejectTransfer(e.Context(), "no-1", d.Name, "")
		e.Must(err)
		e.day("2027-01-20")
		if got := e.found(); len(got) != 0 {
			e.Errorf("with a month and more left: %v", got)
		}
		e.day("2027-02-20")
		if got := strings.Join(e.found(), "\n"); got != "kept.com dispute_lock: held for a dispute, and paid through 2027-03-01 only: see that it is renewed, left" {
			e.Errorf("with nine days left: %s", got)
		}
		e.day("2027-03-02")
		e.run(jobs.Lifecycle)
		e.day("2027-04-12")
		e.run(jobs.Unpaid)
		e.run(jobs.EventNumbers)
		e.wantState(d, reseller.DomainActive)
		if e.effects("delete", d) != 0 || e.events(reseller.EventDeletingUnpaid) != 0 || e.events(reseller.EventUnpaidKept) == 0 {
			e.Errorf("%d deletions, %d said to come, %d told to the operator", e.effects("delete", d), e.events(reseller.EventDeletingUnpaid), e.events(reseller.EventUnpaidKept))
		}
	})
}

// day sets the clock to noon of a day.
func (e *env) day(day string) {
	e.Helper()
	at, err := time.Parse(time.DateOnly, day)
	e.Must(err)
	e.Clock.Set(at.Add(12 * time.Hour))
}
