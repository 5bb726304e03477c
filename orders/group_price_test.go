package orders_test

import (
	"testing"
	"time"

	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// TestAccountsPayThePricesOfTheirGroup: where an account has no price of its own it pays its group's, and the registry may charge what the
// price list says. In another group it pays that one's from then on, and what is ordered and invoiced keeps its price.
func TestAccountsPayThePricesOfTheirGroup(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		price := func(of reseller.ListOwner, op reseller.Operation, net, cost int64) reseller.Price {
			return reseller.Price{Owner: of, TLD: "com", Currency: "USD", Operation: op, Years: 1, Net: net, Cost: cost}
		}
		o.PutInGroup(o.Account, "gold")
		o.PutInGroup(o.newAccount("silver@example.com", 0), "silver")
		o.SetPrices([]reseller.Price{
			price(reseller.ListOwner{}, reseller.OpRegister, 1000, 600), price(reseller.GroupList("gold"), reseller.OpRegister, 700, 0),
			price(reseller.GroupList("gold"), reseller.OpRenew, 800, 0), price(reseller.GroupList("silver"), reseller.OpRegister, 900, 0),
			price(reseller.GroupList("silver"), reseller.OpRenew, 950, 0),
		})
		if order := o.buy(o.registration("first")); order.Charge.Net != 700 || order.CostLimit != 600 {
			t.Errorf("it pays %d, and the registry may charge %d", order.Charge.Net, order.CostLimit)
		}
		o.wantBalance(49_300, 0)

		// What got lost on the way is sent again at its price, as long as the account pays that.
		o.fault(sandbox.FaultLostRequest, "create", 0)
		lost := o.left(o.registration("lost"))
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(lost.ID, reseller.OrderDone)
		o.wantBalance(48_600, 0)

		// It was shown the price of one group and is in another by the time it buys.
		shown, r := int64(700), o.registration("second")
		r.Most = &shown
		o.PutInGroup(o.Account, "silver")
		_, err := o.Orders.Buy(o.ctx, r)
		o.wantCode("the price of the group before", err, reseller.CodePriceChanged)
		o.PutInGroup(o.Account, "gold")
		if order := o.buy(r); order.Charge.Net != 700 {
			t.Errorf("in its group again it pays %d", order.Charge.Net)
		}
		invoice := o.invoice(o.renewing("third"))
		if invoice.Charge.Net != 800 {
			t.Errorf("the renewal is invoiced for %d", invoice.Charge.Net)
		}
		o.PutInGroup(o.Account, "")
		if cost, err := o.Orders.Cost(o.ctx, o.renewal(o.domain("third"), 1)); err != nil || cost.Charge.Net != 800 {
			t.Errorf("what was invoiced in the group costs %+v, %v", cost, err)
		}
		if cost, err := o.Orders.Cost(o.ctx, o.renewal(o.domain("first"), 1)); err != nil || cost.Charge.Net != 1000 {
			t.Errorf("in no group a renewal costs %+v, %v", cost, err)
		}
		o.PutInGroup(o.Account, "silver")
		o.SetPrices([]reseller.Price{price(reseller.OwnList(o.Account.ID), reseller.OpRegister, 650, 0)})
		if order := o.buy(o.registration("own")); order.Charge.Net != 650 || order.CostLimit != 600 {
			t.Errorf("at its own price it pays %d, and the registry may charge %d", order.Charge.Net, order.CostLimit)
		}
	})
}
