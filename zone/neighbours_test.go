package zone_test

import (
	"net/netip"
	"testing"

	"nameyard/reseller"
	"nameyard/zone"
)

func TestRecordsThatCannotStandTogetherAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ first, second, field, words string }{
		{"www CNAME a.net", "www A 192.0.2.1", "records[0].type",
			"row 1 (hostname www): type: a CNAME must be the only record at its hostname, and row 2 (A) is there too"},
		{"www TXT x", "WWW CNAME a.net", "records[1].type", "a CNAME must be the only record at its hostname, and row 1 (TXT) is there too"},
		{"www CNAME a.net", "www CNAME b.net", "records[0].type", "only record"},
		{"www CNAME a.net", "www URL b.net", "records[0].type", "row 2 (URL)"},
		{"www CNAME a.net", "www MXE 192.0.2.1", "records[0].type", "row 2 (MXE)"},
		{" URL a.net", "@ FRAME b.net", "records[0].type", "a web forward makes the address records of its hostname"},
		{" A 192.0.2.1", "@ URL b.net", "records[1].type", "a web forward makes the address records of its hostname"},
		{" MX .", "@ MX mail", "records[0].type", "no mail is accepted"},
	} {
		_, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), lines(c.first, c.second))
		wantFault(t, err, c.field, c.words)
	}
}

func TestNeighboursThatAreFineStay(t *testing.T) {
	t.Parallel()
	rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), lines(
		"@ A 192.0.2.1", "@ AAAA 2001:db8::1", "@ MX mail", "mail A 192.0.2.8", "@ MXE 192.0.2.7", "@ TXT a", "@ TXT b", "@ CAA 0 issue ca.net",
		"www CNAME @", "* CNAME @", "go URL a.net", "go TXT x", "go MX mail", "lab NS ns1.a.net", "lab NS ns2.a.net",
	))
	if err != nil || len(rows) != 15 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// RFC 2181 §10.3: a mail server that finds an alias behind an MX does not follow it.
func TestMailHostThatIsAnAliasIsRefused(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for _, rows := range [][]string{
		{"@ MX 10 mail", "mail CNAME ghs.googlehosted.com"},
		{"@ MX 10 mail.exampledomain.com.", "* CNAME exampledomain.com"},
		{"sub MX 10 mx.sub", "mx.sub CNAME www", "www A 192.0.2.1"},
	} {
		_, err := zone.CheckRecords(name, lines(rows...))
		wantFault(t, err, "records[0].address", "a mail host must not be one (RFC 2181 §10.3)")
	}
	for _, rows := range [][]string{
		{"@ MX 10 mail", "mail A 192.0.2.1", "www CNAME mail"},
		{"@ MX 10 mail", "mail A 192.0.2.1", "* CNAME exampledomain.com"},
		{"@ MX 10 mx.lab", "lab NS ns1.other.net.", "www CNAME @"}, // lab's own servers answer for it
		{"@ MX 10 .", "www CNAME @"},
	} {
		if _, err := zone.CheckRecords(name, lines(rows...)); err != nil {
			t.Errorf("%v: %v", rows, err)
		}
	}
}

// The zone answers for child name servers with the addresses that the registry has.
func TestChildNameServerIsAddressEnoughForADelegation(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	rows := lines("lab NS ns1")
	_, err := zone.CheckRecords(name, rows)
	wantFault(t, err, "records[0].address", "add an A or AAAA record for it")
	child := reseller.Host{Name: "ns1.exampledomain.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.53")}}
	if _, err := zone.CheckRecords(name, rows, child); err != nil {
		t.Error(err)
	}
	_, err = zone.CheckRecords(name, rows, reseller.Host{Name: "ns2.exampledomain.com", Addresses: child.Addresses}, reseller.Host{Name: "ns1.exampledomain.com"})
	wantFault(t, err, "records[0].address", "add an A or AAAA record for it")
}
