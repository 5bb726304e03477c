package reseller_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"nameyard/reseller"
)

var orderStates = slices.Sorted(maps.Keys(reseller.OrderMoves))

func TestOrderMachineNeverInventsAnOutcome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to reseller.OrderState
		want     bool
		why      string
	}{
		{reseller.OrderQueued, reseller.OrderSending, true, "its turn has come"},
		{reseller.OrderQueued, reseller.OrderUnknown, false, "what was never sent has no unknown outcome"},
		{reseller.OrderQueued, reseller.OrderPending, false, "the registry has not seen it"},
		{reseller.OrderQueued, reseller.OrderDone, false, "the registry has not seen it"},
		{reseller.OrderSending, reseller.OrderUnknown, true, "the answer was lost"},
		{reseller.OrderSending, reseller.OrderQueued, false, "what was sent does not go back"},
		{reseller.OrderUnknown, reseller.OrderSending, true, "reconcile sends it again"},
		{reseller.OrderUnknown, reseller.OrderDone, true, "reconcile found that it took effect"},
		{reseller.OrderPending, reseller.OrderUnknown, false, "the registry accepted it"},
		{reseller.OrderPending, reseller.OrderSending, false, "sending it again would double it"},
		{reseller.OrderPending, reseller.OrderSuperseded, false, "the registry may still carry it out"},
		{reseller.OrderDone, reseller.OrderRefused, false, "the money is settled"},
		{reseller.OrderRefused, reseller.OrderDone, false, "the money is released"},
	} {
		if got := c.from.CanBecome(c.to); got != c.want {
			t.Errorf("%s to %s: %t, want %t: %s", c.from, c.to, got, c.want, c.why)
		}
	}
}

func TestEndedOrdersNeverMove(t *testing.T) {
	t.Parallel()
	for _, ended := range []reseller.OrderState{reseller.OrderDone, reseller.OrderRefused, reseller.OrderSuperseded} {
		if ended.Live() {
			t.Errorf("%s is live", ended)
		}
		for _, next := range orderStates {
			if ended.CanBecome(next) {
				t.Errorf("%s can become %s", ended, next)
			}
		}
	}
}

func TestEveryLiveOrderCanEnd(t *testing.T) {
	t.Parallel()
	for _, state := range orderStates {
		if state.Live() && !state.CanBecome(reseller.OrderRefused) {
			t.Errorf("%s cannot be refused", state)
		}
	}
}

func TestStatesBeforeIsTheMachineReadBackwards(t *testing.T) {
	t.Parallel()
	for _, next := range orderStates {
		before := reseller.StatesBefore(next)
		if !slices.IsSorted(before) {
			t.Errorf("before %s: %v is not sorted", next, before)
		}
		for _, s := range orderStates {
			if slices.Contains(before, s) != s.CanBecome(next) {
				t.Errorf("before %s: %v, but %s.CanBecome is %t", next, before, s, s.CanBecome(next))
			}
		}
	}
	if got := reseller.StatesBefore(reseller.OrderQueued); got != nil {
		t.Errorf("%v can go back into the queue", got)
	}
}

func TestOnlyOrdersThatCostAreAdditive(t *testing.T) {
	t.Parallel()
	kinds := map[reseller.OrderKind]reseller.Operation{
		reseller.OrderRegister: reseller.OpRegister, reseller.OrderTransfer: reseller.OpTransfer,
		reseller.OrderRenew: reseller.OpRenew, reseller.OrderRestore: reseller.OpRestore,
		reseller.OrderRelease: "", reseller.OrderDelete: "", reseller.OrderNameservers: "", reseller.OrderContacts: "",
		reseller.OrderLock: "", reseller.OrderPrivacy: "", reseller.OrderDNSSEC: "", reseller.OrderHostCreate: "", reseller.OrderHostModify: "",
		reseller.OrderHostDelete: "", reseller.OrderAuthCode: "",
	}
	for kind, buys := range kinds {
		if kind.Additive() != (buys != "") {
			t.Errorf("%s is additive: %t", kind, kind.Additive())
		}
		if kind.Operation() != buys {
			t.Errorf("%s buys %q, want %q", kind, kind.Operation(), buys)
		}
	}
}

func TestClTRIDTellsTheOrderAndTheAttempt(t *testing.T) {
	t.Parallel()
	order := reseller.Order{ClTRIDBase: "3f9a-c0", Attempt: 12}
	if got := order.ClTRID(); got != "NY-3f9a-c0-12" {
		t.Errorf("clTRID = %s", got)
	}
	if got := reseller.ClTRIDBaseOf(order.ClTRID()); got != order.ClTRIDBase {
		t.Errorf("base = %q", got)
	}
	for _, foreign := range []string{"", "NY-", "NY-base", "XY-base-1", "base-1"} {
		if got := reseller.ClTRIDBaseOf(foreign); got != "" {
			t.Errorf("base of %q = %q, want none", foreign, got)
		}
	}
}

func TestWishIsStoredWithoutWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	off := false
	for _, c := range []struct {
		desired reseller.Desired
		want    string
	}{
		{reseller.Desired{}, `{}`},
		{reseller.Desired{Years: 2}, `{"years":2}`},
		{reseller.Desired{Lock: &off}, `{"lock":false}`},
		{reseller.Desired{Nameservers: []string{"ns1.example.com"}}, `{"nameservers":["ns1.example.com"]}`},
		{reseller.Desired{Tag: "1AND1-TEST"}, `{"tag":"1AND1-TEST"}`},
	} {
		if got, err := json.Marshal(c.desired); err != nil || string(got) != c.want {
			t.Errorf("stored as %s, %v; want %s", got, err, c.want)
		}
	}
}
