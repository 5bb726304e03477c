package account

import (
	"strings"

	"nameyard/reseller"
)

// listed are the words that were typed, one on a line or with blanks, commas or semicolons between. Dots of other keyboards are the one of
// the DNS.
func listed(text string) []string {
	return strings.FieldsFunc(reseller.PlainDots(text), func(c rune) bool { return strings.ContainsRune(" ,;\t\r\n", c) })
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
