package dns_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"nameyard/publish"
	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/zone"
)

func addresses(list ...string) []netip.Addr {
	var parsed []netip.Addr
	for _, text := range list {
		parsed = append(parsed, netip.MustParseAddr(text))
	}
	return parsed
}

// made gives what a zone has beside SOA and NS of the apex.
func made(z *our.Zone) []string {
	return slices.DeleteFunc(texts(z.Records()), func(text string) bool {
		return strings.HasPrefix(text, "name.com. SOA ") || strings.HasPrefix(text, "name.com. NS ")
	})
}

func TestRowsBecomeTheRecordsThatTheyMean(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"@ A 192.0.2.1":                      {"name.com. A 192.0.2.1"},
		"* AAAA 2001:db8::1":                 {"*.name.com. AAAA 2001:db8::1"},
		"www CNAME other.net":                {"www.name.com. CNAME other.net."},
		"www CNAME inside":                   {"www.name.com. CNAME inside.name.com."},
		"@ MX 5 mail.other.net":              {"name.com. MX 5 mail.other.net."},
		"@ MX .":                             {"name.com. MX 0 ."},
		"sub MXE 192.0.2.9":                  {"mxe-host-for-ip-192-0-2-9.name.com. A 192.0.2.9", "sub.name.com. MX 10 mxe-host-for-ip-192-0-2-9.name.com."},
		"sub MXE mail.other.net":             {"sub.name.com. MX 10 mail.other.net."},
		"_sip._tcp SRV 1 5 5060 sip":         {"_sip._tcp.name.com. SRV 1 5 5060 sip.name.com."},
		"_sip._tcp SRV 0 0 0 .":              {"_sip._tcp.name.com. SRV 0 0 0 ."},
		`@ CAA 0 issue "a.net; x=1"`:         {`name.com. CAA 0 issue "a.net; x=1"`},
		"sub NS ns.other.net":                {"sub.name.com. NS ns.other.net."},
		"www HTTPS 1 svc alpn=h2 port=443":   {`www.name.com. HTTPS 1 svc.name.com. alpn="h2" port="443"`},
		"_s SVCB 0 other.net":                {"_s.name.com. SVCB 0 other.net."},
		`@ NAPTR 1 2 s SIP+D2U "" _sip._udp`: {`name.com. NAPTR 1 2 "s" "SIP+D2U" "" _sip._udp.name.com.`},
		"_25._tcp TLSA 3 1 0 00ff":           {"_25._tcp.name.com. TLSA 3 1 0 00ff"},
		`@ TXT a\b "c" ;d`:                   {`name.com. TXT "a\\b \"c\" ;d"`},
		"@ TXT å":                            {`name.com. TXT "\195\165"`},
		"@ TXT " + strings.Repeat("x", 256):  {`name.com. TXT "` + strings.Repeat("x", 255) + `" "x"`},
		"go URL https://other.net":           {"go.name.com. A 192.0.2.80", "go.name.com. AAAA 2001:db8::80"},
		"go/shop URL https://other.net":      {"go.name.com. A 192.0.2.80", "go.name.com. AAAA 2001:db8::80"},
		"go URL302 https://other.net":        {"go.name.com. A 192.0.2.80", "go.name.com. AAAA 2001:db8::80"},
		"go/path URL https://other.net":      {"go.name.com. A 192.0.2.80", "go.name.com. AAAA 2001:db8::80"},
		"@ FRAME https://other.net":          {"name.com. A 192.0.2.80", "name.com. AAAA 2001:db8::80"},
	} {
		if got := made(compiled(t, published(t, "name.com", line))); !slices.Equal(got, want) {
			t.Errorf("%.60s is published as %q, want %q", line, got, want)
		}
	}
}

func TestHostsOfMailEasyTakeNoNameThatARowHas(t *testing.T) {
	t.Parallel()
	z := compiled(t, published(t, "name.com", "@ MXE 192.0.2.9", "sub MXE 192.0.2.9", "v6 MXE 2001:db8::9", "mxe-host-for-ip-192-0-2-9 CNAME other.net"))
	want := []string{
		"mxe-host-for-ip-192-0-2-9-2.name.com. A 192.0.2.9",
		"mxe-host-for-ip-192-0-2-9.name.com. CNAME other.net.",
		"mxe-host-for-ip-2001-0db8-0000-0000-0000-0000-0000-0009.name.com. AAAA 2001:db8::9",
		"name.com. MX 10 mxe-host-for-ip-192-0-2-9-2.name.com.",
		"sub.name.com. MX 10 mxe-host-for-ip-192-0-2-9-2.name.com.",
		"v6.name.com. MX 10 mxe-host-for-ip-2001-0db8-0000-0000-0000-0000-0000-0009.name.com.",
	}
	if got := made(z); !slices.Equal(got, want) {
		t.Errorf("published:\n%s", strings.Join(got, "\n"))
	}
}

func TestForwardsBringTheirMailServerUnlessTheNameHasOne(t *testing.T) {
	t.Parallel()
	const exchanger, policy = "name.com. MX 10 mx.house.net.", `name.com. TXT "v=spf1 mx ~all"`
	for row, want := range map[string][]string{
		"@ A 192.0.2.1":           {"name.com. A 192.0.2.1", exchanger, policy},
		"@ TXT V=SPF1 -all":       {exchanger, `name.com. TXT "V=SPF1 -all"`},
		"sub MX 10 own.net":       {exchanger, policy, "sub.name.com. MX 10 own.net."},
		"@ MX 10 own.net":         {"name.com. MX 10 own.net."},
		"@ MX .":                  {"name.com. MX 0 ."},
		"@ MXE 192.0.2.9":         {"mxe-host-for-ip-192-0-2-9.name.com. A 192.0.2.9", "name.com. MX 10 mxe-host-for-ip-192-0-2-9.name.com."},
		"_dmarc TXT v=DMARC1;p=n": {`_dmarc.name.com. TXT "v=DMARC1;p=n"`, exchanger, policy},
	} {
		p := published(t, "name.com", row)
		p.Forwards = []zone.Forward{{Prefix: "*", ForwardTo: "a@other.net"}}
		if got := made(compiled(t, p)); !slices.Equal(got, want) {
			t.Errorf("with %s: %q, want %q", row, got, want)
		}
	}
}

func TestChildNameServersHaveAnAddressUnlessARowSaysOtherwise(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com", "ns2 A 192.0.2.22", "ns3 TXT x", "ns4 CNAME other.net")
	for i, host := range []string{"ns1", "ns2", "ns3", "ns4"} {
		p.Domain.Hosts = append(p.Domain.Hosts, reseller.Host{Name: host + ".name.com", Addresses: addresses("192.0.2.1", "2001:db8::1")[:1+i%2]})
	}
	want := []string{
		"ns1.name.com. A 192.0.2.1", "ns2.name.com. A 192.0.2.22", "ns3.name.com. A 192.0.2.1", `ns3.name.com. TXT "x"`, "ns4.name.com. CNAME other.net.",
	}
	if got := made(compiled(t, p)); !slices.Equal(got, want) {
		t.Errorf("published: %q", got)
	}
}

func TestZoneNamesTheHousesNameServersOrThoseOfTheRegistry(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com")
	p.Domain.Nameservers = []string{"ns.elsewhere.net"}
	for _, c := range []struct {
		platform publish.Platform
		servers  []string
		want     string
	}{
		{house, []string{"ns.elsewhere.net"}, "ns1.house.net."},
		{publish.Platform{}, []string{"ns.elsewhere.net"}, "ns.elsewhere.net."},
		{publish.Platform{}, nil, "name.com."},
	} {
		p.Domain.Nameservers = c.servers
		z, err := our.Compile(p, c.platform)
		if err != nil {
			t.Fatal(err)
		}
		soa := z.Records()[0].(*dns.SOA)
		if soa.Ns != c.want || soa.Serial != 7 || soa.Mbox != "hostmaster.name.com." || z.Records()[1].(*dns.NS).Ns != c.want {
			t.Errorf("%v and %v", soa, z.Records()[1])
		}
	}
}

func TestWhatANameHasSwitchedOffIsNotPublished(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com", "@ A 192.0.2.1")
	p.Forwards = []zone.Forward{{Prefix: "*", ForwardTo: "a@other.net"}}
	p.Domain.DNSManagement, p.Domain.EmailForwarding = false, false
	if got := made(compiled(t, p)); len(got) != 0 {
		t.Errorf("published: %q", got)
	}
}

// A row that was stored before a rule, or by another hand, must not take the whole zone off the air.
func TestRowsThatCannotBePublishedAreLeftOutAndTold(t *testing.T) {
	t.Parallel()
	for _, bad := range []zone.Record{
		{Hostname: "h", Type: "A", Address: "nowhere"}, {Hostname: "h", Type: "A", Address: "2001:db8::1"}, {Hostname: "h", Type: "AAAA", Address: "::ffff:192.0.2.1"},
		{Hostname: "h", Type: "SRV", Address: "1 2"}, {Hostname: "h", Type: "SRV", Address: "1 99999 a.net"}, {Hostname: "h", Type: "CAA", Address: "0 issue"},
		{Hostname: "h", Type: "MXE", Address: "host"}, {Hostname: "h", Type: "HINFO", Address: "x"},
	} {
		p := published(t, "name.com", "@ A 192.0.2.1")
		p.Records = append([]zone.Record{bad}, p.Records...)
		z, err := our.Compile(p, house)
		if err == nil || !strings.Contains(err.Error(), "h "+bad.Type) {
			t.Errorf("%v: %v", bad, err)
		}
		if got := made(z); !slices.Equal(got, []string{"name.com. A 192.0.2.1"}) {
			t.Errorf("%v: the rest is %q", bad, got)
		}
	}
	p := published(t, "name.com", "www A 192.0.2.1")
	p.Records = append(p.Records, zone.Record{Hostname: "www", Type: "CNAME", Address: "a.net"}, zone.Record{Hostname: "www", Type: "CNAME", Address: "b.net"})
	if got := made(compiled(t, p)); !slices.Equal(got, []string{"www.name.com. CNAME a.net."}) {
		t.Errorf("at an alias there is %q", got)
	}
}

func TestSetsHaveTheLowestTTLOfTheirRecords(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com", "www A 192.0.2.1", "www A 192.0.2.2", "www TXT x", "@ MXE 192.0.2.9", "go URL https://other.net", "go/a URL https://other.net", "a TXT y")
	for i, ttl := range []int{7200, 0, 60, 120, 600, 300, 604800} {
		p.Records[i].TTL = ttl
	}
	z := compiled(t, p)
	for _, rr := range z.Records() {
		want, h := uint32(3600), rr.Header()
		switch {
		case h.Name == "www.name.com." && h.Rrtype == dns.TypeTXT:
			want = 60
		case h.Rrtype == dns.TypeMX || strings.HasPrefix(h.Name, "mxe-"):
			want = 120
		case h.Name == "go.name.com.":
			want = 300
		case h.Name == "a.name.com.":
			want = 604800
		}
		if h.Ttl != want {
			t.Errorf("%v, want TTL %d", rr, want)
		}
	}
}

// An ALIAS is published as the addresses that its host was last found to have; while it has none there is nothing.
func TestAnALIASIsTheAddressesOfItsHost(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com", "@ ALIAS shops.example.net", "@ MX 10 mail.example.net", "b ALIAS none.example.net", "*.w ALIAS shops.example.net")
	p.Records[0].TTL = 120
	p.Aliased = map[string][]netip.Addr{"shops.example.net": addresses("192.0.2.1", "2001:db8::1")}
	z := compiled(t, p)
	for name, want := range map[string]uint32{"name.com.": 120, "x.w.name.com.": 300} {
		for _, kind := range []uint16{dns.TypeA, dns.TypeAAAA} {
			if a := z.Judged(name, kind); len(a.Answer) != 1 || a.Answer[0].Header().Ttl != want {
				t.Errorf("%s: %v", name, a.Answer)
			}
		}
	}
	if a := z.Judged("b.name.com.", dns.TypeA); len(a.Answer) > 0 {
		t.Errorf("a host that has none: %v", a.Answer)
	}
	if a := z.Judged("name.com.", dns.TypeMX); len(a.Answer) != 1 {
		t.Errorf("beside it: %v", a.Answer)
	}
	var text strings.Builder
	if err := z.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	kept := zone.ReadFile(p.Domain.Name, text.String())
	i, err := kept.Over(p.Domain.Name, p.Records, our.Made(p, house))
	if err != nil || len(i.Added) > 0 || len(i.Removed) > 0 || len(i.Records) != 4 {
		t.Errorf("its own export takes away %v and adds %v: %v", i.Removed, i.Added, err)
	}
	i, err = zone.ReadFile(p.Domain.Name, "@ A 192.0.2.7\nb CNAME other.example.net.\n").Over(p.Domain.Name, p.Records, our.Made(p, house))
	if err != nil || len(i.Records) != 2 {
		t.Errorf("another file makes %v of it: %v", i.Records, err)
	}
}
