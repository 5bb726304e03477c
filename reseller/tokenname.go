package reseller

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTokenName is how many characters the name of a token may have.
const MaxTokenName = 255

// CheckTokenName gives the name of a token as it is kept: one line that people see, of 1 to MaxTokenName characters.
func CheckTokenName(text string) (string, error) {
	return checkTitle(PathTokenName, text, MaxTokenName)
}

// checkTitle gives what people call something as it is kept: one line of 1 to most characters.
func checkTitle(path Path, text string, most int) (string, error) {
	title := TrimEnds(text)
	switch n := utf8.RuneCountInString(title); {
	case title == "":
		return "", Missing(path)
	case !utf8.ValidString(title):
		return "", Invalid(path, "%s is not UTF-8 text", path)
	case strings.ContainsFunc(title, unshown):
		return "", Invalid(path, "%s has control characters or more than one line", path)
	case n > most:
		return "", Invalid(path, "%s has %d characters and may have %d", path, n, most)
	}
	return title, nil
}

// OneLine reports whether a text is one line that is shown as it is written: UTF-8 without control characters, those of the direction of writing among them.
func OneLine(text string) bool { return utf8.ValidString(text) && !strings.ContainsFunc(text, unshown) }

func unshown(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
