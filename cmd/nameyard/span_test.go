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

func TestTaxRatesAreReadExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"25": 250_000, "25%": 250_000, "8.1 %": 81_000, "0": 0, "100": 1_000_000, "7.6543": 76_543, "5.": 50_000} {
		got, err := parsePercent(text)
		if err != nil || got != want {
			t.Errorf("%q is %d ppm, %v, want %d", text, got, err, want)
		}
	}
	for _, wrong := range []string{"", "%", "-1", "+1", "100.1", "1.23456", ".5", "1e2", "1,5", "lots"} {
		if got, err := parsePercent(wrong); err == nil {
			t.Errorf("%q was taken for %d ppm", wrong, got)
		}
	}
	for ppm, want := range map[int64]string{250_000: "25", 81_000: "8.1", 0: "0", 76_543: "7.6543", 1_000_000: "100"} {
		if got := percent(ppm); got != want {
			t.Errorf("%d ppm is written %q, want %q", ppm, got, want)
		}
	}
}
