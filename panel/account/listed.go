package account

import "strings"

// listed are the words that were typed, one on a line or with blanks, commas or semicolons between.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,;\t\r\n", c) })
}
