package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestTokensHaveNamesThatPeopleSee(t *testing.T) {
	for text, want := range map[string]string{
		" WHMCS\u200b\n":             "WHMCS",
		strings.Repeat("å", 255):     strings.Repeat("å", 255),
		strings.Repeat("å", 256):     "",
		"":                           "",
		" \t":                        "",
		"a\x00b":                     "",
		"two\nlines":                 "",
		"no UTF-8: \xff in the text": "",
	} {
		name, err := reseller.CheckTokenName(text)
		if name != want || (err == nil) != (want != "") || err != nil && reseller.AsError(err).Field != reseller.PathTokenName {
			t.Errorf("%q: %q, %v", text, name, err)
		}
	}
}
