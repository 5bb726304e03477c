package reseller_test

import (
	"regexp"
	"testing"

	"nameyard/reseller"
)

func TestCheckPhoneBringsNumbersToEPPsForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ phone, country, want string }{
		{"1234567890", "US", "+1.1234567890"}, // nobody's number; registries take it
		{"+1.1234567890", "US", "+1.1234567890"},
		{"(212) 555-1234", "US", "+1.2125551234"},
		{"1-212-555-1234", "CA", "+1.2125551234"},
		{"070-123 45 67", "SE", "+46.701234567"},
		{"+46 70 123 45 67", "SE", "+46.701234567"},
		{"0046701234567", "SE", "+46.701234567"},
		{"+46701234567", "US", "+46.701234567"},
		{"+46.701234567", "US", "+46.701234567"},
		{"+358.91234567", "SE", "+358.91234567"},
		{"+358 9 1234567", "SE", "+358.91234567"},
		{"112", "SE", "+46.112"},
		{"+999.123", "SE", "+999.123"},
		{" n/a ", "SE", ""},
		{"", "SE", ""},

		// The digit that is dialled only inside a country.
		{"+46 (0)70-123 45 67", "SE", "+46.701234567"},
		{"+46.0701234567", "SE", "+46.701234567"},
		{"+46.00701234567", "SE", "+46.701234567"},
		{"+44 (0) 20 7946 0958", "GB", "+44.2079460958"},
		{"020 7946 0000", "GB", "+44.2079460000"},
		{"+49 (0)30 123456", "DE", "+49.30123456"},
		{"8 (495) 123-45-67", "RU", "+7.4951234567"},
		{"+7 8 495 123 45 67", "RU", "+7.4951234567"},
		{"06 20 123 4567", "HU", "+36.201234567"},
		{"+36 06 20 123 4567", "HU", "+36.201234567"},
		{"06 1234 5678", "IT", "+39.0612345678"}, // belongs to the number
		{"+39 (0)6 1234 5678", "IT", "+39.0612345678"},
		{"07 07 12 34 56", "CI", "+225.0707123456"},
		{"+229 01 97 12 34 56", "BJ", "+229.0197123456"},
		{"06 612 34 56", "CG", "+242.066123456"},

		// Former prefixes.
		{"044 55 1234 5678", "MX", "+52.5512345678"},
		{"01 (55) 1234-5678", "MX", "+52.5512345678"},
		{"+52 1 55 1234 5678", "MX", "+52.5512345678"},
		{"55 1234 5678", "MX", "+52.5512345678"},

		// The country code twice, lost, or shared.
		{"46701234567", "SE", "+46.701234567"},
		{"+46.46701234567", "SE", "+46.701234567"},
		{"+46.+46701234567", "SE", "+46.701234567"},
		{"+46.0046701234567", "SE", "+46.701234567"},
		{"46701234567", "US", "+46.701234567"},
		{"+383 44 123 456", "AL", "+383.44123456"},
		{"672 1 38 00", "AQ", "+672.313800"},
		{"05123456", "BV", "+47.05123456"},

		// What is dialled for abroad, where that is not 00 alone.
		{"0011 46 70 123 45 67", "AU", "+46.701234567"},
		{"00 46 70 123 45 67", "AU", "+46.701234567"},
		{"0011 61 2 1234 5678", "AU", "+61.212345678"},
		{"001 46 70 123 45 67", "SG", "+46.701234567"},
		{"00 1 212 555 1234", "SG", "+1.2125551234"},
		{"002-46-70-123-4567", "KR", "+46.701234567"},
		{"009 46 70 123 45 67", "CO", "+46.701234567"},
		{"000 46 70 123 45 67", "KE", "+46.701234567"},

		// As people paste and write them.
		{"\u202a+46 70\u2011123\u00a045\u201367\u202c", "SE", "+46.701234567"},
		{"(+46) 70 123 45 67", "SE", "+46.701234567"},
		{"＋４６７０１２３４５６７", "SE", "+46.701234567"},
		{"٠٧٠ ١٢٣ ٤٥ ٦٧", "SE", "+46.701234567"},
		{"tel:+46-70-123-45-67", "SE", "+46.701234567"},
		{"tel:+46-8-123-456-78;ext=12", "SE", "+46.812345678x12"},
		{"08-123 456 78 ext 12", "SE", "+46.812345678x12"},
		{"08-123 456 78, extension 12", "SE", "+46.812345678x12"},
		{"08-123 456 78 ankn. 12", "SE", "+46.812345678x12"},
		{"08-123 456 78 #12", "SE", "+46.812345678x12"},
		{"+1.2125551234x99", "US", "+1.2125551234x99"},
		{"555-1234 x 99", "US", "+1.5551234x99"},
	} {
		got, err := reseller.CheckPhone(c.phone, c.country)
		if err != nil || got != c.want {
			t.Errorf("%q in %s = %q, %v; want %q", c.phone, c.country, got, err, c.want)
		}
	}
}

func TestCheckPhoneRefusesWhatNoRegistryTakes(t *testing.T) {
	t.Parallel()
	for phone, words := range map[string]string{
		"call me":           "is not a telephone number",
		"46;70":             "is not a telephone number",
		"12345xyz":          "is not a telephone number",
		"+46+70":            "has no country code behind its plus sign",
		"+0046 70 123 45":   "has no country code behind its plus sign",
		"+":                 "has no digits",
		"-":                 "has no digits",
		"0":                 "has no digits but zeros",
		"00000000":          "has no digits but zeros",
		"+000":              "has no digits but zeros",
		"+46":               "no number behind it",
		"+46.0":             "has no number behind the country code",
		"+999123":           "does not begin with a country code that exists",
		"12345x":            "extension",
		"12345x12345678901": "extension",
		"1234567890123456":  "longer than telephone numbers can be",
		"+4612345678901234": "longer than telephone numbers can be",
		long(300):           "longer than telephone numbers can be",
	} {
		got, err := reseller.CheckPhone(phone, "SE")
		if err == nil {
			t.Errorf("%q = %q, want an error", phone, got)
			continue
		}
		wantFault(t, err, "phone", words)
	}
	_, err := reseller.CheckPhone("0701234567", "")
	wantFault(t, err, "phone", "has no country code")
}

func TestCallingCodeBesideTheNumberIsItsCountry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, phone, country, want string }{
		{"46", "070-123 45 67", "NO", "+46.701234567"},
		{"+46", "46701234567", "NO", "+46.701234567"},
		{"46", "701234567", "NO", "+46.701234567"},
		{"46", "+45 12 34 56 78", "NO", "+45.12345678"},
		{"46", "0045 12 34 56 78", "NO", "+45.12345678"},
		{"", "22 12 34 56", "NO", "+47.22123456"},
		{"46", "", "NO", ""},
		{"46", "N/A", "NO", ""},
	} {
		got, err := reseller.CheckPhone(reseller.WithCallingCode(c.code, c.phone), c.country)
		if err != nil || got != c.want {
			t.Errorf("%q beside %q in %s = %q, %v; want %q", c.code, c.phone, c.country, got, err, c.want)
		}
	}
}

func FuzzCheckPhoneIsStable(f *testing.F) {
	for _, seed := range []string{"1234567890", "+46 70-1", "00461", "0x1", "+.5", "+123.4.5", "+1234.5", "+46.46701234567", "8 800 1", "+999.00", "+54 9 11 15"} {
		for _, country := range []string{"SE", "US", "RU", "AR", "AQ", ""} {
			f.Add(seed, country)
		}
	}
	form := regexp.MustCompile(`^\+[0-9]{1,3}\.[0-9]{1,14}(x[0-9]{1,10})?$`) // e164StringType, and its extension
	f.Fuzz(func(t *testing.T, phone, country string) {
		once, err := reseller.CheckPhone(phone, country)
		if err != nil || once == "" {
			return
		}
		if !form.MatchString(once) {
			t.Fatalf("%q in %q = %q, which is not of RFC 5733", phone, country, once)
		}
		if twice, err := reseller.CheckPhone(once, country); err != nil || twice != once {
			t.Fatalf("%q in %q = %q, and again %q, %v", phone, country, once, twice, err)
		}
	})
}
