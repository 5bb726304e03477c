package reseller_test

import (
	"encoding/json"
	"maps"
	"net/netip"
	"reflect"
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

// What certainly had no effect is of no unknown outcome, whoever looks at it.
func TestAnOrderThatNeverLeftIsNotOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state reseller.OrderState
		code  string
		want  reseller.OrderStage
	}{
		{reseller.OrderUnknown, "", "unknown"}, {reseller.OrderUnknown, reseller.CodeUnavailable, reseller.StageUnsent}, {reseller.OrderUnknown, reseller.CodeRegistryPaused, reseller.StageWaits},
		{reseller.OrderUnknown, reseller.CodeVerification, reseller.StageWaits}, {reseller.OrderRefused, reseller.CodeUnavailable, "refused"}, {reseller.OrderSending, "", "sending"}, {reseller.OrderDone, "", "done"},
	} {
		o, step := reseller.Order{State: c.state, Code: c.code}, reseller.OrderStep{State: c.state, Code: c.code}
		if o.Stage() != c.want || step.Stage() != c.want {
			t.Errorf("%s with code %q stands at %q, its step at %q, want %q", c.state, c.code, o.Stage(), step.Stage(), c.want)
		}
	}
}

// The ids that the server makes, and UUIDs, are taken for ids of requests; words and names are not.
func TestIDsOfRequestsAreKnownByTheirLooks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ": true, "7QK3ABCDEFGHIJKLMNOPQRSTUV": true, "018f6f3e-7c1a-7bb2-9c3d-2f1e0a5b6c7d": true,
		"a-rather-long-name-of-something": false, "example-of-a-name1.com": false, "short-1": false, "": false, "Bücher0123456789012": false,
	} {
		if got := reseller.LooksLikeRequestID(text); got != want {
			t.Errorf("%q is taken for the id of a request: %v", text, got)
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

func TestAnOrderTellsWhatItSetsAndWhatWasSetBefore(t *testing.T) {
	t.Parallel()
	on, off := true, false
	host := reseller.Host{Name: "ns1.example.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
	ds := reseller.DS{KeyTag: 12345, Algorithm: 13, DigestType: 2, Digest: "ABCD"}
	bought := reseller.Order{ID: 1, Kind: reseller.OrderRegister, Desired: reseller.Desired{
		Years: 2, Nameservers: []string{"ns1.old.example"}, Lock: &on, Fields: map[string]string{"identity": "19121212-1212"},
		Contacts: reseller.Contacts{reseller.RoleRegistrant: {FirstName: "Anna"}},
	}}
	for _, c := range []struct {
		order reseller.Order
		want  []reseller.Asked
	}{
		{bought, []reseller.Asked{{Kind: "years", Values: []string{"2"}}, {Kind: "nameservers", Values: []string{"ns1.old.example"}, Before: []string{"ns1.old.example"}, By: 1}, {Kind: "lock", Values: []string{"on"}, Before: []string{"on"}, By: 1}}},
		{reseller.Order{Kind: reseller.OrderNameservers, Desired: reseller.Desired{Nameservers: []string{"ns1.new.example", "ns2.new.example"}}}, []reseller.Asked{{Kind: "nameservers", Values: []string{"ns1.new.example", "ns2.new.example"}, Before: []string{"ns1.old.example"}, By: 1}}},
		{reseller.Order{Kind: reseller.OrderNameservers}, []reseller.Asked{{Kind: "nameservers", Before: []string{"ns1.old.example"}, By: 1}}},
		{reseller.Order{Kind: reseller.OrderLock, Desired: reseller.Desired{Lock: &off}}, []reseller.Asked{{Kind: "lock", Values: []string{"off"}, Before: []string{"on"}, By: 1}}},
		{reseller.Order{Kind: reseller.OrderPrivacy, Desired: reseller.Desired{Privacy: &on}}, []reseller.Asked{{Kind: "privacy", Values: []string{"on"}}}},
		{reseller.Order{Kind: reseller.OrderDNSSEC, Desired: reseller.Desired{SecDNS: &reseller.SecDNS{DS: []reseller.DS{ds}}}}, []reseller.Asked{{Kind: "dnssec", Values: []string{"DS 12345 13 2 ABCD"}}}},
		{reseller.Order{Kind: reseller.OrderDNSSEC, Desired: reseller.Desired{SecDNS: &reseller.SecDNS{}}}, []reseller.Asked{{Kind: "dnssec"}}},
		{reseller.Order{Kind: reseller.OrderHostModify, Desired: reseller.Desired{Host: &host}}, []reseller.Asked{{Kind: "host", Values: []string{"ns1.example.com", "192.0.2.1"}}}},
		{reseller.Order{Kind: reseller.OrderHostDelete, Desired: reseller.Desired{Host: &host}}, []reseller.Asked{{Kind: "host", Values: []string{"ns1.example.com"}}}},
		{reseller.Order{Kind: reseller.OrderRenew, Desired: reseller.Desired{Years: 1}}, []reseller.Asked{{Kind: "years", Values: []string{"1"}}}},
		{reseller.Order{Kind: reseller.OrderContacts, Desired: reseller.Desired{Contacts: bought.Desired.Contacts}}, []reseller.Asked{}},
	} {
		if got := c.order.AskedAfter(bought); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s tells %+v, want %+v", c.order.Kind, got, c.want)
		}
	}
}

// What an order has taken the place of is what the name had when it took effect, not when it was placed; where the books had come to be as the order asks
// before it was told done, what there was when it was placed.
func TestOrderKeepsWhatItHasTakenThePlaceOf(t *testing.T) {
	old, other, wish := []string{"ns1.old.example"}, []string{"ns1.other.example"}, []string{"ns1.new.example"}
	o := reseller.Order{Kind: reseller.OrderNameservers, Subject: reseller.SubjectNameservers, Desired: reseller.Desired{Nameservers: wish}}
	o.Had = o.HadOf(reseller.Domain{Nameservers: old})
	for _, c := range []struct{ at, want []string }{{old, old}, {other, other}, {wish, old}} {
		if got := o.HadWhenDone(reseller.Domain{Nameservers: c.at})[reseller.AskedNameservers]; !slices.Equal(got, c.want) {
			t.Errorf("done where the name had %v: before was %v, want %v", c.at, got, c.want)
		}
	}
	earlier := func(servers []string) reseller.Order {
		return reseller.Order{ID: 7, Kind: reseller.OrderNameservers, Desired: reseller.Desired{Nameservers: servers}}
	}
	if a := o.AskedAfter(earlier(old))[0]; a.By != 7 || !a.Known || !slices.Equal(a.Before, old) {
		t.Errorf("beside the order that set it: %+v", a)
	}
	if a := o.AskedAfter(earlier(other))[0]; a.By != 0 || !slices.Equal(a.Before, old) {
		t.Errorf("beside an order that set something else: %+v", a)
	}
	lock := true
	locks := reseller.Order{Kind: reseller.OrderLock, Subject: "lock", Desired: reseller.Desired{Lock: &lock}}
	if had := locks.HadOf(reseller.Domain{}); !slices.Equal(had[reseller.AskedLock], []string{reseller.AskedOff}) {
		t.Errorf("an open name had %v", had)
	}
	if had := (reseller.Order{Kind: reseller.OrderRenew, Desired: reseller.Desired{Years: 1}}).HadOf(reseller.Domain{}); had != nil {
		t.Errorf("a renewal takes the place of %v", had)
	}
}
