package reseller

import (
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

func TestCountriesAreThoseOfISO3166(t *testing.T) {
	t.Parallel()
	list := strings.Fields(countries)
	if len(list) != 249 || !slices.IsSorted(list) || len(slices.Compact(list)) != 249 {
		t.Errorf("%d countries, ISO 3166-1 has 249, each once", len(list))
	}
	for _, code := range list {
		if region, err := language.ParseRegion(code); err != nil || !region.IsCountry() || region.String() != code {
			t.Errorf("CLDR does not know %s: %v", code, err)
		}
	}
	for _, none := range []string{"", "S", " A", "UK", "EU", "XK", "AN", "ZZ", "SWE"} {
		if isCountry(none) {
			t.Errorf("%q is a country", none)
		}
	}
}

func TestEveryCountryHasANumberingPlan(t *testing.T) {
	t.Parallel()
	for code := range strings.FieldsSeq(countries) {
		if regionOf(code) == "" {
			t.Errorf("%s has none", code)
		}
	}
	for code := range withoutPlan {
		if phonenumbers.GetCountryCodeForRegion(code) != 0 {
			t.Errorf("%s has a plan of its own by now", code)
		}
	}
}

func TestCountriesWithPostcodesAreCountries(t *testing.T) {
	t.Parallel()
	for code := range strings.FieldsSeq(withPostcodes) {
		if !isCountry(code) {
			t.Errorf("%q is not a country", code)
		}
	}
	for code, needed := range map[string]bool{"SE": true, "US": true, "GB": true, "NL": true, "CW": false, "HK": false, "SX": false, "BQ": false, "LC": false, "IE": false, "PA": false} {
		if needsPostcode(code) != needed {
			t.Errorf("postcodes needed in %s: %t", code, !needed)
		}
	}
}

func TestEveryNameOfACountryMeansIt(t *testing.T) {
	t.Parallel()
	for code, list := range otherNames {
		for name := range strings.SplitSeq(list, "|") {
			if got, _ := countryByName(name); got != code {
				t.Errorf("%q is %q, not %s", name, got, code)
			}
		}
	}
}

func TestCountriesAreFoundByTheirNames(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"se": "SE", " UK ": "GB", "SWE": "SE", "gbr": "GB", "\u202aSE\u202c": "SE",
		"Sweden": "SE", "United Kingdom": "GB", "united kingdom": "GB", "England": "GB", "USA": "US", "U.S.A.": "US", "United States": "US",
		"The Netherlands": "NL", "Holland": "NL", "Czech Republic": "CZ", "Czechia": "CZ", "Turkey": "TR", "Türkiye": "TR",
		"Korea, Republic Of": "KR", "Republic of Korea": "KR", "Iran, Islamic Republic Of": "IR", "Russian Federation": "RU",
		"North Macedonia": "MK", "Nordmakedonien": "MK", "ESWATINI": "SZ", "Netherlands (Kingdom of the)": "NL", "Cote D'Ivoire": "CI", "Côte d’Ivoire": "CI", "Curacao": "CW", "Reunion": "RE", "St. Lucia": "LC", "Trinidad & Tobago": "TT",
		"Virgin Islands, U.S.": "VI", "Virgin Islands, British": "VG", "Bosnia And Herzegovina": "BA", "Holy See (Vatican City State)": "VA",
		"Sverige": "SE", "Deutschland": "DE", "Österreich": "AT", "Suomi": "FI", "Schweiz": "CH", "Suisse": "CH", "Svizzera": "CH",
		"Россия": "RU", "日本": "JP", "中国": "CN", "ελλάδα": "GR", "مصر": "EG", "België": "BE", "Belgique": "BE", "Polska": "PL",
	} {
		if got, err := CheckCountry(given); err != nil || got != want {
			t.Errorf("%q = %q, %v; want %s", given, got, err, want)
		}
	}
	for _, none := range []string{"", "EU", "XK", "ZZ", "Atlantis", "Europe", "World", "Scandinavia", "AN", "S E", "the", strings.Repeat("Sweden ", 1000)} {
		if got, err := CheckCountry(none); err == nil {
			t.Errorf("%q = %q, want an error", none, got)
		}
	}
}

func TestEveryCountryIsFoundByItsEnglishName(t *testing.T) {
	t.Parallel()
	for code := range strings.FieldsSeq(countries) {
		name := display.English.Regions().Name(language.MustParseRegion(code))
		if got, err := CheckCountry(name); err != nil || got != code {
			t.Errorf("%s, %q: %q, %v", code, name, got, err)
		}
	}
}
