package zone_test

import (
	"testing"

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
		"@ A 192.0.2.1", "@ AAAA 2001:db8::1", "@ MX mail", "@ MXE 192.0.2.7", "@ TXT a", "@ TXT b", "@ CAA 0 issue ca.net",
		"www CNAME @", "* CNAME @", "go URL a.net", "go TXT x", "go MX mail", "lab NS ns1.a.net", "lab NS ns2.a.net",
	))
	if err != nil || len(rows) != 14 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
