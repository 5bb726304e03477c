package orders_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

// TestNobodyPaysMoreThanWasAgreedTo: who was shown a price pays that one or less, or nothing is ordered. A repeat is answered from its order,
// whatever the price is by then.
func TestNobodyPaysMoreThanWasAgreedTo(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("shown")
		price := func(net int64) {
			o.SetPrices([]reseller.Price{{Owner: reseller.OwnList(o.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: net}})
		}
		o.Account.TaxRatePPM = 210_000
		shown := int64(1210)
		r := o.renewal(d, 1)
		r.Most, r.Key = &shown, "shown-once"
		price(1001) // 12.11 with its tax
		_, err := o.Orders.Buy(o.ctx, r)
		o.wantCode("a price that has risen", err, reseller.CodePriceChanged)
		if !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "is now 12.11 USD, and 12.10 USD was agreed to; nothing was ordered") {
			t.Errorf("it says %v", err)
		}
		o.wantBalance(49_000, 0)
		free := int64(0)
		r.Most = &free
		_, err = o.Orders.Buy(o.ctx, r)
		o.wantCode("a price of nothing that has risen", err, reseller.CodePriceChanged)
		r.Most = &shown
		price(900)
		first := o.buy(r)
		o.wantBalance(49_000-1089, 0) // less than was shown
		price(9900)
		if again := o.buy(r); again.ID != first.ID {
			t.Errorf("the repeat is order %d, want %d", again.ID, first.ID)
		}
		o.wantEffects("renew", d.Name, 1)
		price(1000)
		next := o.renewal(o.domain("shown"), 1)
		next.Most, next.Key = &shown, "shown-again"
		o.buy(next) // the very price
		o.wantBalance(49_000-1089-1210, 0)
	})
}
