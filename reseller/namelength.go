//go:build !control_nolength

package reseller

import "unicode/utf8"

// tooLong reports whether a text has too many letters for a name, whatever they are.
func tooLong(name string) bool {
	return len(name) > maxName && utf8.RuneCountInString(name) > maxName
}
