package reseller_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// wantFault fails unless err is a public error with that field whose words hold the text.
func wantFault(t *testing.T, err error, field, words string) {
	t.Helper()
	var e *reseller.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want a public one", err)
	}
	if string(e.Field) != field || !strings.Contains(e.Words, words) {
		t.Fatalf("error is %q in field %q, want %q in field %q", e.Words, e.Field, words, field)
	}
}

// wantWords fails unless err is a public error whose words hold the text.
func wantWords(t *testing.T, err error, words string) {
	t.Helper()
	var e *reseller.Error
	if !errors.As(err, &e) || !strings.Contains(e.Words, words) {
		t.Errorf("error is %v, want words with %q", err, words)
	}
}

// wantLines fails unless err says exactly these lines, in this order.
func wantLines(t *testing.T, err error, lines ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	if want := strings.Join(lines, "\n"); err.Error() != want {
		t.Fatalf("error is\n%s\nwant\n%s", err, want)
	}
}

func mustName(t testing.TB, sld, tld string) reseller.Name {
	t.Helper()
	name, err := reseller.ParseName(sld, tld)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func mustTLD(t testing.TB, tld string) reseller.TLD {
	t.Helper()
	tlds, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := tlds.Lookup(tld)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

func long(n int) string { return strings.Repeat("x", n) }
