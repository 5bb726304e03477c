package reseller_test

import (
	"testing"
	"time"
	_ "time/tzdata" // whatever the machine has

	"nameyard/reseller"
)

// zones are of registries with summer time in either half of the world, with half an hour and two hours of it, and without.
var zones = []string{
	"Pacific/Auckland", "Pacific/Chatham", "Australia/Lord_Howe", "Asia/Kolkata", "Europe/Stockholm", "Antarctica/Troll", "Atlantic/Azores", "UTC",
	"America/St_Johns", "America/Santiago", "America/Los_Angeles", "Pacific/Honolulu",
}

// laterThere is a time by the clocks of a zone some years later: 29 February becomes 28 February, or 1 March as some registries have it.
func laterThere(t time.Time, years int, clamps bool) time.Time {
	later := t.AddDate(years, 0, 0)
	if clamps && t.Month() == time.February && t.Day() == 29 && later.Month() == time.March {
		later = later.AddDate(0, 0, -1)
	}
	return later.UTC()
}

// Whatever the day and the hour on which a registry ends a term by its own clocks: what we count from it in UTC is the same term's end, and
// no other's.
func TestATermIsOneInEveryZone(t *testing.T) {
	t.Parallel()
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := time.Date(2023, 1, 1, 0, 0, 0, 0, zone); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
			for _, hour := range []time.Duration{0, 90 * time.Minute, 150 * time.Minute, 11 * time.Hour, 12*time.Hour + 30*time.Minute, 24*time.Hour - time.Second} {
				end := day.Add(hour)
				for _, years := range []int{1, 2, 10} {
					for _, clamps := range []bool{true, false} {
						theirs, ours := laterThere(end, years, clamps), reseller.AddYears(end, years)
						if !reseller.SameExpiry(ours, theirs) || !reseller.SameExpiry(theirs, ours) || reseller.PastExpiry(ours, theirs) || reseller.PastExpiry(theirs, ours) {
							t.Fatalf("%s: %s and %d years: %s there, %s here", name, end, years, theirs, ours)
						}
						if reseller.SameExpiry(end, theirs) || !reseller.PastExpiry(theirs, end) || reseller.PastExpiry(end, theirs) {
							t.Fatalf("%s: %s and %s are of one term", name, end, theirs)
						}
					}
				}
			}
		}
	}
}

// What lies further apart is told apart: a term that is a day longer is no term of ours.
func TestADayMoreIsAnotherTerm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"2026-09-13T00:00:00Z", "2026-09-13T23:59:59Z", true},
		{"2016-09-25T23:30:00Z", "2016-09-26T00:30:00Z", true},
		{"2016-09-25T22:00:00Z", "2016-09-26T00:00:00Z", true},
		{"2016-09-25T21:59:59Z", "2016-09-26T00:00:00Z", false},
		{"2016-09-25T12:00:00Z", "2016-09-26T12:00:00Z", false},
		{"2025-02-27T23:30:00Z", "2025-02-28T23:30:00Z", true},
		{"2025-02-26T23:30:00Z", "2025-02-27T23:30:00Z", false},
		{"2025-02-27T12:00:00Z", "2025-03-01T12:00:00Z", false},
		{"2016-09-26T00:00:00Z", "2017-09-26T00:00:00Z", false},
	} {
		a, b := moment(t, c.a), moment(t, c.b)
		if reseller.SameExpiry(a, b) != c.want || reseller.SameExpiry(b, a) != c.want {
			t.Errorf("%s and %s are of one term: %t", c.a, c.b, !c.want)
		}
		if reseller.PastExpiry(b, a) != (!c.want) || reseller.PastExpiry(a, b) {
			t.Errorf("%s is past %s: %t", c.b, c.a, c.want)
		}
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
