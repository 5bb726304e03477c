package reseller_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

func TestAddYearsClampsToTheEndOfTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from  string
		years int
		want  string
	}{
		{"2026-11-23", 1, "2027-11-23"},
		{"2024-02-29", 1, "2025-02-28"},
		{"2024-02-29", 4, "2028-02-29"},
		{"2023-02-28", 1, "2024-02-28"},
		{"2026-11-23", 10, "2036-11-23"},
		{"2025-02-28", -1, "2024-02-28"},
	} {
		if got := reseller.AddYears(day(c.from), c.years); !got.Equal(day(c.want)) {
			t.Errorf("%s + %d years = %s, want %s", c.from, c.years, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestAddMonthsClampsToTheEndOfTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2026-01-31", 13, "2027-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-10-15", 3, "2027-01-15"},
	} {
		if got := reseller.AddMonths(day(c.from), c.months); !got.Equal(day(c.want)) {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestAddYearsKeepsTheTimeOfDayAndAnswersInUTC(t *testing.T) {
	t.Parallel()
	stockholm := time.FixedZone("CET", 3600)
	got := reseller.AddYears(time.Date(2026, 1, 1, 0, 30, 0, 123_456_000, stockholm), 1)
	if want := time.Date(2026, 12, 31, 23, 30, 0, 123_456_000, time.UTC); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSameDayComparesUTCDates(t *testing.T) {
	t.Parallel()
	midnight := day("2026-11-23")
	if !reseller.SameDay(midnight, midnight.Add(24*time.Hour-time.Microsecond)) {
		t.Error("the ends of one day are not the same day")
	}
	if reseller.SameDay(midnight, midnight.Add(-time.Microsecond)) {
		t.Error("the microsecond before midnight is the same day")
	}
	if tokyo := midnight.In(time.FixedZone("JST", 9*3600)); !reseller.SameDay(midnight, tokyo) {
		t.Error("the zone of a time counts")
	}
	if reseller.Days(45) != 1080*time.Hour {
		t.Error("a day is not 24 hours")
	}
}
