package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// span is a length of time as the command line takes it: Go's units and d for days of 24 hours: "31d", "12h", "1d12h".
type span time.Duration

// UnmarshalText reads a span.
func (s *span) UnmarshalText(text []byte) error {
	whole := strings.TrimSpace(string(text))
	days, rest, found := strings.Cut(whole, "d")
	if !found {
		days, rest = "0", whole
	}
	n, err := strconv.ParseUint(days, 10, 16)
	var d time.Duration
	if err == nil && rest != "" {
		d, err = time.ParseDuration(rest)
	}
	sum := time.Duration(n)*24*time.Hour + d
	if err != nil || whole == "" || d < 0 || sum < 0 { // a sum below zero has overflowed
		return fmt.Errorf("%q is not a length of time such as 31d, 12h, 90m or 1d12h", whole)
	}
	*s = span(sum)
	return nil
}

func (s span) duration() time.Duration { return time.Duration(s) }

// String writes the span with days.
func (s span) String() string {
	d := time.Duration(s)
	days := d / (24 * time.Hour)
	d -= days * 24 * time.Hour
	switch {
	case days == 0:
		return short(d)
	case d == 0:
		return fmt.Sprintf("%dd", days)
	}
	return fmt.Sprintf("%dd%s", days, short(d))
}

// short writes a duration without zero units at its end: 10m, not 10m0s.
func short(d time.Duration) string {
	s := d.String()
	for _, zeros := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, zeros) {
			s = s[:len(s)-2]
		}
	}
	return s
}
