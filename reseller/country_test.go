package reseller

import (
	"strings"
	"testing"
)

func TestCountriesAreThoseOfISO3166(t *testing.T) {
	t.Parallel()
	if len(callingCodes) != 249 {
		t.Errorf("%d countries, ISO 3166-1 has 249", len(callingCodes))
	}
	for country, code := range callingCodes {
		if len(country) != 2 || strings.ToUpper(country) != country || !AllDigits(code) || len(code) < 1 || len(code) > 3 {
			t.Errorf("%s: %s", country, code)
		}
	}
	for _, none := range []string{"", "UK", "EU", "XK", "AN", "ZZ", "SWE"} {
		if callingCodes[none] != "" {
			t.Errorf("%q is a country", none)
		}
	}
}

func TestNoCallingCodeBeginsAnother(t *testing.T) {
	t.Parallel()
	for a, short := range callingCodes {
		for b, long := range callingCodes {
			if short != long && strings.HasPrefix(long, short) {
				t.Errorf("+%s of %s begins +%s of %s: numbers could not be split", short, a, long, b)
			}
		}
	}
}

func TestCountriesWithoutPostcodesAreCountries(t *testing.T) {
	t.Parallel()
	for _, country := range strings.Fields(withoutPostcodes) {
		if callingCodes[country] == "" {
			t.Errorf("%q is not a country", country)
		}
	}
	for _, country := range []string{"SE", "US", "GB", "NL"} {
		if strings.Contains(withoutPostcodes, country) {
			t.Errorf("%s has postcodes", country)
		}
	}
}
