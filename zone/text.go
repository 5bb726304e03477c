package zone

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nameyard/reseller"
)

// maxText is the size of a TXT in bytes, and of a CAA's value; longer ones do not fit the answers that resolvers like.
const maxText = 4096

// Text gives the bytes that a TXT publishes.
func (r Record) Text() string {
	text, err := readText(r.Address)
	if err != nil { // not in normal form
		return r.Address
	}
	return text
}

// recordText brings a TXT to normal form: the text itself, or, where the text would be read as another one, in quotes with
// escapes. A text of nothing is empty.
func recordText(given string) (string, error) {
	text, err := readText(given)
	if err != nil || strings.TrimSpace(text) == "" {
		return "", err
	}
	if !utf8.ValidString(text) {
		return "", reseller.Invalid("", "the text is not valid UTF-8")
	}
	if i := strings.IndexFunc(text, unicode.IsControl); i >= 0 {
		return "", reseller.Invalid("", "the text holds the control character %U", []rune(text[i:])[0])
	}
	if len(text) > maxText {
		return "", reseller.Invalid("", "the text has %d bytes, at most %d are allowed", len(text), maxText)
	}
	if again, err := readText(text); err == nil && again == text {
		return text, nil
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`, nil
}

// readText gives the text that a client means. One that is nothing but strings in quotes is zone-file text (RFC 1035 §5.1):
// escapes are read, several strings joined, brackets around them and comments taken off. Any other is meant byte for byte,
// also where it happens to begin and end with a quote, as in "k":"v".
func readText(given string) (string, error) {
	trimmed := strings.TrimSpace(given)
	if strings.HasPrefix(trimmed, `""`) && strings.HasSuffix(trimmed, `""`) && len(trimmed) > 4 && !strings.ContainsAny(trimmed[2:len(trimmed)-2], `"\`) {
		return trimmed[2 : len(trimmed)-2], nil // quoted again by a client
	}
	if !strings.HasPrefix(strings.TrimLeft(trimmed, "( \t\r\n"), `"`) {
		return given, nil
	}
	z := zoneText{rest: trimmed}
	text, err := z.read()
	if z.plain {
		return given, nil
	}
	return text, err
}

// zoneText reads strings in quotes.
type zoneText struct {
	rest     string
	depth    int  // brackets that are open
	brackets bool // there were some
	plain    bool // it is no zone-file text at all
}

func (z *zoneText) read() (string, error) {
	var joined strings.Builder
	for z.blanks(); z.rest != ""; z.blanks() {
		if z.rest[0] != '"' {
			return "", z.stray()
		}
		text, rest, err := quotedString(z.rest)
		if err != nil {
			z.plain = !z.brackets && !strings.HasSuffix(z.rest[1:], `"`) // a quote alone
			return "", err
		}
		joined.WriteString(text)
		z.rest = rest
	}
	if z.depth != 0 {
		return "", reseller.Invalid("", "a bracket around the quoted strings is not closed")
	}
	return joined.String(), nil
}

// blanks skips blanks, brackets and, where there are brackets, comments.
func (z *zoneText) blanks() {
	for z.rest != "" {
		switch c := z.rest[0]; {
		case c == '(':
			z.depth, z.brackets = z.depth+1, true
		case c == ')' && z.depth > 0:
			z.depth--
		case c == ';' && z.brackets:
			if end := strings.IndexByte(z.rest, '\n'); end >= 0 {
				z.rest = z.rest[end:]
				continue
			}
			z.rest = ""
			return
		case !strings.ContainsRune(" \t\r\n", rune(c)):
			return
		}
		z.rest = z.rest[1:]
	}
}

// stray judges what stands between or behind strings in quotes.
func (z *zoneText) stray() error {
	switch {
	case z.brackets:
		first, _ := utf8.DecodeRuneInString(z.rest)
		return reseller.Invalid("", "in brackets only strings in quotes can stand, not %q", string(first))
	case z.rest[0] == ';':
		return reseller.Invalid("", "there is something behind the text in quotes: leave the comment out, or the quotes")
	}
	z.plain = true
	return nil
}

// quotedString reads the string in quotes that s begins with, and its escapes: \X is X, \DDD the byte of that number.
func quotedString(s string) (text, rest string, err error) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		case s[i] != '\\':
			b.WriteByte(s[i])
		case i+1 == len(s):
			return "", "", reseller.Invalid("", `the text ends in a backslash`)
		case !isDigit(s[i+1]):
			i++
			b.WriteByte(s[i])
		default:
			code, ok := byteCode(s[i+1:])
			if !ok {
				return "", "", reseller.Invalid("", `in quotes \ stands before a character or before the three digits of a byte, as in \; and \059: write \\ for a backslash`)
			}
			b.WriteByte(code)
			i += 3
		}
	}
	return "", "", reseller.Invalid("", `the quotes are not closed: in quotes \" is a quote of the text, and \\ a backslash`)
}

// byteCode reads three decimal digits.
func byteCode(s string) (byte, bool) {
	if len(s) < 3 || !isDigit(s[1]) || !isDigit(s[2]) {
		return 0, false
	}
	n := int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0')
	return byte(n), n <= 255
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
