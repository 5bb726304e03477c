package words

import (
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

// Times writes instants for somebody who reads them in a zone. What is a date by rule, such as an expiry, a due date or the day of a price, is no business of
// it: Language writes that, in UTC for everybody.
type Times struct {
	Language Language
	Zone     *time.Location // nil = UTC
}

// in is an instant in the reader's zone.
func (w Times) in(t time.Time) time.Time {
	if w.Zone == nil {
		return t.UTC()
	}
	return t.In(w.Zone)
}

// units are those in which lengths of time are told: they are written alike in every language.
var units = []struct {
	long time.Duration
	name string
}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}, {time.Millisecond, "ms"}}

// Lasting writes how long something lasts, in whole units where it is such: "24 h", "10 min", "90 s"; otherwise to a tenth of a second, or of a millisecond:
// "1.3 s", in Swedish "1,3 s". What is shorter than that is less than "0.1 ms".
func (l Language) Lasting(d time.Duration) string {
	if d >= time.Minute { // nobody reads what is less than a second of it
		d = d.Round(time.Second)
	}
	for _, unit := range units {
		if d >= unit.long && d%unit.long == 0 {
			return l.Count(int64(d/unit.long)) + fixed + unit.name
		}
	}
	unit := units[len(units)-1]
	switch tenth := unit.long / 10; {
	case d < tenth:
		return "<" + fixed + "0" + l.point() + "1" + fixed + unit.name
	case d >= time.Second:
		unit = units[len(units)-2]
	}
	tenths := int64(d.Round(unit.long/10) / (unit.long / 10))
	return l.Count(tenths/10) + l.point() + strconv.FormatInt(tenths%10, 10) + fixed + unit.name
}

// Date writes the day of an instant for a table: "2027-03-14". Nothing for the zero time.
func (w Times) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.in(t).Format(time.DateOnly)
}

// Minute writes an instant to the minute with its zone: "2027-03-14 13:05 CET".
func (w Times) Minute(t time.Time) string { return w.exact(t, "2006-01-02 15:04") }

// Clock writes the time of day of an instant to the minute with its zone: "13:05 CET".
func (w Times) Clock(t time.Time) string { return w.exact(t, "15:04") }

// Second writes an instant to the second with its zone: "2027-03-14 13:05:17 CET".
func (w Times) Second(t time.Time) string { return w.exact(t, time.DateTime) }

func (w Times) exact(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	t = w.in(t)
	zone, _ := t.Zone()
	if strings.ContainsAny(zone, "+-") { // it has no letters of its own
		zone = "UTC" + t.Format("-07:00")
	}
	return t.Format(layout) + " " + zone
}

// LongDate writes the day of an instant for a sentence: "14 March 2027".
func (w Times) LongDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = w.in(t)
	return strconv.Itoa(t.Day()) + fixed + months[w.Language][t.Month()-1] + fixed + strconv.Itoa(t.Year())
}

// day is the day of an instant, as midnight UTC of the same date.
func (w Times) day(t time.Time) time.Time {
	y, m, d := w.in(t).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// From so many days on, distances are told in months, and in years.
const (
	inMonths = 90
	inYears  = 2 * 365
)

// Away says how far an instant is from now, in days: "today", "in 12 days", "3 days ago", "in 11 months", "in 3 years".
func (w Times) Away(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	days := int(w.day(t).Sub(w.day(now)) / reseller.Days(1))
	ahead, ago, far := "time.in_days", "time.days_ago", max(days, -days)
	if far > inYears {
		ahead, ago, far = "time.in_years", "time.years_ago", (far+182)/365
	} else if far > inMonths {
		ahead, ago, far = "time.in_months", "time.months_ago", (far*12+182)/365
	}
	key, args := "time.today", []any(nil)
	switch {
	case days == 1:
		key = "time.tomorrow"
	case days == -1:
		key = "time.yesterday"
	case days > 1:
		key, args = ahead, []any{w.Language.Count(int64(far))}
	case days < -1:
		key, args = ago, []any{w.Language.Count(int64(far))}
	}
	text, _ := w.Language.Say(key, args...) // the keys are in the catalogue
	return text
}

// Day reads a date as it stands beside what Times writes, and gives when that day begins for the reader.
func (w Times) Day(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || w.Zone == nil {
		return day, err
	}
	return w.begins(day), nil
}

// NextDay is when the day after that of an instant begins for the reader: 23 to 25 hours after its own beginning where the clock is put forward or back.
func (w Times) NextDay(t time.Time) time.Time { return w.begins(w.day(t).AddDate(0, 0, 1)) }

// begins is the first instant of a date, midnight UTC, for the reader: not midnight where the clock is put forward then, and the first of two midnights where it
// is put back.
func (w Times) begins(day time.Time) time.Time {
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, 0, 0, 0, w.in(day).Location())
	begun, ends := t.ZoneBounds()
	if w.day(t).Before(day) {
		return ends.UTC()
	}
	if before := begun.Add(-time.Second); !begun.IsZero() && !w.day(before).Before(day) {
		_, offset := before.Zone()
		return day.Add(-time.Duration(offset) * time.Second)
	}
	return t.UTC()
}
