package reseller

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writing is a way of writing that a TLD may take: one script of Unicode, or those that one language writes together.
type writing struct {
	scripts []*unicode.RangeTable
	ascii   bool // a to z may stand beside them
}

// languages are the ways of writing that take several scripts (UTS #39 §5.2, with a to z as registries' tables have it).
var languages = map[string]writing{
	"Chinese":  {[]*unicode.RangeTable{unicode.Han, unicode.Bopomofo}, true},
	"Japanese": {[]*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}, true},
	"Korean":   {[]*unicode.RangeTable{unicode.Hangul, unicode.Han}, true},
}

// writingOf finds a way of writing by the word in the rules of a TLD: a script as Unicode names it ("Latin"), or a language
// of those above.
func writingOf(word string) (writing, bool) {
	if language, ok := languages[word]; ok {
		return language, true
	}
	script, ok := unicode.Scripts[word]
	return writing{scripts: []*unicode.RangeTable{script}}, ok && word != "Common" && word != "Inherited"
}

// takes reports whether a label can be written so. Digits, hyphens and marks that all scripts share stand everywhere.
func (w writing) takes(label string) bool {
	own := false
	for _, r := range label {
		switch {
		case unicode.In(r, w.scripts...):
			own = true
		case unicode.In(r, unicode.Common, unicode.Inherited):
		case !w.ascii || r >= 0x80:
			return false
		}
	}
	return own
}

// oneWriting reports whether a label keeps to one script, or to those of one language.
func oneWriting(label string) bool {
	ways := slices.Collect(maps.Values(languages))
	if first := strings.TrimLeftFunc(label, func(r rune) bool { return unicode.In(r, unicode.Common, unicode.Inherited) }); first != "" {
		letter, _ := utf8.DecodeRuneInString(first)
		ways = append(ways, writing{scripts: []*unicode.RangeTable{scriptOf(letter)}})
	}
	return slices.ContainsFunc(ways, func(w writing) bool { return w.takes(label) })
}

// scriptOf finds the script of a letter. It is none for letters that Go does not know, which no label has.
func scriptOf(letter rune) *unicode.RangeTable {
	for _, script := range unicode.Scripts {
		if unicode.Is(script, letter) {
			return script
		}
	}
	return &unicode.RangeTable{}
}

// CheckName says why a name that can exist cannot be sold: a letter that IDNA2008 does not have, a script that the TLD does
// not take, scripts mixed. Names in ASCII are the registry's to judge. Errors carry PathLabel.
func (t TLD) CheckName(name Name) error {
	if !strings.HasPrefix(name.label, "xn--") {
		return nil
	}
	label, err := profile.ToUnicode(name.label)
	if err != nil {
		return Invalid(PathLabel, "%q is not a valid domain label", name.label).Because(err)
	}
	if err := checkIDNA2008(label); err != nil {
		return AsError(err).In(PathLabel)
	}
	if t.Scripts == nil && oneWriting(label) {
		return nil
	}
	for _, word := range t.Scripts {
		if w, _ := writingOf(word); w.takes(label) {
			return nil
		}
	}
	switch {
	case t.Scripts == nil:
		return Invalid(PathLabel, "%q cannot be registered: a name is written in one script", label)
	case len(t.Scripts) == 0:
		return Invalid(PathLabel, "%q cannot be registered: .%s takes the letters a to z, digits and hyphens only", label, t.Name)
	case len(t.Scripts) == 1:
		return Invalid(PathLabel, "%q cannot be registered: .%s takes letters of the script %s only", label, t.Name, t.Scripts[0])
	}
	return Invalid(PathLabel, "%q cannot be registered: .%s takes names in one of %s", label, t.Name, strings.Join(t.Scripts, ", "))
}

// scriptFaults lists the scripts of the rules that nobody knows.
func (t TLD) scriptFaults() []ruleFault {
	for _, word := range t.Scripts {
		if _, known := writingOf(word); !known {
			return []ruleFault{{"scripts", fmt.Sprintf("scripts has %q", word) + `, must be scripts as Unicode names them ("Latin"), or Chinese, Japanese, Korean`}}
		}
	}
	return nil
}
