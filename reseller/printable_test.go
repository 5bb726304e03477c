package reseller

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextOfOthersIsShownSafely(t *testing.T) {
	for text, want := range map[string]string{
		"räksmörgås 北京 😀 a\u00a0b":    "räksmörgås 北京 😀 a\u00a0b",
		"\x1b]0;pwned\a\x1b[2J":       `\u001b]0;pwned\u0007\u001b[2J`,
		"a\u202eb\u2066c\u200fd":      `a\u202eb\u2066c\u200fd`,
		"two\r\nlines\u2028three\x85": `two\u000d\u000alines\u2028three\x85`,
		"c1 \u009b31m":                `c1 \u009b31m`,
		"bytes \xff\xfe":              `bytes \xff\xfe`,
		"tag \U000e0041 \ufeff":       `tag \udb40\udc41 \ufeff`,
		"نامه\u200cای":                "نامه\u200cای", // Persian is written with joiners
		"a real \ufffd":               "a real \ufffd",
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q is shown as %s, want %s", text, got, want)
		}
	}
	if got := PrintableLines("a\tb\n\x1b"); got != "a\tb\n"+`\u001b` {
		t.Errorf("lines are %q", got)
	}
	const evil = "a\u202e\U000e0041\x7f"
	quoted, err := json.Marshal(evil)
	if err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal([]byte(Printable(string(quoted))), &back); err != nil || back != evil {
		t.Errorf("JSON comes back as %q: %v", back, err)
	}
}

func TestErrorsShowNothingUnprintable(t *testing.T) {
	const evil = "\x1b[2J\u202e\xff\n"
	face := Spelling{Param: func(p Path) string { return "face:" + string(p) + evil }, Action: func(Hint) string { return evil }}
	for _, err := range []*Error{
		Invalid("years", "years is %s", evil), Invalid("years", "years is %q", evil),
		Errorf(KindRefused, CodeRefused, "%s", evil), Invalid("years", "%s of %s: %s", PathYears, Inner(Invalid("", "%s", evil)), HintDAS),
	} {
		for _, e := range []*Error{err, err.Spelled(face)} {
			if text := e.Words + e.Param; strings.ContainsAny(text, "\x1b\u202e\n") || !utf8.ValidString(text) {
				t.Errorf("the words are %q, the parameter %q", e.Words, e.Param)
			}
		}
	}
}
