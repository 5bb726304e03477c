package orders

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// A registry takes back the year that it had added by itself. Whoever kept that year by a renewal gets it back; the renewal that kept
// the year before has been used up.
func TestYearTakenBackIsOfTheRenewalThatKeptIt(t *testing.T) {
	t.Parallel()
	kept := reseller.Order{ // the registry had added the year from noon on by itself
		ID: 7, Kind: reseller.OrderRenew, State: reseller.OrderDone, ClTRIDBase: "NY-7", PaidFrom: noon,
		FrozenExpiry: reseller.AddYears(noon, 1), Desired: reseller.Desired{Years: 1},
	}
	for what, c := range map[string]struct {
		days int
		want int
	}{
		"deleted in the grace of the kept year":             {10, 1},
		"deleted in the grace of the next, which is unpaid": {365 + 40, 0},
	} {
		deletion := order{Order: reseller.Order{Kind: reseller.OrderDelete, SentAt: noon.AddDate(0, 0, c.days)}}
		said := effect{receipt: registry.Receipt{Credits: []registry.Credit{{Years: 1}}}}
		got := refundsOf(deletion, said, purchases{orders: []reseller.Order{kept}})
		if len(got) != c.want {
			t.Errorf("%s: %d refunds, want %d: %+v", what, len(got), c.want, got)
		}
	}
}

// Where a registry does not say what it gave back, the name's expiry shows it, also where a year less ends on another day or hour in UTC: a year
// before 28 February is 29 February, and clocks with summer time move the end of a term by an hour.
func TestAYearGivenBackShowsAcrossLeapDaysAndSummerTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after time.Time }{
		{time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC), time.Date(2029, 2, 28, 12, 0, 0, 0, time.UTC)},
		{time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC), time.Date(2029, 3, 1, 12, 0, 0, 0, time.UTC)},
		{time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), time.Date(2027, 3, 28, 22, 0, 0, 0, time.UTC)}, // midnight in Stockholm
		{time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), time.Date(2027, 6, 1, 12, 0, 0, 0, time.UTC)},
	} {
		renewed := reseller.Order{
			ID: 7, Kind: reseller.OrderRenew, State: reseller.OrderDone, PaidFrom: c.before, FrozenExpiry: c.before, EndedAt: c.before.AddDate(0, -1, 0),
			Desired: reseller.Desired{Years: 1},
		}
		deletion := order{Order: reseller.Order{Kind: reseller.OrderDelete, SentAt: renewed.EndedAt.Add(time.Hour)}, rules: reseller.TLD{RenewGraceDays: 5}}
		for want, left := range []time.Time{c.after, c.before} { // nothing was given back, and the year was
			got := refundsOf(deletion, effect{shown: &registry.Registration{Expires: left}}, purchases{orders: []reseller.Order{renewed}, expires: c.after})
			if len(got) != want {
				t.Errorf("renewed from %s to %s, and until %s after its deletion: %d refunds, want %d", c.before, c.after, left, len(got), want)
			}
		}
	}
}
