//go:build !control_utcdate

package reseller

import "time"

// zoneShift is how far summer time moves the end of a term in UTC at a registry that counts terms by its own clocks: an hour, or two in
// Antarctica.
const zoneShift = 2 * time.Hour

// SameExpiry reports whether a and b are the end of one term, as we and its registry count it: on one UTC date, or as far apart as a registry's
// summer time moves it. A term from 29 February, or from what is that day in the registry's zone only, may end a day earlier or later.
func SameExpiry(a, b time.Time) bool {
	apart := a.Sub(b).Abs()
	return SameDay(a, b) || apart <= zoneShift || nearLeapDay(a) && nearLeapDay(b) && apart <= 24*time.Hour+zoneShift
}

// nearLeapDay reports whether a term from 29 February may end at a time.
func nearLeapDay(t time.Time) bool {
	month, day := t.UTC().Month(), t.UTC().Day()
	return month == time.February && day >= 27 || month == time.March && day <= 2
}
