package reseller_test

import (
	"net/netip"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestDomainStatesAreLiveHeldOrClosed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state      reseller.DomainState
		live, held bool
	}{
		{reseller.DomainPendingRegister, true, false},
		{reseller.DomainPendingTransfer, true, false},
		{reseller.DomainActive, true, true},
		{reseller.DomainRedemption, true, true},
		{reseller.DomainRefused, false, false},
		{reseller.DomainReleased, false, false},
		{reseller.DomainTransferredAway, false, false},
		{reseller.DomainDeleted, false, false},
	} {
		if c.state.Live() != c.live || c.state.Held() != c.held {
			t.Errorf("%s: live %t, held %t", c.state, c.state.Live(), c.state.Held())
		}
	}
}

func TestDomainExpiresAtItsPaidThroughInstant(t *testing.T) {
	t.Parallel()
	d := reseller.Domain{PaidThrough: day("2027-11-23"), RegistryExpiry: day("2028-11-23")}
	if d.Expired(day("2027-11-23").Add(-time.Microsecond)) {
		t.Error("expired before its time")
	}
	if !d.Expired(day("2027-11-23")) {
		t.Error("not expired, though the registry's own year is not paid for")
	}
	if (reseller.Domain{}).Expired(day("2027-11-23")) {
		t.Error("a domain without a date has expired")
	}
}

func TestHostsAreKeptSortedAndReplacedByName(t *testing.T) {
	t.Parallel()
	one, two := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	first := reseller.WithHost(nil, reseller.Host{Name: "ns2.example.com", Addresses: []netip.Addr{one}})
	both := reseller.WithHost(first, reseller.Host{Name: "ns1.example.com", Addresses: []netip.Addr{one}})
	moved := reseller.WithHost(both, reseller.Host{Name: "ns2.example.com", Addresses: []netip.Addr{two}})
	if len(moved) != 2 || moved[0].Name != "ns1.example.com" || moved[1].Addresses[0] != two {
		t.Errorf("hosts: %v", moved)
	}
	if both[1].Addresses[0] != one {
		t.Error("replacing a host changed the old list")
	}
	d := reseller.Domain{Hosts: reseller.WithoutHost(moved, "ns1.example.com")}
	if h, ok := d.Host("ns2.example.com"); !ok || h.Addresses[0] != two {
		t.Errorf("found %v, %t", h, ok)
	}
	if h, ok := d.Host("ns1.example.com"); ok {
		t.Errorf("the removed host is still there: %v", h)
	}
}

func TestContactNameJoinsWhatThereIs(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]reseller.Contact{
		"John Doe": {FirstName: "John", LastName: "Doe"}, "John": {FirstName: "John"}, "Doe": {LastName: "Doe"}, "": {Company: "Acme"},
	} {
		if got := c.Name(); got != want {
			t.Errorf("name = %q, want %q", got, want)
		}
	}
}

func TestContactsKnowTheirOrderAndTheirEquals(t *testing.T) {
	t.Parallel()
	set := reseller.Contacts{reseller.RoleTech: {City: "Lund"}, reseller.RoleRegistrant: {City: "Malmö"}}
	if got := set.InOrder(); len(got) != 2 || got[0] != reseller.RoleRegistrant || got[1] != reseller.RoleTech {
		t.Errorf("order: %v", got)
	}
	if !set.Equal(reseller.Contacts{reseller.RoleRegistrant: {City: "Malmö"}, reseller.RoleTech: {City: "Lund"}}) {
		t.Error("equal sets differ")
	}
	if set.Equal(reseller.Contacts{reseller.RoleRegistrant: {City: "Malmö"}}) {
		t.Error("a smaller set is equal")
	}
}
