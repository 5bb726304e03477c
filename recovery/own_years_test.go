package recovery

import (
	"testing"
	"time"
)

// A year that the registry added by itself is one, also where its clocks end it an hour earlier in UTC than ours.
func TestOwnYearsAreCountedAcrossSummerTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		paid, expires time.Time
		want          int
	}{
		{time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), 0},
		{time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), time.Date(2027, 3, 28, 22, 0, 0, 0, time.UTC), 1},
		{time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC), time.Date(2029, 2, 28, 12, 0, 0, 0, time.UTC), 1},
		{time.Date(2027, 3, 1, 0, 30, 0, 0, time.UTC), time.Date(2028, 2, 29, 23, 30, 0, 0, time.UTC), 1},
	} {
		if got := ownYears(c.paid, c.expires); got != c.want {
			t.Errorf("paid through %s, and %s at the registry: %d years, want %d", c.paid, c.expires, got, c.want)
		}
	}
}
