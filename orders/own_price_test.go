package orders_test

import (
	"testing"
	"time"

	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// TestOrderAtAnOwnPriceIsSentAgain: what the price list says meanwhile is nothing to it. The registry may charge what the list allows,
// because it does not know who buys, until the own price has a cost.
func TestOrderAtAnOwnPriceIsSentAgain(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		list := reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 1000, Cost: 900}
		own := list
		own.Owner, own.Net, own.Cost = reseller.OwnList(o.Account.ID), 700, 0
		o.SetPrices([]reseller.Price{list, own})
		o.fault(sandbox.FaultLostRequest, "create", 0)
		order := o.left(o.registration("bulk"))
		list.Net = 1900
		o.SetPrices([]reseller.Price{list})
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderDone)
		o.wantBalance(49_300, 0)
		if order.CostLimit != 900 {
			t.Errorf("the registry may charge %d, want the list's cost of 900", order.CostLimit)
		}
		own.Cost = 650
		o.SetPrices([]reseller.Price{own})
		if again := o.buy(o.registration("bulk-two")); again.CostLimit != 650 || again.Charge.Net != 700 {
			t.Errorf("the registry may charge %d of %d, want 650 of 700", again.CostLimit, again.Charge.Net)
		}
		o.freeOnlyWhileItIs(own)
	})
}

// freeOnlyWhileItIs: an own price of nothing is a price like any other. What was ordered at it is sent again while it holds, and not once it
// has gone.
func (o *env) freeOnlyWhileItIs(own reseller.Price) {
	o.t.Helper()
	available, _ := o.balance()
	list := own
	list.Owner, list.Net, own.Net = reseller.ListOwner{}, 1000, 0
	o.SetPrices([]reseller.Price{list, own})
	for sld, removed := range map[string]bool{"gift": false, "gift-gone": true} {
		o.fault(sandbox.FaultLostRequest, "create", 0)
		order := o.left(o.registration(sld))
		if removed {
			_, err := o.Store.RemovePrices(o.ctx, reseller.Price{Owner: own.Owner, TLD: own.TLD, Operation: own.Operation}, nil, reseller.Operator)
			o.Must(err)
		}
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		got, want := o.order(order.ID), ""
		if removed {
			want = reseller.CodePriceChanged
		}
		if got.Code != want || (got.State == reseller.OrderDone) == removed {
			o.t.Errorf("a free order whose price is gone (%t) is %s with code %q, want code %q", removed, got.State, got.Code, want)
		}
		o.SetPrices([]reseller.Price{own})
	}
	o.wantBalance(available, 0)
}

// TestInvoicedRenewalIsPaidThoughItsPriceIsGone: the invoice is what the account was told, also when nothing is sold any more at all.
func TestInvoicedRenewalIsPaidThoughItsPriceIsGone(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.SetPrices([]reseller.Price{{Owner: reseller.OwnList(o.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 850}})
		i := o.invoice(o.renewing("kept"))
		for _, now := range []int64{500, 0, 2000} {
			o.SetPrices([]reseller.Price{{Owner: reseller.OwnList(o.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: now}})
			if cost, err := o.Orders.Cost(o.ctx, o.renewal(o.domain("kept"), 1)); err != nil || cost.Charge.Net != 850 || cost.Limit != 850 {
				t.Errorf("at a price of %d it would cost %+v, %v", now, cost, err)
			}
		}
		for _, account := range []int64{0, o.Account.ID} {
			_, err := o.Store.RemovePrices(o.ctx, reseller.Price{Owner: reseller.OwnList(account), TLD: "com", Operation: reseller.OpRenew}, nil, reseller.Operator)
			o.Must(err)
		}
		d := o.domain("kept")
		cost, err := o.Orders.Cost(o.ctx, o.renewal(d, 1))
		if err != nil || cost.Charge.Net != 850 {
			t.Errorf("it would cost %+v, %v", cost, err)
		}
		_, err = o.Orders.Cost(o.ctx, o.renewal(d, 2))
		o.wantCode("a renewal that is not invoiced", err, reseller.CodeNoPrice)
		res, err := o.Orders.PayInvoice(o.ctx, i, o.answerBy())
		o.Must(err)
		o.wantState(res.Order.ID, reseller.OrderDone)
		o.wantBalance(50_000-1000-850, 0)
	})
}
