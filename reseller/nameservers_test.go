package reseller_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestNameserversComeInTheirNormalForm(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for _, c := range []struct {
		what        string
		given, want []string
	}{
		{"those of the protocol's example", []string{"ns1.yourdomain.com", "ns2.yourdomain.com"}, []string{"ns1.yourdomain.com", "ns2.yourdomain.com"}},
		{"empty ones go", []string{"ns1.a.net", "", " ", "ns2.a.net", ""}, []string{"ns1.a.net", "ns2.a.net"}},
		{"lower case, no dot at the end", []string{" NS1.A.Net. "}, []string{"ns1.a.net"}},
		{"ACE", []string{"ns1.bücher.se"}, []string{"ns1.xn--bcher-kva.se"}},
		{"the order stays", []string{"z.a.net", "a.a.net"}, []string{"z.a.net", "a.a.net"}},
		{"inside the domain", []string{"ns1.exampledomain.com"}, []string{"ns1.exampledomain.com"}},
		{"none at all", []string{"", ""}, nil},
	} {
		got, err := reseller.CheckNameservers(name, c.given, mustTLD(t, "com"))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v", c.what, got, err)
		}
	}
}

func TestNameserverErrorsNameTheOneAtFault(t *testing.T) {
	t.Parallel()
	var fourteen []string
	for i := range 14 {
		fourteen = append(fourteen, fmt.Sprintf("ns%d.a.net", i))
	}
	for _, c := range []struct {
		tld, field, words string
		given             []string
	}{
		{"com", "nameservers[1]", "name server 2 of exampledomain.com: \"ns2\" is not a full host name", []string{"ns1.a.net", "ns2"}},
		{"com", "nameservers[2]", "ns1.a.net is there twice", []string{"ns1.a.net", "ns2.a.net", "NS1.a.net."}},
		{"com", "nameservers[0]", "ends in a number", []string{"192.0.2.1"}},
		{"com", "nameservers[0]", `"_" is not allowed`, []string{"ns_1.a.net"}},
		{"com", "nameservers[0]", "* may stand only alone", []string{"*.a.net"}},
		{"com", "nameservers[0]", "two dots in a row", []string{"ns1..a.net"}},
		{"com", "nameservers[0]", "not allowed", []string{"ns1.a.net ns2.a.net"}},
		{"com", "nameservers[13]", ".com takes at most 13 name servers, not 14", fourteen},
		{"se", "nameservers[1]", ".se wants at least 2 name servers, not 1", []string{"ns1.a.net"}},
		{"nu", "nameservers[10]", ".nu takes at most 10 name servers, not 11", fourteen[:11]},
	} {
		got, err := reseller.CheckNameservers(mustName(t, "exampledomain", c.tld), c.given, mustTLD(t, c.tld))
		if err == nil {
			t.Errorf("%v = %v, want an error", c.given, got)
			continue
		}
		wantFault(t, err, c.field, strings.ReplaceAll(c.words, "exampledomain.com", "exampledomain."+c.tld))
	}
}

func TestDomainsWithoutNameserversAreFineEverywhere(t *testing.T) {
	t.Parallel()
	if got, err := reseller.CheckNameservers(mustName(t, "exampledomain", "se"), nil, mustTLD(t, "se")); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestTLDsThatWantMoreNameServersThanTheHouseHasAreNamed(t *testing.T) {
	t.Parallel()
	rules := reseller.TLDs{"com": {}, "se": {MinNameservers: 2}, "nu": {MinNameservers: 2}, "dk": {MinNameservers: 3}}
	for own, want := range []string{
		"", // it gives none to anybody
		"names that are ordered without name servers get none and answer nowhere in TLDs that want more than the 1 of --nameservers (.dk, .nu, .se): name 3",
		"names that are ordered without name servers get none and answer nowhere in TLDs that want more than the 2 of --nameservers (.dk): name 3",
		"",
	} {
		if got := rules.TooFewNameservers(own); got != want {
			t.Errorf("with %d: %q", own, got)
		}
	}
}

func TestCheckHostTakesHostsInsideTheDomain(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"test.exampledomain.com": "test.exampledomain.com", "NS1.ExampleDomain.com.": "ns1.exampledomain.com", "ns1": "ns1.exampledomain.com",
		"a.b.exampledomain.com": "a.b.exampledomain.com", "bücher": "xn--bcher-kva.exampledomain.com",
		"exampledomain.com": "exampledomain.com",
	} {
		got, err := reseller.CheckHost(mustName(t, "exampledomain", "com"), given, []string{"1.1.1.1"})
		if err != nil || got.Name != want || len(got.Addresses) != 1 || got.Addresses[0].String() != "1.1.1.1" {
			t.Errorf("%q: %v, %v", given, got, err)
		}
	}
}

func TestCheckHostKeepsEachAddressOnce(t *testing.T) {
	t.Parallel()
	got, err := reseller.CheckHost(mustName(t, "exampledomain", "com"), "ns1", []string{" 192.0.2.1 ", "", "2001:DB8::1", "192.0.2.1", "\u202a9.9.9.9\u202c\u200b"})
	if err != nil || fmt.Sprint(got.Addresses) != "[192.0.2.1 2001:db8::1 9.9.9.9]" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCheckHostNamesTheParameterAtFault(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 14 {
		many = append(many, fmt.Sprintf("192.0.2.%d", i+1))
	}
	for _, c := range []struct {
		host         string
		addrs        []string
		field, words string
	}{
		{"", []string{"1.1.1.1"}, "host", "required"},
		{"ns1.other.net", []string{"1.1.1.1"}, "host", "does not lie inside exampledomain.com"},
		{"ns1.badexampledomain.com", []string{"1.1.1.1"}, "host", "does not lie inside"},
		{"n s", []string{"1.1.1.1"}, "host", "not allowed"},
		{"ns1", nil, "addresses", "required"},
		{"ns1", []string{"", " "}, "addresses", "required"},
		{"ns1", []string{"1.1.1"}, "addresses", "is not an IPv4 or IPv6 address"},
		{"ns1", []string{"fe80::1%eth0"}, "addresses", "is not an IPv4 or IPv6 address"},
		{"ns1", []string{"::ffff:1.1.1.1"}, "addresses", "is not an IPv4 or IPv6 address"},
		{"ns1", []string{"0.0.0.0"}, "addresses", "not a public address"},
		{"ns1", []string{"127.0.0.1"}, "addresses", "not a public address"},
		{"ns1", []string{"::1"}, "addresses", "not a public address"},
		{"ns1", []string{"224.0.0.1"}, "addresses", "not a public address"},
		{"ns1", []string{"ff02::1"}, "addresses", "not a public address"},
		{"ns1", []string{"169.254.1.1"}, "addresses", "not a public address"},
		{"ns1", []string{"255.255.255.255"}, "addresses", "not a public address"},
		{"ns1", many, "addresses", "at most 13 addresses, not 14"},
	} {
		got, err := reseller.CheckHost(mustName(t, "exampledomain", "com"), c.host, c.addrs)
		if err == nil {
			t.Errorf("%q %v = %v, want an error", c.host, c.addrs, got)
			continue
		}
		wantFault(t, err, c.field, c.words)
	}
}

func FuzzNameserversInNormalFormStayAsTheyAre(f *testing.F) {
	f.Add("NS1.Example.net.")
	f.Add("ns1。bücher．se")
	f.Add("a--b.xn--9ca.com")
	name, rules := mustName(f, "exampledomain", "com"), mustTLD(f, "com")
	f.Fuzz(func(t *testing.T, host string) {
		once, err := reseller.CheckNameservers(name, []string{host}, rules)
		if err != nil {
			return
		}
		twice, err := reseller.CheckNameservers(name, once, rules)
		if err != nil || !slices.Equal(once, twice) {
			t.Fatalf("%q became %q, and that %q, %v", host, once, twice, err)
		}
	})
}
