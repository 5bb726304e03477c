package zone_test

import (
	"errors"
	"strings"
	"testing"

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

func mustName(t testing.TB, sld, tld string) reseller.Name {
	t.Helper()
	name, err := reseller.ParseName(sld, tld)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func number(n int) *int { return &n }
