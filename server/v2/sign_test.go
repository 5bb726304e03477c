package v2

import (
	"strconv"
	"testing"
	"time"
)

// A token as PHP makes it: base64_encode(hash_hmac("sha256", $key, "$email:" . gmdate("y-m-d H", 1773147600))).
func TestTokenIsTheOnePHPMakes(t *testing.T) {
	t.Parallel()
	at := time.Unix(1773147600, 0) // 2026-03-10 13:00 UTC
	got := Sign("email@example.com", "1234567890QWERTYUIOPASDFGHJKLZXCVBNM", at)
	const want = "NTA4ZDFhZjE0ZjdhNTkzZmUzZjRiMzQ3MTRlNjliYWM0Zjc0ZmMyN2NjOGUzMTQ0Y2QyZjEzZTkyZDhlYWMzMw=="
	if got != want || len(got) != 88 {
		t.Errorf("token %q of %d characters, want %q", got, len(got), want)
	}
	if in := time.FixedZone("elsewhere", 5*3600); Sign("email@example.com", "1234567890QWERTYUIOPASDFGHJKLZXCVBNM", at.In(in)) != want {
		t.Error("the hour is not counted in UTC")
	}
}

func TestHoursAtTheEdges(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	stamp := func(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
	for name, c := range map[string]struct {
		wall  time.Time
		stamp string
		hours []string // in which a token may have been made; none = the request is refused
	}{
		"on the hour, the past one too":             {noon, "", []string{"12", "11"}},
		"the last moment of the first five minutes": {noon.Add(5*time.Minute - time.Microsecond), "", []string{"12", "11"}},
		"five minutes past":                         {noon.Add(5 * time.Minute), "", []string{"12"}},
		"the last moment of the hour":               {noon.Add(-time.Microsecond), "", []string{"11"}},
		"midnight":                                  {noon.Add(12 * time.Hour), "", []string{"00", "23"}},
		"a timestamp of now":                        {noon, stamp(noon), []string{"12"}},
		"a timestamp of the past hour":              {noon.Add(30 * time.Second), stamp(noon.Add(-30 * time.Second)), []string{"11"}},
		"a timestamp of the coming hour":            {noon.Add(-30 * time.Second), stamp(noon.Add(30 * time.Second)), []string{"12"}},
		"a timestamp 60 s late":                     {noon, stamp(noon.Add(-60 * time.Second)), []string{"11"}},
		"a timestamp 61 s late":                     {noon, stamp(noon.Add(-61 * time.Second)), nil},
		"a timestamp 60 s early":                    {noon, stamp(noon.Add(60 * time.Second)), []string{"12"}},
		"a timestamp 61 s early":                    {noon, stamp(noon.Add(61 * time.Second)), nil},
		"no number":                                 {noon, "now", nil},
		"a number beyond all years":                 {noon, "9223372036854775807", nil},
		"a negative number":                         {noon, "-9223372036854775808", nil},
		"milliseconds":                              {noon, stamp(noon) + "000", nil},
	} {
		hours, ok := Credentials{Timestamp: c.stamp}.Hours(c.wall)
		if ok != (c.hours != nil) {
			t.Errorf("%s: accepted %t", name, ok)
			continue
		}
		if !ok {
			continue
		}
		last := c.hours[len(c.hours)-1]
		if got0, got1 := hours[0].UTC().Format("15"), hours[1].UTC().Format("15"); got0 != c.hours[0] || got1 != last {
			t.Errorf("%s: hours %s and %s, want %v", name, got0, got1, c.hours)
		}
	}
}
