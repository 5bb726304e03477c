package reseller

import "time"

// Clock tells the two times that Nameyard lives by.
//
// Now is business time (expiry, invoices, replay windows, registry lifecycle); in a sandbox it can be moved.
// Wall is the machine's time (leases, deadlines, rate limits, credentials). Both are UTC, in microseconds.
type Clock interface {
	Now() time.Time
	Wall() time.Time
}

// AddYears adds n calendar years and clamps to the end of the month: 29 February + 1 year is 28 February.
// Go's AddDate would give 1 March, which no registry does.
func AddYears(t time.Time, n int) time.Time { return AddMonths(t, 12*n) }

// AddMonths adds n calendar months and clamps to the end of the month.
func AddMonths(t time.Time, n int) time.Time {
	t = t.UTC()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// Days is n days of 24 hours, the unit of every lifecycle period.
func Days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// SameDay reports whether a and b fall on one UTC date. Registries compare renewals by date (RFC 5731 §3.2.3 curExpDate).
func SameDay(a, b time.Time) bool {
	return a.UTC().Format(time.DateOnly) == b.UTC().Format(time.DateOnly)
}

// PastExpiry reports whether a is the end of a later term than b.
func PastExpiry(a, b time.Time) bool { return a.After(b) && !SameExpiry(a, b) }
