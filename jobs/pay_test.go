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

// TestADearRenewalHoldsNoCheaperOneBack: what the credit covers is paid, and the account is told which name is not, and what it costs.
func TestADearRenewalHoldsNoCheaperOneBack(t *testing.T) {
	onBoth(t, 2*1250, func(e *env) {
		begin := e.Clock.Now()
		price := func(net int64) {
			e.SetPrices([]reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: net}})
		}
		dear := e.registers("dear.com", true)
		e.Clock.Set(begin.Add(reseller.Days(2)))
		cheap := e.registers("cheap.com", true)
		e.topUp(2000)
		price(5000)
		e.Clock.Set(begin.Add(reseller.Days(336)))
		e.runAll()
		price(1000)
		e.Clock.Set(begin.Add(reseller.Days(338)))
		e.runAll()
		e.wantCredit(2000 - 1250)
		e.wantPaidThrough(dear, "2027-03-01")
		e.wantPaidThrough(cheap, "2028-03-03")
		told, err := e.Orders.LookAhead(e.Context(), e.Account, reseller.ForecastChoice{Days: 30, FirstLost: true})
		e.Must(err)
		if told.FirstLost.Name != dear.Name {
			e.Errorf("not to be paid is %s", told.FirstLost.Name)
		}
		failed, err := e.Store.EventsOfKind(e.Context(), e.Account.ID, reseller.EventRenewalFailed, begin, reseller.Page{Limit: 10})
		e.Must(err)
		if len(failed) != 1 || failed[0].DomainID != dear.ID || failed[0].Detail.Total != 6250 || failed[0].Detail.Currency != "USD" {
			e.Errorf("the account is told %+v", failed)
		}
		e.topUp(6250 - 750)
		e.runAll()
		e.wantPaidThrough(dear, "2028-03-01")
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
