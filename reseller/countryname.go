package reseller

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// otherNames are names of countries in use that CLDR does not have: those of ISO 3166-1 where CLDR's is another one, and what lists
// of countries in billing systems and address books hold.
var otherNames = map[string]string{
	"AE": "UAE|Emirates",
	"AT": "Oesterreich",
	"AX": "Aland Islands|Åland",
	"BN": "Brunei Darussalam",
	"BO": "Bolivia, Plurinational State of",
	"BQ": "Bonaire, Sint Eustatius and Saba",
	"CD": "Congo, Democratic Republic of the|Congo, The Democratic Republic of the|DR Congo|DRC|Zaire",
	"CG": "Congo|Congo, Republic of|Republic of the Congo",
	"CI": "Ivory Coast|Cote d Ivoire",
	"CN": "People's Republic of China",
	"CV": "Cape Verde|Cabo Verde",
	"CZ": "Czech Republic|Czechia",
	"FK": "Falkland Islands (Malvinas)",
	"FM": "Micronesia, Federated States of",
	"GB": "Great Britain|Britain|England|Scotland|Wales|Northern Ireland|UK|U.K.|" +
		"United Kingdom of Great Britain and Northern Ireland",
	"GM": "The Gambia",
	"GS": "South Georgia and the South Sandwich Islands",
	"HK": "Hong Kong",
	"HM": "Heard Island and McDonald Islands",
	"IE": "Republic of Ireland",
	"IR": "Iran, Islamic Republic of",
	"KP": "Korea, Democratic People's Republic of",
	"KR": "Korea, Republic of|Korea|Republic of Korea",
	"LA": "Lao People's Democratic Republic",
	"LY": "Libyan Arab Jamahiriya",
	"MD": "Moldova, Republic of",
	"MF": "Saint Martin (French part)",
	"MK": "Macedonia|Macedonia, The Former Yugoslav Republic of|FYROM|North Macedonia|Republic of North Macedonia|Nordmakedonien|Nord-Makedonia|" +
		"Nordmazedonien|Macédoine du Nord|Macedonia del Norte|Macedonia del Nord|Noord-Macedonië|Macedónia do Norte|Macedônia do Norte|" +
		"Macedonia Północna|Pohjois-Makedonia|Severní Makedonie|Северна Македонија|Северная Македония",
	"MM": "Burma|Myanmar",
	"MO": "Macau|Macao",
	"NL": "Holland|The Netherlands|Kingdom of the Netherlands",
	"PN": "Pitcairn",
	"PS": "Palestine|Palestine, State of|Palestinian Territory, Occupied",
	"RU": "Russian Federation",
	"SH": "Saint Helena|Saint Helena, Ascension and Tristan da Cunha",
	"SX": "Sint Maarten (Dutch part)",
	"SY": "Syrian Arab Republic",
	"SZ": "Swaziland|Eswatini|Kingdom of Eswatini",
	"TL": "East Timor",
	"TR": "Turkey|Türkiye|Turkiye",
	"TW": "Taiwan, Province of China",
	"TZ": "Tanzania, United Republic of",
	"US": "USA|U.S.A.|U.S.|United States of America|America",
	"VA": "Holy See|Holy See (Vatican City State)",
	"VE": "Venezuela, Bolivarian Republic of",
	"VG": "Virgin Islands, British",
	"VI": "Virgin Islands, U.S.",
	"VN": "Viet Nam",
}

// countryByName finds a country by its name in any language, without regard to case, accents, punctuation and the order of words.
func countryByName(name string) (string, bool) {
	code := countryNames()[foldCountryName(name)]
	return code, code != ""
}

// countryNames maps the folded names of countries to their codes. It is made when first asked for, which takes a
// fraction of a second. English goes first; a
// name that means different countries in other languages is none.
var countryNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for code, list := range otherNames {
		for name := range strings.SplitSeq(list, "|") {
			names[foldCountryName(name)] = code
		}
	}
	addCountryNames(names, language.English)
	others := map[string]string{}
	for _, tag := range display.Supported.Tags() {
		addCountryNames(others, tag)
	}
	for name, code := range others {
		if _, taken := names[name]; !taken {
			names[name] = code
		}
	}
	return names
})

// addCountryNames adds the names that countries have in a language. A name that means another country already becomes none: "".
func addCountryNames(names map[string]string, tag language.Tag) {
	in := display.Regions(tag)
	if in == nil {
		return
	}
	for code := range strings.FieldsSeq(countries) {
		name := foldCountryName(in.Name(language.MustParseRegion(code)))
		if other, taken := names[name]; taken && other != code {
			code = ""
		}
		if name != "" {
			names[name] = code
		}
	}
}

// foldCountryName makes "Korea, Republic of" and "the Republic of KOREA" equal.
func foldCountryName(name string) string {
	var words []string
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.' || invisible(r):
			return -1
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mc, r):
			return ' '
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(name))
	for word := range strings.FieldsSeq(plain) {
		switch word {
		case "the", "of", "and":
			continue
		case "st":
			word = "saint"
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return norm.NFC.String(strings.Join(words, " "))
}
