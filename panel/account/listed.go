package account

import (
	"strings"
	"unicode"

	"nameyard/reseller"
)

// listed are the words that were typed, one on a line or with blanks, commas or semicolons between. Dots of other keyboards are the one of
// the DNS, and what nobody sees at the ends of words, as it comes along from web pages and tables, is none of them.
func listed(text string) (words []string) {
	between := func(c rune) bool { return c == ',' || c == ';' || unicode.IsSpace(c) }
	for _, word := range strings.FieldsFunc(reseller.PlainDots(text), between) {
		if word = reseller.TrimEnds(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// distinct are names without those that stand among them already, in whatever spelling.
func distinct(names []string) (once []string) {
	seen := map[string]bool{}
	for _, name := range names {
		ascii, err := reseller.ToASCII(name)
		if err != nil {
			ascii = name
		}
		if !seen[ascii] {
			seen[ascii], once = true, append(once, name)
		}
	}
	return once
}
