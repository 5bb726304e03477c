package v2

import (
	"strings"
	"testing"

	"nameyard/server/form"
)

// TestTermWithoutEnd takes terms with more dots than can each be looked behind in a test's time.
func TestTermWithoutEnd(t *testing.T) {
	long := strings.Repeat("ä.", 300_000)
	for given, want := range map[string]string{
		long:                        long,
		long + "example.CO.UK":      long + "example",
		"Ⱥ.Ⱥ":                       "Ⱥ",
		"example.co.uk":             "example",
		".uk":                       "",
		strings.Repeat("a.uk.", 99): strings.Repeat("a.uk.", 99),
	} {
		r := Request{ContentType: form.URLEncoded, Body: []byte("tldsToInclude[]=.uk&tldsToInclude[]=.co.uk&tldsToInclude[]=.Ⱥ&searchTerm=" + given)}
		entries, err := r.read()
		if err != nil {
			t.Fatal(err)
		}
		p := &Params{Params: form.NewParams(entries)}
		if label, _ := p.term(); label != want || p.Err() != nil {
			t.Errorf("%.20q: %.20q, %v", given, label, p.Err())
		}
	}
}
