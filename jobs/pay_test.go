package jobs_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// TestCreditGoesToTheNameThatEndsFirst: and to no other before it, as the forecast says.
func TestCreditGoesToTheNameThatEndsFirst(t *testing.T) {
	onBoth(t, 4*1250, func(e *env) {
		begin := e.Clock.Now()
		for _, day := range []int{0, 4, 8, 12} {
			e.Clock.Set(begin.Add(reseller.Days(day)))
			e.registers(fmt.Sprintf("n%d.com", day), true)
		}
		e.wantCredit(0)
		for _, day := range []int{345, 370} { // invoiced, tried in vain, the first one expired
			e.Clock.Set(begin.Add(reseller.Days(day)))
			e.runAll()
		}
		for _, first := range []int{2, 1} { // how many names are paid in for
			e.topUp(int64(first) * 1250)
			told, err := e.Orders.LookAhead(e.Context(), e.Account, reseller.ForecastChoice{Days: 30, Listed: 100, FirstLost: true})
			e.Must(err)
			e.Clock.Set(e.Clock.Now().Add(time.Hour))
			e.runAll()
			left, err := e.Orders.LookAhead(e.Context(), e.Account, reseller.ForecastChoice{Days: 30, Listed: 100})
			e.Must(err)
			if len(left.Renewals) != len(told.Renewals)-first || left.Renewals[0].Name != told.FirstLost.Name {
				e.Errorf("%d of %v could be paid, the first one not was to be %s; left are %v", first, names(told), told.FirstLost.Name, names(left))
			}
		}
	})
}

// names are those of a forecast's renewals.
func names(f reseller.Forecast) []reseller.Name {
	var list []reseller.Name
	for _, r := range f.Renewals {
		list = append(list, r.Name)
	}
	return list
}
