package dns_test

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"pgregory.net/rapid"

	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/zone"
)

// drawnRow is any row, many of them good ones.
func drawnRow(t *rapid.T) zone.Row {
	host := rapid.SampledFrom([]string{"@", "*", "www", "a.b", "*.b", "_sip._tcp", "b", "ns.b", "x\ny", "www/a", "ÅÄ", `a\.b`})
	target := rapid.SampledFrom([]string{"other.net", "www", "@", "ns.b", "a b", `x"y`, "mail.other.net.", "other.net.\nevil A 192.0.2.66"})
	text := rapid.OneOf(rapid.String(), rapid.StringN(0, 600, 4096), rapid.StringMatching(`"?[\\";$() a-z0-9]*"?`))
	kind := rapid.SampledFrom(zone.RecordTypes).Draw(t, "type")
	address := ""
	switch kind {
	case "A":
		address = rapid.SampledFrom([]string{"192.0.2.1", "0.0.0.0", "1.2.3", "192.0.2.1\n"}).Draw(t, "address")
	case "AAAA":
		address = rapid.SampledFrom([]string{"2001:db8::1", "::", "fe80::1%eth0"}).Draw(t, "address")
	case "MXE":
		address = rapid.SampledFrom([]string{"192.0.2.1", "2001:db8::1", "mail"}).Draw(t, "address")
	case "TXT":
		address = text.Draw(t, "text")
	case "CAA":
		address = `0 issue ` + text.Draw(t, "text")
	case "SRV":
		address = fmt.Sprintf("%d 80 %s", rapid.Uint16().Draw(t, "weight"), target.Draw(t, "target"))
	case "URL", "URL302", "FRAME":
		address = "https://" + target.Draw(t, "target")
	case "HTTPS", "SVCB":
		params := rapid.SliceOfN(rapid.SampledFrom(serviceParams), 0, 4).Draw(t, "params")
		address = fmt.Sprintf("%d %s %s", rapid.IntRange(0, 2).Draw(t, "mode"), rapid.OneOf(rapid.Just("."), target).Draw(t, "target"), strings.Join(params, " "))
	case "TLSA", "DS":
		address = fmt.Sprintf("%d 1 %d %x", rapid.IntRange(0, 4).Draw(t, "usage"), rapid.IntRange(0, 3).Draw(t, "hash"), rapid.SliceOfN(rapid.Byte(), 31, 33).Draw(t, "sum"))
		if kind == "DS" {
			address = fmt.Sprintf("%d 13 2 %x", rapid.Uint16().Draw(t, "tag"), rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "digest"))
		}
	case "SSHFP":
		address = fmt.Sprintf("4 %d %x", rapid.IntRange(1, 3).Draw(t, "hash"), rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "sum"))
	case "NAPTR":
		address = fmt.Sprintf(`1 2 "U" "E2U+sip" "%s" %s`, rapid.OneOf(rapid.Just("!^.*$!sip:a@b.net!"), text).Draw(t, "expression"), rapid.OneOf(rapid.Just("."), target).Draw(t, "target"))
	default:
		address = target.Draw(t, "target")
	}
	ttl := rapid.SampledFrom([]string{"", "", "60", "300", "604800", "59"}).Draw(t, "ttl")
	priority := fmt.Sprint(rapid.Uint16().Draw(t, "priority"))
	return zone.Row{Hostname: zone.Sent(host.Draw(t, "host")), Type: zone.Sent(kind), Address: zone.Sent(address), Priority: zone.Sent(priority), TTL: zone.Sent(ttl)}
}

var serviceParams = []string{
	"alpn=h2", `alpn="h3,h2"`, "port=443", "port=x", "no-default-alpn", "mandatory=alpn", "ipv4hint=192.0.2.1,192.0.2.2", "ipv6hint=::1", "ech=AAE=",
	"dohpath=/q{?dns}", "ohttp", `key667="\000\"; x"`, `key667=a\,b`, "key9",
}

// drawnZone is a set of rows that can be saved, made from any rows.
func drawnZone(t *rapid.T, name reseller.Name) []zone.Record {
	var good []zone.Row
	var records []zone.Record
	for _, row := range rapid.SliceOfN(rapid.Custom(drawnRow), 0, 12).Draw(t, "rows") {
		if more, err := zone.CheckRecords(name, append(good, row)); err == nil {
			good, records = append(good, row), more
		}
	}
	return records
}

// TestZonesHoldWhatWasSavedAndNothingElse reads each zone back from the wire.
func TestZonesHoldWhatWasSavedAndNothingElse(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("name.com", "com")
	rapid.Check(t, func(t *rapid.T) {
		records := drawnZone(t, name)
		z, err := our.Compile(zone.Publication{Records: records, Aliased: aliased(records), Domain: reseller.Domain{Name: name, DNSManagement: true}}, house)
		if err != nil {
			t.Fatal(err)
		}
		sameWhenKept(t, z)
		ttls, alias, at := map[string]uint32{}, map[string]bool{}, map[string]int{}
		found := map[string]int{}
		for i, rr := range z.Records() {
			back := overTheWire(t, rr)
			h := back.Header()
			if (i == 0) != (h.Rrtype == dns.TypeSOA) {
				t.Fatalf("record %d is %v", i, back)
			}
			if !dns.IsSubDomain("name.com.", h.Name) {
				t.Fatalf("%v lies outside", back)
			}
			set := fmt.Sprint(h.Name, h.Rrtype)
			if ttl, seen := ttls[set]; seen && ttl != h.Ttl {
				t.Fatalf("%v has another TTL than its set", back)
			}
			ttls[set] = h.Ttl
			alias[h.Name] = alias[h.Name] || h.Rrtype == dns.TypeCNAME
			at[h.Name]++
			found[content(back)]++
		}
		for owner := range alias {
			if alias[owner] && at[owner] > 1 {
				t.Fatalf("%s has something beside its alias", owner)
			}
		}
		sameAsText(t, z)
		for _, r := range records {
			want := expected(r)
			for _, text := range want {
				if found[text] == 0 {
					t.Fatalf("row %v: %q is missing in %v", r, text, found)
				}
			}
		}
		if extra := surplus(found, records); len(extra) > 0 {
			t.Fatalf("nobody saved %q", extra)
		}
	})
}

// sameAsText reads the zone file with the library's parser, and wants the same records.
func sameAsText(t *rapid.T, z *our.Zone) {
	var text strings.Builder
	if err := z.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	parser, n := dns.NewZoneParser(strings.NewReader(text.String()), "", ""), 0
	for rr, more := parser.Next(); more; rr, more = parser.Next() {
		if n < len(z.Records()) && !bytes.Equal(packed(t, rr), packed(t, z.Records()[n])) {
			t.Fatalf("record %d is %v in the zone and %v in the zone file", n, z.Records()[n], rr)
		}
		n++
	}
	if err := parser.Err(); err != nil || n != len(z.Records()) {
		t.Fatalf("%d of %d records in the zone file, %v:\n%s", n, len(z.Records()), err, text.String())
	}
}

// surplus are records that no row and no rule of the house explains.
func surplus(found map[string]int, records []zone.Record) []string {
	known := map[string]bool{"name.com.|NS|ns1.house.net.": true, "name.com.|NS|ns2.house.net.": true, "name.com.|SOA|": true}
	for _, r := range records {
		for _, text := range expected(r) {
			known[text] = true
		}
	}
	var extra []string
	for text, n := range found {
		if !known[text] || n != 1 {
			extra = append(extra, text)
		}
	}
	return extra
}

// packed is a record as the wire has it.
func packed(t *rapid.T, rr dns.RR) []byte {
	wire := make([]byte, dns.MaxMsgSize)
	end, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		t.Fatalf("%v does not fit the wire: %v", rr, err)
	}
	return wire[:end]
}

func overTheWire(t *rapid.T, rr dns.RR) dns.RR {
	wire := packed(t, rr)
	back, _, err := dns.UnpackRR(wire, 0)
	if err != nil {
		t.Fatalf("%v comes back with %v", rr, err)
	}
	if !bytes.Equal(packed(t, back), wire) {
		t.Fatalf("%v came back as %v", rr, back)
	}
	return back
}

// sameWhenKept wants a zone that is kept to be what it was: record by record as messages have them, with the same names and delegations.
func sameWhenKept(t *rapid.T, z *our.Zone) {
	kept, err := z.Repacked()
	if err != nil {
		t.Fatal(err)
	}
	names, cuts := z.Nodes()
	keptNames, keptCuts := kept.Nodes()
	if kept.Apex != z.Apex || kept.Serial != z.Serial || cuts != keptCuts || !maps.Equal(names, keptNames) {
		t.Fatalf("kept as %v with %d delegations, was %v with %d", keptNames, keptCuts, names, cuts)
	}
	list, again := z.Records(), kept.Records()
	if len(list) != len(again) {
		t.Fatalf("%d records are kept of %d", len(again), len(list))
	}
	for i := range list {
		before, after := make([]byte, 4*dns.MaxMsgSize), make([]byte, 4*dns.MaxMsgSize)
		n, err := dns.PackRR(list[i], before, 0, nil, false)
		m, failed := dns.PackRR(again[i], after, 0, nil, false)
		if err != nil || failed != nil || !bytes.Equal(before[:n], after[:m]) {
			t.Fatalf("%v is kept as %v: %v, %v", list[i], again[i], err, failed)
		}
	}
}
