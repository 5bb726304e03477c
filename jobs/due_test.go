package jobs_test

import (
	"testing"
	"time"
)

// The sandbox clock steps from one due time to the next: none may be left out.
func TestNextDueTimeFollowsANameThroughItsTerm(t *testing.T) {
	onBoth(t, 2500, func(e *env) {
		e.registers("renewed.com", true)
		e.registers("unpaid.com", false)
		wantDue := func(want string) {
			t.Helper()
			got, err := e.Jobs.NextDue(e.Context())
			if err != nil || got.Format(time.DateTime) != want {
				t.Errorf("on %s the next due time is %s, %v; want %s", e.Clock.Now().Format(time.DateOnly), got.Format(time.DateTime), err, want)
			}
		}
		wantDue("2027-01-30 12:00:00") // the renewal window opens, 30 days before the end
		e.until("2027-01-30")          // and the credit does not cover the invoice
		e.unpaid()
		wantDue("2027-01-31 12:00:00") // it is tried again daily
		e.until("2027-03-07")          // past the notices of expiry; the registry has renewed both by itself
		e.topUp(1250)
		e.runAll()
		wantDue("2027-04-10 12:00:01") // the name that nobody pays for is deleted after 40 of 45 days
	})
}
