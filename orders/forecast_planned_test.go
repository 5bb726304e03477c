package orders_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// A renewal that lies ahead costs what holds on the day when its window opens and it is invoiced, whichever list the price is planned on.
func TestForecastGoesByThePricesThatArePlanned(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.renewing("ahead")
		d := o.domain("ahead")
		opens := d.PaidThrough.Add(-reseller.Days(30))
		plan := func(account, net int64, from time.Time, removed bool) {
			t.Helper()
			o.Must(o.Store.PlanPrices(o.ctx, []reseller.PlannedPrice{{
				Price: reseller.Price{Owner: reseller.OwnList(account), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: net}, From: from, Removed: removed,
			}}, reseller.Operator))
		}
		want := func(what string, net int64, unpriced int) {
			t.Helper()
			f, err := o.Orders.LookAhead(o.ctx, o.Account, reseller.ForecastChoice{Days: 400, Listed: 10})
			o.Must(err)
			if len(f.Renewals) != 1 || f.Renewals[0].Charge.Net != net || f.Total != f.Renewals[0].Charge.Total() || f.Unpriced != unpriced {
				t.Errorf("%s: it foresees %+v, want net %d and %d without a price", what, f, net, unpriced)
			}
			if one, err := o.Orders.RenewalAhead(o.ctx, o.Account, d); err != nil || one != f.Renewals[0] || !one.ChargedAt.Equal(opens) {
				t.Errorf("%s: of the name alone it foresees %+v, %v", what, one, err)
			}
		}
		now, err := o.Store.Price(o.ctx, o.Account, "com", reseller.OpRenew, 1)
		o.Must(err)
		midnight := opens.Truncate(24 * time.Hour)
		plan(0, 1500, midnight.AddDate(0, 0, 1), false)
		want("the list rises after it is invoiced", now.Net, 0)
		plan(0, 1400, midnight, false)
		want("the list rises on that day", 1400, 0)
		plan(o.Account.ID, 1300, midnight.AddDate(0, 0, -1), false)
		want("the account gets an own price", 1300, 0)
		plan(o.Account.ID, 0, midnight, true)
		want("and loses it again", 1400, 0)
		plan(0, 0, midnight, true)
		want("it is not sold any more", 0, 1)
		if paid, err := o.Store.Price(o.ctx, o.Account, "com", reseller.OpRenew, 1); err != nil || paid.Price != now.Price {
			t.Errorf("what is ordered now costs %+v, %v", paid, err)
		}
	})
}
