package reseller_test

import (
	"errors"
	"maps"
	"regexp"
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestCheckIDNumberBringsItToTheRegistrysForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, want, what string }{
		{"[SE]802405-0190", "[SE]802405-0190", "an organisation"},
		{"802405-0190", "[SE]802405-0190", "without the country"},
		{"8024050190", "[SE]802405-0190", "without country and hyphen"},
		{" [se] 802405 0190 ", "[SE]802405-0190", "with blanks"},
		{"[SE]16802405-0190", "[SE]802405-0190", "an organisation with the tax office's 16"},
		{"556036-0793", "[SE]556036-0793", "a company"},
		{"811228-9874", "[SE]811228-9874", "a person"},
		{"19811228-9874", "[SE]811228-9874", "a person with the century"},
		{"198112289874", "[SE]811228-9874", "twelve digits"},
		{"811228+9874", "[SE]811228-9874", "the plus of those over a hundred"},
		{"701063-2391", "[SE]701063-2391", "a coordination number: the day is 63"},
		{"000229-0005", "[SE]000229-0005", "born on the leap day of 2000"},
		{"191500882392", "[SE]150088-2392", "a coordination number whose month is not known"},
		{"802405\u20130190", "[SE]802405-0190", "an en dash"},
		{"802405\u22120190", "[SE]802405-0190", "a minus sign"},
		{"\u202a802405\u00a00190\u202c", "[SE]802405-0190", "pasted from a document"},
		{"[DE]HRB 12345", "[DE]HRB 12345", "a foreign company"},
		{"[gb]01234567", "[GB]01234567", "a British one"},
		{"[UK]01234567", "[GB]01234567", "with the country that address books write"},
		{"[DE]" + strings.Repeat("é", 123), "[DE]" + strings.Repeat("é", 123), "as long as can be"},
	} {
		if got, err := reseller.CheckIDNumber(c.given, "SE"); err != nil || got != c.want {
			t.Errorf("%s: %q = %q, %v; want %q", c.what, c.given, got, err, c.want)
		}
	}
}

func TestCheckIDNumberSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, words string }{
		{"802405-0191", "802405-0191 has a wrong check digit"},
		{"[SE]811228-9873", "wrong check digit"},
		{"000000-4002", "refused by the registry: give the country in brackets"},
		{"[SE]0000004002", "refused by the registry"},
		{"811328-9873", "does not begin with a date of birth"},
		{"810230-9872", "does not begin with a date of birth"},
		{"198102309872", "does not begin with a date of birth"},
		{"170101010007", "does not begin with a date of birth"},
		{"20810229-9875", "does not begin with a date of birth"},
		{"19802405-0190", "leave out the century"},
		{"12345", "is not a Swedish personal or organisation number"},
		{"HRB12345", "for example [DE]HRB12345"},
		{"", "is not a Swedish personal or organisation number"},
		{"[SE]", "is not a Swedish personal or organisation number"},
		{"[DE]", "has no number after the country"},
		{"[DE", "lacks the closing bracket"},
		{"[XX]123", "does not begin with a country code"},
		{"[]123", "does not begin with a country code"},
		{"[DE]a\x00b", "the character U+0000"},
		{"[DE]" + strings.Repeat("1", 124), "has 128 characters, at most 127"},
	} {
		got, err := reseller.CheckIDNumber(c.given, "SE")
		if err == nil {
			t.Errorf("%q = %q, want an error", c.given, got)
			continue
		}
		wantFault(t, err, "", c.words)
	}
}

func FuzzCheckIDNumberIsStable(f *testing.F) {
	for _, seed := range []string{"802405-0190", "[SE]198112289874", "[DE] x ", "[[]]", "701063-2391", "811228+9874"} {
		f.Add(seed, "SE")
		f.Add(seed, "DK")
	}
	form := regexp.MustCompile(`^\[[A-Z]{2}\][^\p{Cc}]{1,123}$`)
	f.Fuzz(func(t *testing.T, given, country string) {
		if country, _ = reseller.CheckCountry(country); country == "" {
			country = "SE"
		}
		once, err := reseller.CheckIDNumber(given, country)
		if err != nil {
			return
		}
		if !form.MatchString(once) {
			t.Fatalf("%q in %q = %q, which is no number of iis-1.2", given, country, once)
		}
		if twice, err := reseller.CheckIDNumber(once, country); err != nil || twice != once {
			t.Fatalf("%q = %q, and again %q, %v", given, once, twice, err)
		}
	})
}

// swede is a holder in Sweden.
func swede() reseller.Contact {
	return reseller.Contact{FirstName: "Eva", LastName: "Ek", Company: "Ek AB", Country: "SE"}
}

func TestCheckFieldsAnswersToNamesKeysAndAliases(t *testing.T) {
	t.Parallel()
	want := map[string]string{"id_number": "[SE]802405-0190"}
	for _, called := range []string{
		"Identification Number", "identification number", "Identification_Number", "IDENTIFICATION-NUMBER", "id_number", "ID Number",
		"Registrant ID Number", "NIN", "nin", "orgno", "x-se_ident_number", "seregistrantidnumber",
	} {
		got, err := mustTLD(t, "se").CheckFields(map[string]string{called: "8024050190"}, swede())
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%q: %v, %v", called, got, err)
		}
	}
	for tld, called := range map[string]string{"se": "VAT Number", "nu": "VAT"} {
		got, err := mustTLD(t, tld).CheckFields(map[string]string{"NIN": "802405-0190", called: "DE123456789", "Agreement": "1", "VAT ID": ""}, swede())
		if err != nil || got["vat_number"] != "DE123456789" || len(got) != 2 {
			t.Errorf(".%s %q: %v, %v", tld, called, got, err)
		}
	}
}

func TestCheckFieldsNamesTheFieldAtFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fields map[string]string
		code   string
		words  string
		field  string
	}{
		{nil, reseller.CodeMissingParameter, `"Identification Number" is required for .se and is missing or empty in additional_fields`, "id_number"},
		{map[string]string{"Identification Number": "  "}, reseller.CodeMissingParameter, `"Identification Number" is required`, "id_number"},
		{map[string]string{"VAT": "SE1"}, reseller.CodeMissingParameter, `"Identification Number" is required`, "id_number"},
		{map[string]string{"NIN": "802405-0191"}, reseller.CodeInvalidParameter, `"Identification Number" of .se: 802405-0191 has a wrong check digit`, "id_number"},
		{map[string]string{"NIN": "802405-0190", "orgno": "556036-0793"}, reseller.CodeAmbiguousParameter, `"Identification Number" of .se is given twice with different values`, "id_number"},
		{map[string]string{"NIN": "802405-0190", "VAT": "a\x07b"}, reseller.CodeInvalidParameter, `"VAT" of .se: the value holds the character U+0007`, "vat_number"},
	} {
		_, err := mustTLD(t, "se").CheckFields(c.fields, swede())
		wantFault(t, err, "additional_fields."+c.field, c.words)
		var e *reseller.Error
		if errors.As(err, &e) && e.Code != c.code {
			t.Errorf("%v: code %s, want %s", c.fields, e.Code, c.code)
		}
	}
}

func TestCheckFieldsTakesOneFieldUnderTwoNamesWithOneValue(t *testing.T) {
	t.Parallel()
	got, err := mustTLD(t, "nu").CheckFields(map[string]string{"NIN": "8024050190", "Identification Number": "[SE]802405-0190"}, swede())
	if err != nil || got["id_number"] != "[SE]802405-0190" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCheckFieldsLeavesTLDsWithoutFieldsAlone(t *testing.T) {
	t.Parallel()
	got, err := mustTLD(t, "com").CheckFields(map[string]string{"Identification Number": "nonsense"}, swede())
	if err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCheckFieldsKeepsToTheChoicesOfADropdown(t *testing.T) {
	t.Parallel()
	rules := reseller.TLD{Name: "test", Fields: []reseller.Field{
		{Name: "Legal Type", Key: "legal_type", Type: "dropdown", Options: "IND|Individual, LTD|Company", Default: "IND"},
	}}
	for given, want := range map[string]string{"LTD": "LTD", "ltd": "LTD", "": "IND"} {
		got, err := rules.CheckFields(map[string]string{"Legal Type": given}, swede())
		if err != nil || got["legal_type"] != want {
			t.Errorf("%q: %v, %v", given, got, err)
		}
	}
	_, err := rules.CheckFields(map[string]string{"Legal Type": "Company"}, swede())
	wantFault(t, err, "additional_fields.legal_type", `"Legal Type" of .test: "Company" is not one of IND, LTD`)
}

func TestFieldsByPositionFollowsTheListedOrder(t *testing.T) {
	t.Parallel()
	se := mustTLD(t, "se")
	got := se.FieldsByPosition([]string{"802405-0190", "SE802405019001", "left over"})
	if !maps.Equal(got, map[string]string{"id_number": "802405-0190", "vat_number": "SE802405019001"}) {
		t.Errorf("fields: %v", got)
	}
	checked, err := se.CheckFields(se.FieldsByPosition([]string{"802405-0190"}), swede())
	if err != nil || !maps.Equal(checked, map[string]string{"id_number": "[SE]802405-0190"}) {
		t.Errorf("checked: %v, %v", checked, err)
	}
	if got := mustTLD(t, "com").FieldsByPosition([]string{"x"}); len(got) != 0 {
		t.Errorf(".com has fields: %v", got)
	}
}
