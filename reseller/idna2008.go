package reseller

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// idnaClass is the derived property of a code point (RFC 5892 §1). The zero class is DISALLOWED or UNASSIGNED: registries
// make no difference between them.
type idnaClass int

const (
	idnaDisallowed idnaClass = iota
	idnaValid
	idnaContext // in its context only (RFC 5892 appendix A)
)

// idnaExceptions are the code points of RFC 5892 §2.6 whose class cannot be derived.
var idnaExceptions = map[rune]idnaClass{
	0x00DF: idnaValid, 0x03C2: idnaValid, 0x06FD: idnaValid, 0x06FE: idnaValid, 0x0F0B: idnaValid, 0x3007: idnaValid,
	0x00B7: idnaContext, 0x0375: idnaContext, 0x05F3: idnaContext, 0x05F4: idnaContext, 0x30FB: idnaContext,
	0x0640: idnaDisallowed, 0x07FA: idnaDisallowed, 0x302E: idnaDisallowed, 0x302F: idnaDisallowed,
	0x3031: idnaDisallowed, 0x3032: idnaDisallowed, 0x3033: idnaDisallowed, 0x3034: idnaDisallowed, 0x3035: idnaDisallowed, 0x303B: idnaDisallowed,
}

// classOf derives the class of a code point as RFC 5892 §3 does, from the Unicode tables of Go.
func classOf(r rune) idnaClass {
	if class, exception := idnaExceptions[r]; exception {
		return class
	}
	switch {
	case r >= 0x0660 && r <= 0x0669, r >= 0x06F0 && r <= 0x06F9: // exceptions, too: digits that must not be mixed
		return idnaContext
	case r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
		return idnaValid
	case unicode.Is(unicode.Join_Control, r):
		return idnaContext
	case oldHangul(r) || unstable(r) || ignorable(r):
		return idnaDisallowed
	case unicode.In(r, unicode.Ll, unicode.Lu, unicode.Lo, unicode.Nd, unicode.Lm, unicode.Mn, unicode.Mc):
		return idnaValid
	}
	return idnaDisallowed
}

// oldHangul reports whether r is a conjoining jamo (RFC 5892 §2.9).
func oldHangul(r rune) bool {
	return r >= 0x1100 && r <= 0x11FF || r >= 0xA960 && r <= 0xA97C || r >= 0xD7B0 && r <= 0xD7C6 || r >= 0xD7CB && r <= 0xD7FB
}

// ignorable reports whether r is ignorable, white space or no character, or of a block for notation (RFC 5892 §2.3, §2.4).
func ignorable(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.White_Space, unicode.Noncharacter_Code_Point) ||
		r >= 0x20D0 && r <= 0x20FF || r >= 0x1D100 && r <= 0x1D24F
}

// unstable reports whether normalisation and case folding change r (RFC 5892 §2.2).
func unstable(r rune) bool {
	text := string(r)
	return norm.NFKC.String(foldCase(norm.NFKD.String(text))) != text
}

// foldCase folds case letter by letter: to small letters, in Cherokee to capitals, which came first there, and the forms of small
// letters that fold to others (the iota below, the rounded letters of old Cyrillic) to those. What folds to several letters is not
// stable under NFKC or ToLower either, but for ß, which is an exception.
func foldCase(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cherokee, r):
			return unicode.ToUpper(r)
		case r == 0x0345, r >= 0x1C80 && r <= 0x1C88:
			return unicode.ToLower(unicode.ToUpper(r))
		}
		return unicode.ToLower(r)
	}, text)
}

// inContext judges a letter that is valid in its context only (RFC 5892 appendix A.3 to A.9). Joiners (A.1, A.2) were judged by
// the profile.
func inContext(letters []rune, at int) bool {
	before, after := rune(0), rune(0)
	if at > 0 {
		before = letters[at-1]
	}
	if at+1 < len(letters) {
		after = letters[at+1]
	}
	has := func(scripts ...*unicode.RangeTable) bool {
		return slices.ContainsFunc(letters, func(r rune) bool { return unicode.In(r, scripts...) })
	}
	switch r := letters[at]; r {
	case 0x00B7: // the middle dot of Catalan
		return before == 'l' && after == 'l'
	case 0x0375: // the Greek numeral sign
		return unicode.Is(unicode.Greek, after)
	case 0x05F3, 0x05F4: // geresh and gershayim
		return unicode.Is(unicode.Hebrew, before)
	case 0x30FB: // the middle dot of Katakana
		return has(unicode.Hiragana, unicode.Katakana, unicode.Han)
	case '\u200c', '\u200d':
		return true
	default: // Arabic digits, which are not mixed with those of Persian and Urdu
		return !has(arabicDigits) || !has(extendedArabicDigits)
	}
}

var (
	arabicDigits         = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x0660, Hi: 0x0669, Stride: 1}}}
	extendedArabicDigits = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x06F0, Hi: 0x06F9, Stride: 1}}}
)
