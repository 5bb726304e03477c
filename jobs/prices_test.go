package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
)

// A renewal that is invoiced from the date of a planned price on is at that price, also when no server was there at that date.
func TestRenewalIsInvoicedAtThePriceThatWasPlannedForItsDay(t *testing.T) {
	onBoth(t, 100_000, func(e *env) {
		before, after := e.registers("before.com", true), e.registers("after.com", true)
		opens := e.row(before).PaidThrough.Add(-reseller.Days(30))
		from := opens.Add(time.Hour)
		e.Must(e.Store.PlanPrices(e.Context(), []reseller.PlannedPrice{{
			Price: reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 2000}, From: from,
		}}, reseller.Operator))
		due, err := e.Jobs.NextDue(e.Context())
		if err != nil || !due.Equal(opens) {
			t.Errorf("the next due time is %s, %v", due, err)
		}
		e.autoRenew(after, false)
		e.Clock.Set(opens)
		e.run(jobs.AutoRenew)
		if due, err = e.Jobs.NextDue(e.Context()); err != nil || !due.Equal(from) {
			t.Errorf("after the window has opened the next due time is %s, %v", due, err)
		}
		e.autoRenew(after, true)
		e.Clock.Set(from.Add(time.Hour))
		e.run(jobs.AutoRenew)
		e.Drain()
		e.wantBills("paid 1250", "paid 1250", "paid 1250", "paid 2500")
		e.run(jobs.Prices)
	})
}

// pricesAway are planned prices that cannot be read, or that another server has.
type pricesAway struct{ err error }

func (p pricesAway) ApplyPlannedPrices(context.Context, reseller.Actor) (int, error) { return 0, p.err }
func (p pricesAway) NextPlannedPrices(context.Context) (time.Time, error)            { return time.Time{}, p.err }

func TestNothingIsChargedWhilePlannedPricesCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, fails := range []error{errAway, reseller.ErrConflict} {
		w := newFixture(t)
		w.deps.Prices = pricesAway{fails}
		table := jobs.New(w.deps)
		for _, job := range []string{jobs.Prices, jobs.AutoRenew} {
			if err := table.Run(t.Context(), job); errors.Is(err, errAway) != errors.Is(fails, errAway) {
				t.Errorf("%s says %v where planned prices say %v", job, err, fails)
			}
		}
	}
}
