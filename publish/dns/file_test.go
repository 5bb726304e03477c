package dns_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"pgregory.net/rapid"

	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/zone"
)

// TestAnExportedZoneIsImportedAsItWas imports each zone where it came from, which changes nothing, also while the records rest, and as a new
// name's, which is then published the same.
func TestAnExportedZoneIsImportedAsItWas(t *testing.T) {
	t.Parallel()
	name, parking := reseller.NameOf("name.com", "com"), house
	parking.ParkingURL = "https://park.example/"
	rapid.Check(t, func(t *rapid.T) {
		p := zone.Publication{Records: drawnZone(t, name), Domain: reseller.Domain{Name: name, DNSManagement: true, EmailForwarding: true}}
		if rapid.Bool().Draw(t, "resolved") {
			p.Aliased = aliased(p.Records)
		}
		if rapid.Bool().Draw(t, "forwards") {
			p.Forwards = []zone.Forward{{Prefix: "*", ForwardTo: "a@other.net"}}
		}
		host := rapid.SampledFrom([]string{"", "ns.name.com", "ns.b.name.com"}).Draw(t, "host")
		if host != "" {
			p.Domain.Hosts = []reseller.Host{{Name: host, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.77")}}}
		}
		exported, err := our.Compile(p, house)
		if err != nil {
			t.Fatal(err)
		}
		p.Stamp.Parked = rapid.Bool().Draw(t, "parked") // it has expired, too: there is no date that it is paid to
		p.Domain.DNSManagement = rapid.Bool().Draw(t, "managed")
		text, err := our.TextOn(parking)(p)
		if err != nil {
			t.Fatal(err)
		}
		file := zone.ReadFile(name, text)
		again, err := file.Over(name, p.Records, our.Made(p, house), p.Domain.Hosts...)
		if err != nil || len(again.Added)+len(again.Removed) > 0 || !slices.EqualFunc(again.Records, p.Records, zone.Record.Equal) {
			t.Fatalf("imported where it came from: %v\n- %v\n+ %v\n%s", err, again.Removed, again.Added, text)
		}
		if host == "ns.b.name.com" {
			return // elsewhere it may lie below a delegation
		}
		fresh, err := file.Over(name, nil, nil)
		if err != nil {
			t.Fatalf("imported as a new zone: %v\n%s", err, text)
		}
		published, err := our.Compile(zone.Publication{Records: fresh.Records, Domain: reseller.Domain{Name: name, DNSManagement: true}}, house)
		if err != nil || !sameRecords(exported, published) {
			t.Fatalf("as a new zone it has\n%v\nand had\n%v\n%v", published.Records(), exported.Records(), err)
		}
	})
}

// sameRecords compares zones record by record, TTLs too.
func sameRecords(a, b *our.Zone) bool {
	texts := func(z *our.Zone) []string {
		var list []string
		for _, rr := range z.Records() {
			list = append(list, strings.ToLower(rr.String()))
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(texts(a), texts(b))
}

// TestZoneFilesAreReadAsTheLibraryReadsThem holds our reading of a zone file against another parser's.
func TestZoneFilesAreReadAsTheLibraryReadsThem(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("name.com", "com")
	lines := []string{
		"$TTL 2h", "$ORIGIN sub.name.com.", "$ORIGIN name.com.", "$ORIGIN b", "@ A 192.0.2.1", "www 300 IN A 192.0.2.2", "  AAAA 2001:db8::1", "a.b IN 1h30m CNAME @",
		"MX MX ( 10\n mail ; c\n )", "t TXT \"a;b\" c\\;d \"\\100\\\"\"", "* TXT ( x\n\"y (\" )", "_s SRV 1 2 3 tgt", "@ CAA 0 issue \"a; b\"", "h HTTPS 1 . alpn=\"h2,h3\" port=8443",
		"n NAPTR 1 2 \"U\" \"E2U+sip\" \"!^.*$!sip:a@b.net!\" .", "; nothing", "", "s SSHFP 1 1 1f1f1f1f1f1f1f1f1f1f ( 1f1f1f1f1f1f1f1f1f1f )", "lab NS ns1.other.net.",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := "$TTL 3600\n" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(lines), 0, 8).Draw(t, "lines"), "\n") + "\n"
		file := zone.ReadFile(name, text)
		fresh, err := file.Over(name, nil, nil)
		if err != nil {
			return
		}
		z, err := our.Compile(zone.Publication{Records: fresh.Records, Domain: reseller.Domain{Name: name, DNSManagement: true}}, house)
		if err != nil {
			t.Fatal(err)
		}
		ours := map[string]bool{}
		for _, rr := range z.Records() {
			ours[content(rr)] = true
		}
		parser := dns.NewZoneParser(strings.NewReader(text), "name.com.", "")
		for rr, more := parser.Next(); more; rr, more = parser.Next() {
			rr.Header().Name = strings.ToLower(rr.Header().Name)
			if !ours[content(rr)] {
				t.Fatalf("another parser reads %v of\n%s\nand we %v", rr, text, z.Records())
			}
		}
		if err := parser.Err(); err != nil {
			t.Fatalf("another parser refuses what we read: %v\n%s", err, text)
		}
	})
}

// A name below a host that the zone makes itself is answered for by no wildcard, so that the alias at the wildcard leads nowhere, not back.
func TestAWildcardIsImportedBesideHostsThatAreMade(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com", "a.b MXE 192.0.2.1", "* CNAME ns.b")
	exported, err := our.Compile(p, house)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := exported.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	again, err := zone.ReadFile(p.Domain.Name, text.String()).Over(p.Domain.Name, p.Records, our.Made(p, house))
	if err != nil || len(again.Added)+len(again.Removed) > 0 {
		t.Errorf("removed %v, added %v: %v\n%s", again.Removed, again.Added, err, text.String())
	}
}
