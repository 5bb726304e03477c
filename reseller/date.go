package reseller

import "time"

// ParseDate reads a day, which stands for its first instant in UTC, or a time by RFC 3339, as people and programs send them. Its year in UTC
// is 1 to 9999, which every database can hold; the offset of a time may lead beyond them.
func ParseDate(text string) (t time.Time, ok bool) {
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(form, text); err == nil {
			t = t.UTC()
			return t, 1 <= t.Year() && t.Year() <= 9999
		}
	}
	return t, false
}
