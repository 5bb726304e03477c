package zone

import (
	"fmt"
	"strings"

	"nameyard/reseller"
)

// words cuts a text in the form of a zone file (RFC 1035 §5.1) at blanks that stand in no quotes. The words keep their quotes and escapes.
func words(text string) ([]string, error) {
	var list []string
	for rest := strings.TrimLeft(text, " \t"); rest != ""; rest = strings.TrimLeft(rest, " \t") {
		end, err := wordEnd(rest)
		if err != nil {
			return nil, err
		}
		list, rest = append(list, rest[:end]), rest[end:]
	}
	return list, nil
}

// wordEnd gives where the word ends that a text begins with.
func wordEnd(text string) (int, error) {
	for i := 0; i < len(text); {
		switch text[i] {
		case ' ', '\t':
			return i, nil
		case '\\':
			i += 2
		case '"':
			_, rest, err := quotedString(text[i:])
			if err != nil {
				return 0, err
			}
			i = len(text) - len(rest)
		default:
			i++
		}
	}
	return len(text), nil
}

// unquoted gives the bytes that a word means, which may stand in quotes.
func unquoted(word string) (string, error) {
	if !strings.HasPrefix(word, `"`) {
		word = `"` + word + `"`
	}
	text, rest, err := quotedString(word)
	if err == nil && rest != "" {
		err = reseller.Invalid("", `a quote stands in the middle of %s`, word)
	}
	return text, err
}

// Escaped writes bytes so that a zone file means just them, in quotes (RFC 1035 §5.1).
func Escaped(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03d`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// inQuotes writes bytes as a string in quotes.
func inQuotes(text string) string { return `"` + Escaped(text) + `"` }
