package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

// exampleContact is the registrant of the documentation's example.
func exampleContact() reseller.Contact {
	return reseller.Contact{
		FirstName: "test", LastName: "test", Company: "company", Address1: "addresss", City: "city", State: "region",
		Country: "US", Postcode: "12345", Phone: "1234567890", Email: "admin@exampledomain.com",
	}
}

func TestContactOfTheExampleIsAcceptedAndItsPhoneGetsTheCountry(t *testing.T) {
	t.Parallel()
	want := exampleContact()
	want.Phone = "+1.1234567890"
	if got, err := reseller.CheckContact(exampleContact(), reseller.RoleRegistrant); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestContactIsBroughtToNormalForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what   string
		change func(*reseller.Contact)
		want   func(reseller.Contact) bool
	}{
		{"blanks at the ends go", func(c *reseller.Contact) { c.City = "  Malmö " }, func(c reseller.Contact) bool { return c.City == "Malmö" }},
		{"line breaks become blanks", func(c *reseller.Contact) { c.Address1 = "Street 1\r\nFloor 2" }, func(c reseller.Contact) bool { return c.Address1 == "Street 1 Floor 2" }},
		{"countries are upper case", func(c *reseller.Contact) { c.Country = "se" }, func(c reseller.Contact) bool { return c.Country == "SE" }},
		{"UK is GB", func(c *reseller.Contact) { c.Country = "uk" }, func(c reseller.Contact) bool { return c.Country == "GB" }},
		{"N/A is no phone", func(c *reseller.Contact) { c.Phone = "N/A" }, func(c reseller.Contact) bool { return c.Phone == "" }},
		{"no phone is no phone", func(c *reseller.Contact) { c.Phone = "" }, func(c reseller.Contact) bool { return c.Phone == "" }},
		{"the mail domain is ACE", func(c *reseller.Contact) { c.Email = "Bo@Bücher.SE" }, func(c reseller.Contact) bool { return c.Email == "Bo@xn--bcher-kva.se" }},
		{"one name is a name", func(c *reseller.Contact) { c.LastName = "" }, func(c reseller.Contact) bool { return c.Name() == "test" }},
		{"a company is a name", func(c *reseller.Contact) { c.FirstName, c.LastName = "", "" }, func(c reseller.Contact) bool { return c.Company == "company" }},
		{"no state is needed", func(c *reseller.Contact) { c.State = "" }, func(c reseller.Contact) bool { return c.State == "" }},
		{"Hong Kong has no postcodes", func(c *reseller.Contact) { c.Country, c.Postcode = "HK", "" }, func(c reseller.Contact) bool { return c.Postcode == "" }},
		{"other scripts stay", func(c *reseller.Contact) { c.FirstName = "張" }, func(c reseller.Contact) bool { return c.FirstName == "張" }},
	} {
		contact := exampleContact()
		c.change(&contact)
		got, err := reseller.CheckContact(contact, reseller.RoleAdmin)
		if err != nil || !c.want(got) {
			t.Errorf("%s: %+v, %v", c.what, got, err)
			continue
		}
		if again, err := reseller.CheckContact(got, reseller.RoleAdmin); err != nil || again != got {
			t.Errorf("%s: the normal form became %+v, %v", c.what, again, err)
		}
	}
}

func TestContactErrorsNameTheField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change       func(*reseller.Contact)
		field, words string
	}{
		{func(c *reseller.Contact) { c.FirstName, c.LastName, c.Company = " ", "", "" }, "first_name", "name of the tech contact is required and is missing or empty"},
		{func(c *reseller.Contact) { c.Address1 = "" }, "address1", "address of the tech contact is required"},
		{func(c *reseller.Contact) { c.City = "\t" }, "city", "city of the tech contact is required"},
		{func(c *reseller.Contact) { c.Country = "" }, "country", "country of the tech contact is required"},
		{func(c *reseller.Contact) { c.Country = "Sweden" }, "country", `"SWEDEN" is not a country code`},
		{func(c *reseller.Contact) { c.Country = "EU" }, "country", "is not a country code of ISO 3166-1"},
		{func(c *reseller.Contact) { c.Postcode = "" }, "postcode", "postcode of the tech contact is required in US"},
		{func(c *reseller.Contact) { c.Postcode = "12345678901234567" }, "postcode", "has 17 characters, at most 16"},
		{func(c *reseller.Contact) { c.Phone = "call me" }, "phone", "is not a telephone number"},
		{func(c *reseller.Contact) { c.Email = "" }, "email", "e-mail address of the tech contact is required"},
		{func(c *reseller.Contact) { c.Email = "nobody" }, "email", "it has no @"},
		{func(c *reseller.Contact) { c.Company = long(256) }, "company", "has 256 characters, at most 255"},
		{func(c *reseller.Contact) { c.Address2 = "a\x00b" }, "address2", "holds the character U+0000"},
		{func(c *reseller.Contact) { c.State = "a\u0085b" }, "state", "holds the character U+0085"},
		{func(c *reseller.Contact) { c.LastName = "a\ufffeb" }, "last_name", "holds the character U+FFFE"},
		{func(c *reseller.Contact) { c.City = "Malm\xf6" }, "city", "not valid UTF-8"},
	} {
		contact := exampleContact()
		c.change(&contact)
		got, err := reseller.CheckContact(contact, reseller.RoleTech)
		if err == nil {
			t.Errorf("%s: accepted as %+v", c.words, got)
			continue
		}
		wantFault(t, err, c.field, strings.Replace(c.words, "SWEDEN", "Sweden", 1))
	}
}

func TestCheckPhoneDerivesTheCountryCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ phone, country, want string }{
		{"1234567890", "US", "+1.1234567890"},
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
		{"020 7946 0000", "GB", "+44.2079460000"},
		{"06 1234 5678", "IT", "+39.0612345678"},
		{"+999.123", "SE", "+999.123"},
		{"+999123", "SE", "+999123"},
		{"+1.5551234x99", "US", "+1.5551234x99"},
		{"555-1234 x 99", "US", "+1.5551234x99"},
		{"0", "SE", "+46.0"},
		{"112", "SE", "+46.112"},
		{"0701234567", "", "0701234567"},
		{" n/a ", "SE", ""},
		{"", "SE", ""},
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
		"+46+70":            "is not a telephone number",
		"46;70":             "is not a telephone number",
		"٠٧٠":               "is not a telephone number",
		"+":                 "has no digits",
		"-":                 "has no digits",
		"12345x":            "extension",
		"12345xyz":          "extension",
		"12345x12345678901": "extension",
		"1234567890123456":  "longer than telephone numbers can be",
		"+4612345678901234": "longer than telephone numbers can be",
	} {
		got, err := reseller.CheckPhone(phone, "SE")
		if err == nil {
			t.Errorf("%q = %q, want an error", phone, got)
			continue
		}
		wantFault(t, err, "phone", words)
	}
}

func FuzzCheckPhoneIsStable(f *testing.F) {
	for _, seed := range []string{"1234567890", "+46 70-1", "00461", "0x1", "+.5", "+123.4.5", "+1234.5"} {
		f.Add(seed, "SE")
		f.Add(seed, "US")
	}
	f.Fuzz(func(t *testing.T, phone, country string) {
		once, err := reseller.CheckPhone(phone, country)
		if err != nil {
			return
		}
		if twice, err := reseller.CheckPhone(once, country); err != nil || twice != once {
			t.Fatalf("%q in %q = %q, and again %q, %v", phone, country, once, twice, err)
		}
	})
}

func TestCheckEmailKeepsTheLocalPart(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"John.Doe@Example.COM": "John.Doe@example.com", "o'brien@example.com": "o'brien@example.com", "a/b=c@example.com": "a/b=c@example.com",
		" x@example.com ": "x@example.com", "a+b@xn--bcher-kva.se": "a+b@xn--bcher-kva.se",
	} {
		if got, err := reseller.CheckEmail(given); err != nil || got != want {
			t.Errorf("%q = %q, %v", given, got, err)
		}
	}
	for _, given := range []string{"", "@", "x", "x@y", `"a b"@example.com`, "a@b@example.com", "x@-a.com", "x@example.com, y@example.com", "å@example.com"} {
		if got, err := reseller.CheckEmail(given); err == nil {
			t.Errorf("%q = %q, want an error", given, got)
		}
	}
}

func TestContactsDifferInTheFieldsThatAreNotTheSame(t *testing.T) {
	t.Parallel()
	a, b := exampleContact(), exampleContact()
	if d := a.Differences(b); len(d) != 0 {
		t.Errorf("equal contacts differ in %v", d)
	}
	b.Phone, b.Company = "", "Other Ltd"
	if d := strings.Join(a.Differences(b), " "); d != "company phone" {
		t.Errorf("they differ in %q", d)
	}
	*a.Text("city") = "Uppsala"
	if a.City != "Uppsala" || a.Text("fax") != nil {
		t.Errorf("the contact is %+v", a)
	}
}
