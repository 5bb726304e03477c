package zone_test

import (
	"strings"
	"testing"

	"nameyard/zone"
)

// refused saves rows, separated by semicolons, and wants the one that is named refused with these words.
func refused(t *testing.T, rows, field, words string) {
	t.Helper()
	got, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), lines(strings.Split(rows, "; ")...))
	if err == nil {
		t.Errorf("%s: stored as %v", rows, got)
		return
	}
	wantFault(t, err, field, words)
}

func kept(t *testing.T, rows string) {
	t.Helper()
	list := strings.Split(rows, "; ")
	got, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), lines(list...))
	if err != nil || len(got) != len(list) {
		t.Errorf("%s: %d records, %v", rows, len(got), err)
	}
}

func TestAnAliasThatLeadsBackToItselfIsRefused(t *testing.T) {
	t.Parallel()
	const words = "must not lead back to itself"
	refused(t, "www CNAME www", "records[0].address", words+", nobody could follow it: www.exampledomain.com → www.exampledomain.com")
	refused(t, "www CNAME WWW.ExampleDomain.com.", "records[0].address", words)
	refused(t, "a CNAME b; b CNAME a", "records[0].address", "a.exampledomain.com → b.exampledomain.com → a.exampledomain.com")
	refused(t, "x A 192.0.2.1; a CNAME b; b CNAME c; c CNAME a", "records[1].address", words)
	refused(t, "a CNAME b; b CNAME c; c CNAME b", "records[0].address", words)
	refused(t, "* CNAME anything", "records[0].address", words)
	refused(t, "*.shop CNAME a.shop.exampledomain.com", "records[0].address", words)
	refused(t, "a.b CNAME c.b.exampledomain.com; *.b CNAME a.b.exampledomain.com", "records[0].address", words)
	refused(t, "* CNAME www; www CNAME gone", "records[0].address", words)
}

func TestAnAliasThatLeadsSomewhereStays(t *testing.T) {
	t.Parallel()
	kept(t, "www CNAME @; @ A 192.0.2.1")
	kept(t, "www CNAME web; web CNAME shops.other.net")
	kept(t, "www CNAME web") // as it is today, not for ever
	kept(t, "* CNAME @; @ A 192.0.2.1")
	kept(t, "* CNAME www; www A 192.0.2.1")
	kept(t, "* CNAME a.b.exampledomain.com; x.a.b A 192.0.2.1") // a.b is there, though it has no records: no wildcard answers for it
	kept(t, "www CNAME www.other.net")
	kept(t, "a CNAME b.lab.exampledomain.com; lab NS ns1.other.net")
}

// Where other name servers answer, nothing of ours is seen but the addresses they are found by.
func TestRecordsThatADelegationHidesAreRefused(t *testing.T) {
	t.Parallel()
	const words = "would never be seen"
	refused(t, "lab NS ns1.other.net.; lab TXT x", "records[1].hostname", "row 2 (hostname lab): hostname: row 1 (NS) delegates lab.exampledomain.com to other name servers")
	refused(t, "lab TXT x; lab NS ns1.other.net", "records[0].hostname", words)
	for _, hidden := range []string{
		"lab A 192.0.2.1", "lab AAAA 2001:db8::1", "lab MX mail", "lab MXE 192.0.2.1", "lab URL other.net", "lab SRV 1 2 3 other.net", "lab CAA 0 issue ;",
		"www.lab A 192.0.2.1", "www.lab CNAME other.net", "*.lab A 192.0.2.1", "deep.in.lab TXT x", "x.lab NS ns2.other.net", "ns2.lab A 192.0.2.1",
	} {
		refused(t, hidden+"; lab NS ns1.other.net", "records[0].hostname", words)
	}
	kept(t, "lab NS ns1.other.net; lab NS ns2.other.net; lab2 TXT x; xlab A 192.0.2.1; @ TXT y; * A 192.0.2.1")
	kept(t, "lab NS ns1.lab; ns1.lab A 192.0.2.1; ns1.lab AAAA 2001:db8::1")
	kept(t, "lab NS lab; lab A 192.0.2.1")
	kept(t, "_acme-challenge NS ns1.acme-dns.io")
}

func TestNameServersInTheDomainNeedAnAddress(t *testing.T) {
	t.Parallel()
	const words = "lies in the domain and has no address"
	refused(t, "lab NS ns1.lab", "records[0].address", "ns1.lab.exampledomain.com "+words)
	refused(t, "lab NS ns1.lab.exampledomain.com.", "records[0].address", words)
	refused(t, "lab NS lab", "records[0].address", words)
	refused(t, "lab NS ns1", "records[0].address", words)
	refused(t, "lab NS @", "records[0].address", words)
	refused(t, "lab NS ns1.other.net; lab NS ns1.lab", "records[1].address", words)
	refused(t, "lab NS ns1; ns1 TXT x", "records[0].address", words)
	refused(t, "lab NS ns1; ns1 URL other.net", "records[0].address", words)
	refused(t, "lab NS ns1.lab; * A 192.0.2.1", "records[0].address", words) // no wildcard reaches below a delegation
	refused(t, "lab NS ns1; ns1 CNAME other.net", "records[0].address", "ns1.exampledomain.com is an alias (row 2)")
	refused(t, "lab NS ns1; * CNAME other.net", "records[0].address", "is an alias (row 2)")
	refused(t, "lab NS ns.dept; dept NS ns.lab", "records[0].address", words)
	kept(t, "lab NS ns1; ns1 A 192.0.2.1")
	kept(t, "lab NS ns1; * AAAA 2001:db8::1")
	kept(t, "lab NS @; @ A 192.0.2.1")
	kept(t, "lab NS ns.dept; dept NS ns1.other.net")
	kept(t, "lab NS ns.dept.exampledomain.com; dept NS ns.lab.exampledomain.com; ns.lab A 192.0.2.1")
	kept(t, "lab NS ns1.other.internal.")
}

// Forwards answer for the whole host, by http and https: a path makes no way out.
func TestAForwardThatSendsVisitorsBackToItselfIsRefused(t *testing.T) {
	t.Parallel()
	const words = "round in a circle"
	refused(t, "@ URL https://exampledomain.com/shop", "records[0].address", "circle: exampledomain.com → exampledomain.com;")
	for _, target := range []string{
		"exampledomain.com", "http://ExampleDomain.com", "https://exampledomain.com:8443/", "//exampledomain.com./x", "https://exampledomain.com?a=b",
	} {
		for _, kind := range []string{"URL", "URL301", "URL302", "FRAME"} {
			refused(t, "@ "+kind+" "+target, "records[0].address", words)
		}
	}
	refused(t, "www FRAME https://www.exampledomain.com", "records[0].address", words)
	refused(t, "@ URL https://www.exampledomain.com; www URL http://exampledomain.com", "records[0].address",
		"exampledomain.com → www.exampledomain.com → exampledomain.com")
	refused(t, "@ URL https://www.exampledomain.com; www CNAME @", "records[0].address", words)
	refused(t, "@ URL https://www.exampledomain.com; * CNAME @", "records[0].address", words)
	refused(t, "@ URL https://www.exampledomain.com; * URL https://exampledomain.com", "records[0].address", words)
	refused(t, "* URL https://www.exampledomain.com", "records[0].address", words)
	refused(t, "a URL b.exampledomain.com; b URL302 c.exampledomain.com; c FRAME a.exampledomain.com/x", "records[0].address", words)
	refused(t, "a URL b.exampledomain.com; b URL c.exampledomain.com; c URL b.exampledomain.com", "records[0].address", words)
	refused(t, "bücher URL https://xn--bcher-kva.exampledomain.com", "records[0].address", words)
}

func TestAForwardThatEndsSomewhereStays(t *testing.T) {
	t.Parallel()
	kept(t, "@ URL https://www.exampledomain.com; www A 192.0.2.1")
	kept(t, "@ URL https://www.exampledomain.com; www CNAME shops.other.net")
	kept(t, "www URL https://exampledomain.com; @ A 192.0.2.1")
	kept(t, "www URL https://exampledomain.com; @ URL https://other.net")
	kept(t, "* URL https://exampledomain.com; @ A 192.0.2.1")
	kept(t, "@ URL https://exampledomain.com.other.net/exampledomain.com")
	kept(t, "@ URL https://notexampledomain.com")
	kept(t, "@ URL https://other.net/?u=https://exampledomain.com")
	kept(t, "shop URL https://a.lab.exampledomain.com; lab NS ns1.other.net")
	kept(t, "@ FRAME http://192.0.2.1/")
}
