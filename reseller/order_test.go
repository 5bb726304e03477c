package reseller_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"nameyard/reseller"
)

var orderStates = slices.Sorted(maps.Keys(reseller.OrderMoves))

func TestOrderMachineAllowsExactlyTheseMoves(t *testing.T) {
	t.Parallel()
	allowed := map[reseller.OrderState]string{
		"queued":     "sending refused superseded",
		"sending":    "sending unknown pending done refused superseded",
		"unknown":    "sending pending done refused superseded",
		"pending":    "sending done refused",
		"done":       "",
		"refused":    "",
		"superseded": "",
	}
	if len(allowed) != len(orderStates) {
		t.Fatalf("the machine has the states %v", orderStates)
	}
	for _, from := range orderStates {
		words := ""
		for _, to := range reseller.OrderMoves[from] {
			words += " " + string(to)
		}
		if want := allowed[from]; words != "" && words[1:] != want || words == "" && want != "" {
			t.Errorf("%s may become%s, want %s", from, words, want)
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
	if reseller.OrderQueued.CanBecome(reseller.OrderDone) {
		t.Error("an order that was never sent can be done")
	}
	if reseller.OrderPending.CanBecome(reseller.OrderUnknown) {
		t.Error("an order that the registry has accepted can become unknown")
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
		reseller.OrderLock: "", reseller.OrderPrivacy: "", reseller.OrderHostCreate: "", reseller.OrderHostModify: "",
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
	order := reseller.Order{TrBase: "3f9a-c0", Attempt: 12}
	if got := order.ClTRID(); got != "NY-3f9a-c0-12" {
		t.Errorf("clTRID = %s", got)
	}
	if got := reseller.TrBaseOf(order.ClTRID()); got != order.TrBase {
		t.Errorf("base = %q", got)
	}
	for _, foreign := range []string{"", "NY-", "NY-base", "XY-base-1", "base-1"} {
		if got := reseller.TrBaseOf(foreign); got != "" {
			t.Errorf("base of %q = %q, want none", foreign, got)
		}
	}
}

func TestWishIsStoredWithoutWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	off := false
	for _, c := range []struct {
		wish reseller.Wish
		want string
	}{
		{reseller.Wish{}, `{}`},
		{reseller.Wish{Years: 2}, `{"years":2}`},
		{reseller.Wish{Lock: &off}, `{"lock":false}`},
		{reseller.Wish{Nameservers: []string{"ns1.example.com"}}, `{"nameservers":["ns1.example.com"]}`},
		{reseller.Wish{Tag: "1AND1-TEST"}, `{"tag":"1AND1-TEST"}`},
	} {
		if got, err := json.Marshal(c.wish); err != nil || string(got) != c.want {
			t.Errorf("stored as %s, %v; want %s", got, err, c.want)
		}
	}
}
