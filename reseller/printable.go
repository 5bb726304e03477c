package reseller

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Printable gives a text of others in a form that is safe to show on one line of a terminal, in a log, a mail or an error: control
// characters, line ends, marks and overrides of direction and whatever else nobody sees are written as "\u202e", bytes that are no UTF-8 as
// "\xff". A text without them stays as it is. The escapes of characters are those of JSON, so that JSON text stays equal.
func Printable(text string) string { return printable(text, "") }

// PrintableLines is Printable for text of many lines: line ends and tabs stay.
func PrintableLines(text string) string { return printable(text, "\n\t") }

func printable(text, keep string) string {
	plain := func(r rune) bool { return unicode.IsGraphic(r) || joiner(r) || strings.ContainsRune(keep, r) }
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	var safe strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&safe, `\x%02x`, text[0])
		case plain(r):
			safe.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&safe, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&safe, `\u%04x`, r)
		}
		text = text[size:]
	}
	return safe.String()
}
