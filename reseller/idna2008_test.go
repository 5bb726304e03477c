package reseller

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// judgedClasses reads testdata/idna2008.txt.
func judgedClasses(t *testing.T) map[rune]idnaClass {
	t.Helper()
	file, err := os.Open("testdata/idna2008.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	classes := map[rune]idnaClass{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		property, codes, _ := strings.Cut(lines.Text(), " ")
		class, known := map[string]idnaClass{"PVALID": idnaValid, "CONTEXTJ": idnaContext, "CONTEXTO": idnaContext}[property]
		if !known {
			continue
		}
		from, to, several := strings.Cut(codes, "-")
		if !several {
			to = from
		}
		first, err1 := strconv.ParseInt(from, 16, 32)
		last, err2 := strconv.ParseInt(to, 16, 32)
		if err1 != nil || err2 != nil {
			t.Fatalf("line %q", lines.Text())
		}
		for r := rune(first); r <= rune(last); r++ {
			classes[r] = class
		}
	}
	if len(classes) < 100_000 {
		t.Fatalf("only %d code points are judged", len(classes))
	}
	return classes
}

// Every code point that Go's Unicode has is derived as another implementation of RFC 5892 derives it.
func TestClassesAreThoseOfAnotherImplementation(t *testing.T) {
	t.Parallel()
	judged := judgedClasses(t)
	known := []*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co}
	wrong := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if class := classOf(r); class != judged[r] && (unicode.In(r, known...) || class != idnaDisallowed) {
			if wrong++; wrong <= 10 {
				t.Errorf("%U is %d, not %d", r, class, judged[r])
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d code points in all", wrong)
	}
}

func TestMappedLettersAreThoseThatUTS46MapsSoToday(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"STRAẞE": "straße", "ẞ": "ß", "Ӏа": "ӏа", "ႠႡ": "ⴀⴁ", "Ⅎa": "ⅎa", "Ↄa": "ↄa",
		string(rune(0x2F868)): "㛼", string(rune(0x2F874)): "当", string(rune(0x2F91F)): string(rune(0x243AB)), string(rune(0x2F95F)): "竮", string(rune(0x2F9BF)): "䗗",
	} {
		got, err := ToASCII(given)
		if plain, err2 := ToASCII(want); err != nil || err2 != nil || got != plain {
			t.Errorf("%q is %q (%v), and %q is %q (%v)", given, got, err, want, plain, err2)
		}
	}
}
