package reseller

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
)

// countries lists the countries of ISO 3166-1. EPP takes these codes and no others: neither UK nor EU.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC " +
	"CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD " +
	"GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH " +
	"KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW " +
	"MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC " +
	"SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY " +
	"UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"

// isCountry reports whether code is one of ISO 3166-1 alpha-2, in capitals.
func isCountry(code string) bool {
	return len(code) == 2 && !strings.Contains(code, " ") && strings.Contains(countries, code)
}

// maxCountry is how many letters the name of a country has at most, however it is written.
const maxCountry = 100

// OtherCountry reports whether two texts say two different countries. SE, SWE and Sweden are one; a text that says none is no other.
func OtherCountry(a, b string) bool {
	one, errOne := CheckCountry(a)
	other, errOther := CheckCountry(b)
	return errOne == nil && errOther == nil && one != other
}

// CheckCountry brings a country to its ISO 3166-1 alpha-2 code: from that code or the one of three letters, or from its name
// in English or any other language that CLDR has. UK, which many address books hold, becomes GB. Errors carry the field "country".
func CheckCountry(country string) (string, error) {
	code := strings.ToUpper(strings.TrimSpace(plainText(country[:min(len(country), 4*maxCountry)])))
	if code == "UK" {
		code = "GB"
	}
	if isCountry(code) {
		return code, nil
	}
	if region, err := language.ParseRegion(code); err == nil && len(code) == 3 && isCountry(region.String()) {
		return region.String(), nil
	}
	if len(country) <= 4*maxCountry {
		if named, ok := countryByName(country); ok {
			return named, nil
		}
	}
	return "", Invalid("country", "%q is no country: give its code of ISO 3166-1 such as SE, US or GB, or its name", country)
}

// withoutPlan maps the countries that libphonenumber has no numbering plan for to one whose numbers they share.
var withoutPlan = map[string]string{"AQ": "NF", "BV": "NO", "GS": "FK", "HM": "NF", "PN": "NZ", "TF": "RE", "UM": "US"}

// regionOf gives the numbering plan of a country as libphonenumber calls it, empty if there is none.
func regionOf(country string) string {
	if other, ok := withoutPlan[country]; ok {
		country = other
	}
	if phonenumbers.GetCountryCodeForRegion(country) == 0 {
		return ""
	}
	return country
}
