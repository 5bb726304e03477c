package words

import (
	"errors"
	"testing"
	"time"
)

// in is how a reader in a zone has times.
func in(t *testing.T, zone string) Times {
	t.Helper()
	there, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return Times{English, there}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// An instant has the reader's day and hour, and what the clock there is called: so the hour that comes twice is two.
func TestInstantsAreWrittenInTheReadersZone(t *testing.T) {
	for _, c := range []struct{ zone, at, minute, long string }{
		{"UTC", "2026-03-28T23:30:00Z", "2026-03-28 23:30 UTC", "28\u00a0March\u00a02026"},
		{"Europe/Stockholm", "2026-03-28T23:30:00Z", "2026-03-29 00:30 CET", "29\u00a0March\u00a02026"},
		{"Europe/Stockholm", "2026-03-29T00:59:00Z", "2026-03-29 01:59 CET", "29\u00a0March\u00a02026"},
		{"Europe/Stockholm", "2026-03-29T01:00:00Z", "2026-03-29 03:00 CEST", "29\u00a0March\u00a02026"},
		{"Europe/Stockholm", "2026-10-25T00:30:00Z", "2026-10-25 02:30 CEST", "25\u00a0October\u00a02026"},
		{"Europe/Stockholm", "2026-10-25T01:30:00Z", "2026-10-25 02:30 CET", "25\u00a0October\u00a02026"},
		{"Asia/Kathmandu", "2026-03-28T23:30:00Z", "2026-03-29 05:15 UTC+05:45", "29\u00a0March\u00a02026"},
		{"America/Sao_Paulo", "2026-03-28T01:30:00Z", "2026-03-27 22:30 UTC-03:00", "27\u00a0March\u00a02026"},
	} {
		w, at := in(t, c.zone), instant(t, c.at)
		if w.Minute(at) != c.minute || w.LongDate(at) != c.long {
			t.Errorf("%s in %s: %q, %q", c.at, c.zone, w.Minute(at), w.LongDate(at))
		}
		if got := w.Language.Moment(at); got != at.Format("2006-01-02 15:04:05 UTC") {
			t.Errorf("beside it: %q", got)
		}
	}
	w := in(t, "Europe/Stockholm")
	if got := w.Away(instant(t, "2026-03-28T23:30:00Z"), instant(t, "2026-03-28T12:00:00Z")); got != "tomorrow" {
		t.Errorf("half past midnight is %q", got)
	}
	if w.Minute(time.Time{}) != "" || w.Date(time.Time{}) != "" {
		t.Error("what never was is written")
	}
}

// A day of a filter holds what is shown with its date, also where it has 23 or 25 hours, no midnight, or two of them.
func TestADayIsTheOneThatIsShown(t *testing.T) {
	for _, c := range []struct{ zone, day, begins, ends string }{
		{"UTC", "2026-11-01", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"},
		{"Europe/Stockholm", "2026-11-01", "2026-10-31T23:00:00Z", "2026-11-01T23:00:00Z"},
		{"Europe/Stockholm", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		{"Europe/Stockholm", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		{"Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z"},   // 00:00 is 01:00
		{"Africa/Cairo", "2024-10-31", "2024-10-30T21:00:00Z", "2024-10-31T22:00:00Z"},   // 24:00 is 23:00
		{"America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z"}, // 01:00 is 00:00
		{"America/Havana", "2024-03-10", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z"}, // 00:00 is 01:00
		{"Asia/Kathmandu", "2026-11-01", "2026-10-31T18:15:00Z", "2026-11-01T18:15:00Z"},
	} {
		w := in(t, c.zone)
		begins, err := w.Day(c.day)
		if err != nil || !begins.Equal(instant(t, c.begins)) || !w.NextDay(begins).Equal(instant(t, c.ends)) {
			t.Errorf("%s in %s: from %s to %s, %v", c.day, c.zone, begins.UTC(), w.NextDay(begins).UTC(), err)
		}
		if w.Date(begins) != c.day || w.Date(begins.Add(-time.Second)) >= c.day || w.Date(w.NextDay(begins).Add(-time.Second)) != c.day || w.Date(w.NextDay(begins)) <= c.day {
			t.Errorf("%s in %s does not begin and end where its date does", c.day, c.zone)
		}
	}
	if _, err := in(t, "Europe/Stockholm").Day("2026-02-30"); err == nil {
		t.Error("30 February is a day")
	}
}

// A date by rule is the same for everybody.
func TestDatesByRuleAreTheSameForEverybody(t *testing.T) {
	expires := instant(t, "2026-11-01T00:00:00Z")
	if got := English.Calendar(expires); got != "2026-11-01" {
		t.Errorf("a name expires on %q", got)
	}
	if got := English.CalendarAway(expires, instant(t, "2026-10-31T23:59:00Z")); got != "tomorrow" {
		t.Errorf("it expires %q", got)
	}
}

// Every zone that is offered is known without the machine's help, and is found by its name, or by its city where no other has that.
func TestZonesAreFound(t *testing.T) {
	for _, zone := range Zones() {
		got, err := ReadZone(zone)
		if zone == "UTC" {
			zone = ""
		}
		if err != nil || got != zone || zone != "" && Zone(zone) == nil {
			t.Errorf("%q is %q, %v", zone, got, err)
		}
	}
	for typed, want := range map[string]string{
		"": "", " utc ": "", "Etc/UTC": "", "stockholm": "Europe/Stockholm", "europe/STOCKHOLM": "Europe/Stockholm", "Sao Paulo": "America/Sao_Paulo",
		"New York": "America/New_York", "Asia/Calcutta": "Asia/Calcutta", "Argentina": "-", "Local": "-", "right/Europe/Stockholm": "-", "../etc/passwd": "-",
		"Europe/../Europe/Stockholm": "-", "Europe": "-", "Europe/": "-", "Atlantis": "-", "Etc/GMT+3": "-",
	} {
		got, err := ReadZone(typed)
		if want == "-" && !errors.Is(err, ErrNoZone) || want != "-" && (got != want || err != nil) {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
	if Zone("") != nil || Zone("Europe/Atlantis") != nil {
		t.Error("no zone is another than UTC")
	}
}
