package reseller_test

import (
	"maps"
	"testing"

	"nameyard/reseller"
)

func TestForeignNumbersGoWithTheirCountry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, country, want string }{
		{"0101901234", "DK", "[DK]0101901234"},
		{"010190-1234", "DK", "[DK]010190-1234"},
		{"12345678", "DK", "[DK]12345678"},
		{"HRB 12345", "DE", "[DE]HRB 12345"},
		{"131052-308T", "FI", "[FI]131052-308T"},
		{"1234563218", "PL", "[PL]1234563218"},
		{"[SE]811228-9874", "NO", "[SE]811228-9874"},
		{"[NO]811228-9874", "NO", "[NO]811228-9874"},
		{"[DK]0101901239", "SE", "[DK]0101901239"},
		{"802405-0190", "GB", "[SE]802405-0190"}, // no other country's numbers look so
	} {
		if got, err := reseller.CheckIDNumber(c.given, c.country); err != nil || got != c.want {
			t.Errorf("%q of a holder in %s = %q, %v; want %q", c.given, c.country, got, err, c.want)
		}
	}
	for _, given := range []string{"8112289874", "811228-9874", "198112289874", "8024050190", "0101901239", "010190-1239"} {
		_, err := reseller.CheckIDNumber(given, "DK")
		wantFault(t, err, "", "could be a Swedish number, too: write [SE]")
	}
}

func TestDaneDoesNotBecomeASwede(t *testing.T) {
	t.Parallel()
	dane := reseller.Contact{FirstName: "Bo", LastName: "Holm", Country: "DK"}
	for _, number := range []string{"0101901239", "0101901234", "811228-9874", "12345678"} {
		got, err := mustTLD(t, "nu").CheckFields(map[string]string{"NIN": number}, dane)
		if err == nil && got["id_number"] != "[DK]"+number {
			t.Errorf("%s of a Dane is %s", number, got["id_number"])
		}
	}
}

func TestVATNumberIsAskedForWhereTheRegistryAsksForIt(t *testing.T) {
	t.Parallel()
	for _, tld := range []string{"se", "nu"} {
		rules := mustTLD(t, tld)
		company := reseller.Contact{FirstName: "Max", Company: "Max GmbH", Country: "DE"}
		_, err := rules.CheckFields(map[string]string{"NIN": "[DE]HRB12345"}, company)
		wantFault(t, err, "additional_fields.vat_number", "is required of companies in DE for ."+tld)
		for what, holder := range map[string]reseller.Contact{
			"a person in Germany": {FirstName: "Max", Country: "DE"}, "a company in Norway": {Company: "Nord AS", Country: "NO"},
			"a company in Sweden": swede(), "a company in Britain": {Company: "Ltd", Country: "GB"},
		} {
			if _, err := rules.CheckFields(map[string]string{"NIN": "[SE]802405-0190"}, holder); err != nil {
				t.Errorf(".%s, %s: %v", tld, what, err)
			}
		}
		got, err := rules.CheckFields(map[string]string{"NIN": "[DE]HRB12345", "VAT": "DE123456789"}, company)
		if err != nil || got["vat_number"] != "DE123456789" {
			t.Errorf(".%s: %v, %v", tld, got, err)
		}
	}
}

func TestHolderAndNumberChangeTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	const companys, persons = "[SE]556036-0793", "[SE]811228-9874"
	company := reseller.Contact{FirstName: "Eva", LastName: "Ek", Company: "Ek AB", City: "Lund", Country: "SE"}
	person := reseller.Contact{FirstName: "Eva", LastName: "Ek", City: "Lund", Country: "SE"}
	moved := company
	moved.City, moved.Phone = "Malmö", "+46.40123456"
	spelt := company
	spelt.Company = " EK  ab"
	had := map[string]string{"id_number": companys}
	id := func(number string) map[string]string { return map[string]string{"Identification Number": number} }
	for _, c := range []struct {
		what   string
		change reseller.HolderChange
		want   string
		words  string
	}{
		{"nothing", reseller.HolderChange{Was: company, Now: company, Had: had}, companys, ""},
		{"an address", reseller.HolderChange{Was: company, Now: moved, Had: had}, companys, ""},
		{"capitals and blanks", reseller.HolderChange{Was: company, Now: spelt, Named: true, Had: had}, companys, ""},
		{"an address of a name without a number", reseller.HolderChange{Was: company, Now: moved}, "", ""},
		{"both", reseller.HolderChange{Was: company, Now: person, Named: true, Had: had, Given: id("811228-9874")}, persons, ""},
		{"the number of a named holder", reseller.HolderChange{Was: company, Now: company, Named: true, Had: had, Given: id("802405-0190")}, "[SE]802405-0190", ""},
		{"a first number", reseller.HolderChange{Was: person, Now: person, Given: id("8112289874")}, persons, ""},
		{"the same number again", reseller.HolderChange{Was: company, Now: moved, Had: had, Given: id("5560360793")}, companys, ""},
		{"the company's name", reseller.HolderChange{Was: company, Now: withCompany(company, "Ek Nya AB"), Named: true, Had: had, Given: id(companys)}, companys, ""},

		{"the holder alone", reseller.HolderChange{Was: company, Now: person, Named: true, Had: had}, "", "must change with it"},
		{"the holder, with an empty number", reseller.HolderChange{Was: company, Now: person, Named: true, Had: had, Given: id(" ")}, "", "must change with it"},
		{"the holder, with a VAT number alone", reseller.HolderChange{Was: company, Now: person, Named: true, Had: had, Given: map[string]string{"VAT": "SE1"}}, "", "must change with it"},
		{"the number alone", reseller.HolderChange{Was: company, Now: company, Had: had, Given: id("802405-0190")}, "", "says who the holder is"},
		{"the holder, with the company's number", reseller.HolderChange{Was: company, Now: person, Named: true, Had: had, Given: id(companys)}, "", "is the number of an organisation"},
		{"the holder of a name without a number", reseller.HolderChange{Was: company, Now: person, Named: true}, "", "is required for .se"},
		{"both, with a wrong number", reseller.HolderChange{Was: company, Now: person, Named: true, Had: had, Given: id("811228-9873")}, "", "wrong check digit"},
	} {
		before := maps.Clone(c.change.Had)
		got, err := mustTLD(t, "se").ChangeHolder(c.change)
		if c.words != "" {
			if err == nil {
				t.Errorf("%s changes to %v", c.what, got)
				continue
			}
			wantWords(t, err, c.words)
		} else if err != nil || got["id_number"] != c.want {
			t.Errorf("%s: %v, %v; want %s", c.what, got, err, c.want)
		}
		if !maps.Equal(before, c.change.Had) {
			t.Errorf("%s: what the name had was changed", c.what)
		}
	}
}

func TestOldHoldersVATNumberDoesNotBecomeTheNewOnes(t *testing.T) {
	t.Parallel()
	was := reseller.Contact{Company: "Alt GmbH", Country: "DE"}
	change := reseller.HolderChange{
		Was: was, Now: withCompany(was, "Neu GmbH"), Named: true,
		Had:   map[string]string{"id_number": "[DE]HRB1", "vat_number": "DE111111111"},
		Given: map[string]string{"NIN": "[DE]HRB2"},
	}
	_, err := mustTLD(t, "se").ChangeHolder(change)
	wantWords(t, err, `"VAT" is required of companies in DE for .se`)
	change.Given["VAT ID"] = "DE222222222"
	got, err := mustTLD(t, "se").ChangeHolder(change)
	if err != nil || got["vat_number"] != "DE222222222" || got["id_number"] != "[DE]HRB2" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestHoldersOfTLDsWithoutNumbersChangeAlone(t *testing.T) {
	t.Parallel()
	got, err := mustTLD(t, "com").ChangeHolder(reseller.HolderChange{Was: swede(), Now: exampleContact(), Named: true})
	if err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func withCompany(c reseller.Contact, company string) reseller.Contact {
	c.Company = company
	return c
}
