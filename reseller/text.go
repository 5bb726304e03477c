package reseller

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanText makes a value fit for one line of XML: UTF-8, line breaks and tabs turned into blanks, no blanks at the ends,
// at most limit characters. Control characters and what XML 1.0 §2.2 forbids are errors.
func cleanText(value string, limit int) (string, error) {
	if !utf8.ValidString(value) {
		return "", Invalid("", "the value is not valid UTF-8")
	}
	value = strings.Join(strings.FieldsFunc(value, func(c rune) bool { return c == '\r' || c == '\n' || c == '\t' }), " ")
	value = strings.TrimSpace(value)
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
