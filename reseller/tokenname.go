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
	name := TrimEnds(text)
	switch n := utf8.RuneCountInString(name); {
	case name == "":
		return "", Missing(PathTokenName)
	case !utf8.ValidString(name):
		return "", Invalid(PathTokenName, "%s is not UTF-8 text", PathTokenName)
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", Invalid(PathTokenName, "%s has control characters or more than one line", PathTokenName)
	case n > MaxTokenName:
		return "", Invalid(PathTokenName, "%s has %d characters and may have %d", PathTokenName, n, MaxTokenName)
	}
	return name, nil
}
