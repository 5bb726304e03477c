package reseller

import (
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// profile is UTS #46 non-transitional with every check on. idna.Punycode and idna.Lookup let wrong labels pass. It says
// what can exist in the DNS, symbols of other registries' names included; what can be sold is IDNA2008's to say (idna2008.go).
var profile = idna.New(
	idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule(),
	idna.CheckJoiners(true), idna.CheckHyphens(true), idna.VerifyDNSLength(true), idna.ValidateLabels(true),
)

// maxName is how many characters a name has at most: in ASCII on the wire (RFC 1035 §3.1), and in letters before that,
// because no letter of Unicode takes less than one.
const maxName = 253

var (
	errNotUTF8    = errors.New("not valid UTF-8")
	errEmptyLabel = errors.New("two dots in a row")
	errTooLong    = errors.New("longer than 253 characters")
)

// toACE maps what people type and brings it to ACE. It looks at the length first, because Punycode takes time by the square
// of it, and at the UTF-8, because idna takes each bad byte for U+FFFD and makes a label of it.
func toACE(name string) (string, error) {
	if tooLong(name) {
		return "", errTooLong
	}
	if !utf8.ValidString(name) {
		return "", errNotUTF8
	}
	ascii, err := profile.ToASCII(strings.Map(mapToday, name))
	if err == nil && strings.HasSuffix(ascii, ".") { // of the root, which idna lets pass
		err = errEmptyLabel
	}
	return ascii, err
}

// mapToday maps the letters that UTS #46 maps in another way today than in the tables of x/net/idna (Unicode 15.0): the capital
// sharp s since 15.1, capitals without a small letter in the first Unicode versions since 16.0, and corrected compatibility ideographs.
// Letters that are younger than 15.0 are not valid before Go has them.
func mapToday(letter rune) rune {
	switch letter {
	case 'ẞ':
		return 'ß'
	case 'Ӏ':
		return 'ӏ'
	case 'Ⅎ':
		return 'ⅎ'
	case 'Ↄ':
		return 'ↄ'
	case 0x2F868:
		return 0x36FC
	case 0x2F874:
		return 0x5F53
	case 0x2F91F:
		return 0x243AB
	case 0x2F95F:
		return 0x7AEE
	case 0x2F9BF:
		return 0x45D7
	}
	if letter >= 'Ⴀ' && letter <= 'Ⴥ' {
		return letter - 'Ⴀ' + 'ⴀ'
	}
	return letter
}
