package main

import (
	"testing"
	"time"
)

func TestSpansAreReadAndWrittenWithDays(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, c := range []struct {
		text  string
		want  time.Duration
		shown string
	}{
		{"31d", 31 * day, "31d"}, {"12h", 12 * time.Hour, "12h"}, {"90m", 90 * time.Minute, "1h30m"}, {"1d12h", 36 * time.Hour, "1d12h"},
		{"45s", 45 * time.Second, "45s"}, {" 10m ", 10 * time.Minute, "10m"}, {"36h", 36 * time.Hour, "1d12h"}, {"0m", 0, "0s"},
		{"1d0h10m", day + 10*time.Minute, "1d10m"},
	} {
		var s span
		if err := s.UnmarshalText([]byte(c.text)); err != nil || s.duration() != c.want || s.String() != c.shown {
			t.Errorf("%q is %s, written %q, %v; want %s, %q", c.text, s.duration(), s, err, c.want, c.shown)
		}
	}
	for _, wrong := range []string{"", "d", "31", "-1h", "-1d", "1d-1h", "1.5d", "1d2d", "99999999d", "65535d2000000h", "soon", "1d 12h"} {
		var s span
		if err := s.UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q was taken for %s", wrong, s)
		}
	}
}
