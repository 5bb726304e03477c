package zone_test

import (
	"errors"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/zone"
)

// wantFault fails unless err is a public error with that field whose words hold the text.
func wantFault(t *testing.T, err error, field, words string) {
	t.Helper()
	var e *reseller.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want a public one", err)
	}
	if string(e.Field) != field || !strings.Contains(e.Words, words) {
		t.Fatalf("error is %q in field %q, want %q in field %q", e.Words, e.Field, words, field)
	}
}

func mustName(t testing.TB, sld, tld string) reseller.Name {
	t.Helper()
	name, err := reseller.ParseName(sld, tld)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func number(n int) *int { return &n }

// sent is a row of which all was sent.
func sent(hostname, kind, address, priority string) zone.Row {
	return zone.Row{Hostname: zone.Sent(hostname), Type: zone.Sent(kind), Address: zone.Sent(address), Priority: zone.Sent(priority)}
}

// lines are rows as people write them, "hostname TYPE address". A preference stands in the address.
func lines(texts ...string) []zone.Row {
	rows := make([]zone.Row, len(texts))
	for i, text := range texts {
		parts := strings.SplitN(text, " ", 3)
		rows[i] = sent(parts[0], parts[1], parts[2], "N/A")
	}
	return rows
}

// resent are the rows that save records again.
func resent(records []zone.Record) []zone.Row {
	rows := make([]zone.Row, len(records))
	for i, r := range records {
		rows[i] = r.Row()
	}
	return rows
}
