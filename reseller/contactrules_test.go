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
		{"countries have names", func(c *reseller.Contact) { c.Country = "United Kingdom" }, func(c reseller.Contact) bool { return c.Country == "GB" }},
		{"Curaçao has no postcodes", func(c *reseller.Contact) { c.Country, c.Postcode = "CW", "" }, func(c reseller.Contact) bool { return c.Postcode == "" }},
		{"tags go, and lines of Unicode become one", func(c *reseller.Contact) { c.City = "\U000e0041Mal\U000e0042mö\u2028by\u2029\u2029X" }, func(c reseller.Contact) bool { return c.City == "Malmö by X" }},
		{"invisible characters go", func(c *reseller.Contact) { c.City = "\u202aMal\u200bmö\u202c\ufeff" }, func(c reseller.Contact) bool { return c.City == "Malmö" }},
		{"joiners inside words stay", func(c *reseller.Contact) { c.City = "نامه\u200cای" }, func(c reseller.Contact) bool { return c.City == "نامه\u200cای" }},
		{"dashes inside words stay", func(c *reseller.Contact) { c.Company = "A–B" }, func(c reseller.Contact) bool { return c.Company == "A–B" }},
		{"a pasted postcode", func(c *reseller.Contact) { c.Postcode = "\u200e１００–０００１" }, func(c reseller.Contact) bool { return c.Postcode == "100-0001" }},
		{"a pasted address", func(c *reseller.Contact) { c.Email = "\u2060bo\u2011b@ex\u00adample.com\u00a0" }, func(c reseller.Contact) bool { return c.Email == "bo-b@example.com" }},
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
		{func(c *reseller.Contact) { c.Country = "Atlantis" }, "country", `"Atlantis" is no country`},
		{func(c *reseller.Contact) { c.Country = "EU" }, "country", "give its code of ISO 3166-1"},
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
		wantFault(t, err, c.field, c.words)
	}
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
