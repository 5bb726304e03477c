package reseller_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

func TestDatesAreThoseThatEveryDatabaseHolds(t *testing.T) {
	for text, want := range map[string]string{
		"2027-03-10":                "2027-03-10T00:00:00Z",
		"2027-03-10T12:00:00+02:00": "2027-03-10T10:00:00Z",
		"0001-01-01":                "0001-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z":      "9999-12-31T23:59:59Z",
		"0000-12-31":                "",
		"0001-01-01T00:00:00+01:00": "", // is the year before in UTC
		"9999-12-31T23:59:59-01:00": "", // is the year 10000 in UTC
		"10000-01-01":               "",
		"2027-02-30":                "",
		"":                          "",
	} {
		got, ok := reseller.ParseDate(text)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %t; want %s", text, got, ok, want)
		}
	}
}
