package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"nameyard/reseller"
)

// What clients send twice in different words is one thing, or refused; what they misspell is named.
func TestOneThingSaidInTwoWaysIsOneOrRefused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	const holder = "&firstname=Eva&lastname=Ek&address1=Gatan%201&city=Lund&postcode=22222&email=eva@example.se&phonenumber=046123456"
	register := func(sld, country string) string {
		return e.post(formType, e.signed("action=RegisterDomain&tld=com&regperiod=1&sld="+sld+holder+country, false)).Body.String()
	}
	e.succeed("action=RegisterDomain&tld=com&regperiod=1&sld=one"+holder+"&country=Sweden&countrycode=SE&countryname=Sverige", false)
	for _, two := range []string{"&country=SE&countrycode=NO", "&country=SE&countryname=Norway"} {
		if answer := register("two", two); !strings.Contains(answer, `"code":"ambiguous_parameter","field":"country"`) {
			t.Errorf("%s: %s", two, answer)
		}
	}
	saves := func(fields, want string) {
		t.Helper()
		answer := e.post(formType, e.signed("action=SaveContactDetails&sld=one&tld=com&"+fields, false)).Body.String()
		if !strings.Contains(answer, want) {
			t.Errorf("%s: %s, want %s", fields, answer, want)
		}
	}
	const c = "contactdetails[Registrant]"
	saves(c+"[Country]=Norway&"+c+"[Country%20Code]=NO", `"Country":"NO"`)
	saves(c+"[Country]=Norway&"+c+"[Country%20Code]=SE", reseller.CodeAmbiguousParameter)
	// A form that shows the name twice, of which one was edited.
	saves(c+"[Full%20Name]=Anna%20Berg&"+c+"[First%20Name]=Eva&"+c+"[Last%20Name]=Ek", `"Name":"Anna Berg"`)
	saves(c+"[Full%20Name]=Anna%20Berg&"+c+"[First%20Name]=Anna&"+c+"[Last%20Name]=Ek", `"Name":"Anna Ek"`)

	free := e.post(formType, e.signed("action=CheckAvailability&sld=%20free%0A&tlds=.com", false)).Body.String()
	if !strings.Contains(free, `"domain":"free.com","status":"available"`) {
		t.Error(free)
	}
	twice := e.post(formType, e.signed("action=RegisterNameserver&sld=one&tld=com&nameserver=ns1.one.com.one.com&ipaddress=9.9.9.9", false))
	if words := refused(t, twice, http.StatusOK, reseller.CodeInvalidParameter); !strings.Contains(words, "holds the domain twice") {
		t.Error(words)
	}
}

// An error in an object of REST names the key in it that is wrong.
func TestRESTNamesWhatIsWrongInsideContactsAndFields(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for body, want := range map[string]string{
		`"contacts": {"registrant": {"name": "Eva"}}`:      "contacts.registrant.name",
		`"contacts": {"registrant": {"first_name": 5}}`:    "contacts.registrant.first_name",
		`"contacts": {"registrant": "Eva"}`:                "contacts.registrant",
		`"contacts": {"owner": {}}`:                        "contacts.owner",
		`"contacts": []`:                                   "contacts",
		`"additional_fields": {"id_number": 8112289874}`:   "additional_fields.id_number",
		`"additional_fields": {"id_number": ["a", "b"]}`:   "additional_fields.id_number",
		`"additional_fields": "x"`:                         "additional_fields",
		`"contacts": {"admin": {"city": "A", "city":"B"}}`: "contacts.admin.city",
	} {
		answer := e.restAsk("POST", "/api/v1/domains/", `{"domain_name": "one.se", `+body+`}`)
		var got struct{ Field, Code string }
		e.Must(json.Unmarshal(answer.Body.Bytes(), &got))
		if answer.Code != http.StatusBadRequest || got.Field != want {
			t.Errorf("%s: %d %s, want field %s", body, answer.Code, answer.Body, want)
		}
	}
}
