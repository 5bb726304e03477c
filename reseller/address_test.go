package reseller_test

import (
	"net/netip"
	"testing"

	"nameyard/reseller"
)

func TestGlueIsWhatResolversReach(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
		"223.255.255.255", "192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:200::1", "2001:4860:4860::8888", "2620:fe::fe", "2a00:1450::1",
		"2001:db8::1", "3fff::1",
	} {
		if !reseller.GlueAddress(netip.MustParseAddr(text)) {
			t.Errorf("%s is no glue", text)
		}
	}
	for _, text := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.9.10", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.1.1.1",
		"240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:1.1.1.1", "::1.1.1.1", "64:ff9b::1.1.1.1", "64:ff9b:1::1", "100::1", "2001::1",
		"2001:2::1", "2001:20::1", "2002:101:101::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456:789a::1", "fe80::1", "fec0::1", "ff02::1",
	} {
		if reseller.GlueAddress(netip.MustParseAddr(text)) {
			t.Errorf("%s is taken for glue", text)
		}
	}
}

func TestPublicAddressesAreNoExamples(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"1.1.1.1": true, "2a00:1450::1": true, "192.0.2.1": false, "2001:db8::1": false, "3fff::1": false, "10.0.0.1": false, "fe80::1%eth0": false,
	} {
		if got := reseller.PublicAddress(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s is public: %t, want %t", text, got, want)
		}
	}
}

func TestNameserverInsideItsNameNeedsAHost(t *testing.T) {
	t.Parallel()
	name, glue := mustName(t, "own", "com"), []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	for _, c := range []struct {
		nameservers []string
		hosts       []reseller.Host
		want        string
	}{
		{nil, nil, ""},
		{[]string{"ns1.example.net", "ns1.notown.com"}, nil, ""},
		{[]string{"ns1.example.net", "ns1.own.com"}, nil, "ns1.own.com"},
		{[]string{"own.com"}, nil, "own.com"},
		{[]string{"a.b.own.com"}, []reseller.Host{{Name: "b.own.com", Addresses: glue}}, "a.b.own.com"},
		{[]string{"ns1.own.com", "own.com"}, []reseller.Host{{Name: "own.com", Addresses: glue}, {Name: "ns1.own.com", Addresses: glue}}, ""},
	} {
		if got := reseller.Hostless(name, c.nameservers, c.hosts); got != c.want {
			t.Errorf("%v with %v: %q, want %q", c.nameservers, c.hosts, got, c.want)
		}
	}
}

// A token, or a proxy, that is told by IPv4 addresses written as IPv6 ones is met at them.
func TestNetworksOfIPv4AreThoseThatClientsComeFrom(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"192.0.2.1": "192.0.2.1/32", "::ffff:192.0.2.1": "192.0.2.1/32", "192.0.2.9/24": "192.0.2.0/24", "::ffff:192.0.2.9/120": "192.0.2.0/24",
		"::ffff:0:0/96": "0.0.0.0/0", "::ffff:0:0/95": "::fffe:0:0/95", "2001:db8::1": "2001:db8::1/128", "2001:db8::1/48": "2001:db8::/48", "::/0": "::/0",
	} {
		if got, ok := reseller.ParseNetwork(given); !ok || got.String() != want {
			t.Errorf("%s is %s (%t), want %s", given, got, ok, want)
		}
	}
	for _, none := range []string{"", "localhost", "192.0.2.1/33", "::ffff:192.0.2.1/129", "192.0.2", "fe80::1%eth0", "192.0.2.1-192.0.2.9"} {
		if got, ok := reseller.ParseNetwork(none); ok {
			t.Errorf("%q is %s", none, got)
		}
	}
}
