package mail

import (
	"bufio"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestEachNameHasItsCopiesAnHour(t *testing.T) {
	t.Parallel()
	r, now := NewRates(10), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		copies int
		later  time.Duration
		want   bool
	}{
		{"a.com", 6, 0, true}, {"a.com", 4, 0, true}, {"a.com", 1, 0, false}, {"b.com", 10, 0, true},
		{"a.com", 1, 6 * time.Minute, true}, {"a.com", 1, 0, false},
		{"c.com", 100, 0, true}, {"c.com", 1, 0, false}, // more targets than an hour has copies: one mail goes
		{"a.com", 10, time.Hour, true},
	} {
		now = now.Add(c.later)
		if got := r.take(c.name, c.copies, now); got != c.want {
			t.Errorf("%s, %d copies at %s: %v", c.name, c.copies, now.Format("15:04"), got)
		}
	}
	if !NewRates(0).take("a.com", 1000000, now) {
		t.Error("without a bound there is one")
	}
}

func TestNamesWithNothingToRememberAreForgotten(t *testing.T) {
	t.Parallel()
	r, now := NewRates(10), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i := range maxCounted {
		r.take(fmt.Sprint(i), 1, now)
	}
	now = now.Add(time.Hour)
	r.take("0", 10, now)
	r.take("new", 1, now)
	if len(r.names) != 2 || r.take("0", 1, now) {
		t.Errorf("%d names are counted", len(r.names))
	}
}

func TestRequestsThatCannotBeReadEndTheConnection(t *testing.T) {
	t.Parallel()
	read := func(text string) error {
		_, err := readNetstring(bufio.NewReader(strings.NewReader(text)))
		return err
	}
	for _, text := range []string{":x,", "x:", "-1:x,", "1;x,", "5:hello;", "99999999999999999999:x,", "4097:" + strings.Repeat("x", 4097) + ","} {
		if err := read(text); !errors.Is(err, errRequest) {
			t.Errorf("netstring %.20q: %v", text, err)
		}
	}
	for _, text := range []string{"5", "5:hel", "5:hello"} {
		if err := read(text); err == nil || errors.Is(err, errRequest) {
			t.Errorf("netstring %q, cut off: %v", text, err)
		}
	}
	for _, text := range []string{"request\n\n", strings.Repeat("x", 5000) + "\n", strings.Repeat("a=b\n", 101), "request=" + strings.Repeat("x", 3000) + "\n\n"} {
		if request, err := readPolicy(bufio.NewReader(strings.NewReader(text))); !errors.Is(err, errPolicy) {
			t.Errorf("policy %.20q: %v, %v", text, request, err)
		}
	}
}
