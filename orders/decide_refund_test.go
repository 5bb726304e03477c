package orders

import (
	"testing"

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
