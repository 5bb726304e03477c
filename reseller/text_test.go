package reseller

import (
	"strings"
	"testing"
	"unicode"
)

func TestTrimEndsTakesWhatNobodySeesAndNothingElse(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"Abc-123!x \n": "Abc-123!x", "\u00a0\u3000FASTHOSTS\u2028": "FASTHOSTS", "\ufeff\u200bcode\u202c": "code", "\u200dcode\u200c": "code",
		" a \u200b b ": "a \u200b b", "a\u00adb": "a\u00adb", "": "", " \t\r\n": "", "–x–": "–x–", "\xffx\xff ": "\xffx\xff",
	} {
		if got := TrimEnds(given); got != want {
			t.Errorf("%q = %q, want %q", given, got, want)
		}
	}
}

func TestEveryDigitOfEveryScriptIsADigit(t *testing.T) {
	t.Parallel()
	for zero, digits := range map[rune]string{'٠': "٠١٢٣٤٥٦٧٨٩", '۰': "۰۱۲۳۴۵۶۷۸۹", '०': "०१२३४५६७८९", '０': "０１２３４５６７８９", '𝟎': "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", '𝟘': "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡"} {
		if got := plainNumber(digits); got != "0123456789" {
			t.Errorf("%q from %U = %q", digits, zero, got)
		}
	}
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if got := plainNumber(string(r)); unicode.Is(unicode.Nd, r) && !AllDigits(got) {
			t.Fatalf("%U = %q", r, got)
		}
	}
}

func TestQuotedInputIsClipped(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("å", 100)
	err := Errorf(KindInvalid, CodeInvalidParameter, "%q is none; %s", text, text)
	if want := `"` + strings.Repeat("å", maxQuoted) + `…" is none; ` + text; err.Words != want {
		t.Errorf("%s", err.Words)
	}
	for _, short := range []string{"", "x", strings.Repeat("å", maxQuoted)} {
		if err := Errorf(KindInvalid, CodeInvalidParameter, "%q %d %v", short, 1, short); err.Words != `"`+short+`" 1 `+short {
			t.Errorf("%s", err.Words)
		}
	}
}
