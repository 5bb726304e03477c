package reseller

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TrimEnds takes off both ends of a text what nobody sees: every space of Unicode, line ends, and the invisible characters
// that come along when text is pasted. What stands inside stays, byte for byte: auth codes, tokens and tags are compared so.
func TrimEnds(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || invisible(r) || joiner(r) })
}

// invisible reports whether a character is one that nobody sees or means in a line of text: marks and overrides of direction, word
// joiners, zero-width spaces, soft hyphens, byte order marks, tags. Joiners (see joiner) are none of them: some languages write with them.
func invisible(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x061C, r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return false
}

// joiner reports whether r is a zero-width joiner or non-joiner.
func joiner(r rune) bool { return r == 0x200C || r == 0x200D }

// plainText makes of a text that stands for no words (addresses, codes, numbers) what a keyboard would have typed: without
// invisible characters and joiners, with "-" for every dash and " " for every space. What is not UTF-8 stays, to be refused.
func plainText(text string) string {
	if !utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			return r
		case invisible(r) || joiner(r):
			return -1
		case unicode.Is(unicode.Pd, r) || r == 0x2212 || r == 0x02D7 || r == 0x2043:
			return '-'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
}

// plainNumber is plainText with the digits of all scripts, and what is of full width, as those of ASCII.
func plainNumber(text string) string {
	if !utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFF01 + '!'
		case r >= 0x80 && unicode.Is(unicode.Nd, r):
			return asciiDigit(r)
		}
		return r
	}, plainText(text))
}

// asciiDigit gives the digit of any script. Unicode keeps the ten of a script together, 0 first.
func asciiDigit(r rune) rune {
	for _, tens := range unicode.Nd.R16 {
		if r >= rune(tens.Lo) && r <= rune(tens.Hi) {
			return '0' + (r-rune(tens.Lo))%10
		}
	}
	for _, tens := range unicode.Nd.R32 {
		if r >= rune(tens.Lo) && r <= rune(tens.Hi) {
			return '0' + (r-rune(tens.Lo))%10
		}
	}
	return r
}

// isLineEnd reports whether a character ends a line, or is a tab. Unicode has two such characters that are no control characters.
func isLineEnd(c rune) bool {
	return c == '\r' || c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029
}

// cleanText makes a value fit for one line of XML: UTF-8, line breaks and tabs turned into blanks, no blanks at the ends, nothing
// invisible inside, at most limit characters. Control characters and what XML 1.0 §2.2 forbids are errors.
func cleanText(value string, limit int) (string, error) {
	if !utf8.ValidString(value) {
		return "", Invalid("", "the value is not valid UTF-8")
	}
	value = strings.Join(strings.FieldsFunc(value, isLineEnd), " ")
	value = TrimEnds(strings.Map(func(c rune) rune {
		if invisible(c) {
			return -1
		}
		return c
	}, value))
	for _, c := range value {
		if unicode.IsControl(c) || c == 0xFFFE || c == 0xFFFF {
			return "", Invalid("", "the value holds the character %U, which registries do not accept", c)
		}
	}
	if n := utf8.RuneCountInString(value); n > limit {
		return "", Invalid("", "the value has %d characters, at most %d are allowed", n, limit)
	}
	return value, nil
}
