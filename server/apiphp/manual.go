package apiphp

import (
	_ "embed"
	"encoding/json"
	"slices"

	"nameyard/actions"
	"nameyard/server/docpage"
)

// Parameter is a parameter as the manual describes it. What a decoder reads and the manual does not have is found by a test.
type Parameter struct {
	Name     string
	Aliases  []string // other names of the same
	Type     string   // text, number, switch, date, list, set
	Required string   // "yes", or when; "" = never
	Text     string
}

// Entry is an action as the manual describes it.
type Entry struct {
	actions.Action
	About      string // what is to know beyond the line of the table
	Parameters []Parameter
	Answer     string // what a success has beside result
	Example    Example
	Codes      []string // the codes of its refusals that the golden cases show, besides those of every action
}

// Example is a request and its answer, from the golden cases: a form, and the JSON.
type Example struct {
	Request, Response string
}

// examplesFile is made from the golden cases by the test of the manual with -update.
//
//go:embed examples.json
var examplesFile []byte

// Manual describes every action, in the order of the table.
func Manual() ([]Entry, error) {
	var shown map[string]struct {
		Example
		Codes []string
	}
	if err := json.Unmarshal(examplesFile, &shown); err != nil {
		return nil, err
	}
	list := make([]Entry, len(actions.Table))
	for i, a := range actions.Table {
		e := described[a.Name]
		e.Action, e.Example, e.Codes = a, shown[a.Name].Example, shown[a.Name].Codes
		list[i] = e
	}
	return list, nil
}

// Everywhere are the parameters of every action.
var Everywhere = []Parameter{
	{"action", nil, "text", "yes", "The name of the action, in any case."},
	{"token", nil, "text", "yes", "A token of the account."},
	{"authemail", []string{"email"}, "text", "yes", "The e-mail address of the account. `email` counts as such only where there is no `authemail`."},
	{"idempotencykey", nil, "text", "", "On any order: the same key with the same parameters gives the same answer, for 8 days; with other parameters it is refused. 1 to 255 printable ASCII characters without blanks."},
}

// EverywhereCodes are the codes that every action may refuse with.
var EverywhereCodes = map[string]string{
	"missing_parameter": "a parameter that must be there is not, or is empty", "invalid_parameter": "a parameter has a wrong value",
	"ambiguous_parameter": "a parameter is there twice, or under two names, with different values", "unknown_action": "there is no such action",
	"unauthorized": "the credentials are not accepted", "forbidden": "the token does not have the scope", "rate_limited": "too many requests: wait for Retry-After",
	"unavailable": "a part does not answer: try again", "internal": "a fault of the server, which its log explains",
}

// theName is the name that an action is about.
var theName = []Parameter{
	{"sld", nil, "text", "yes, unless `domain` is there", "The name before its TLD, in Unicode or ACE."},
	{"tld", nil, "text", "yes, unless `domain` is there", "The TLD, with or without a dot in front."},
	{"domain", []string{"domainname"}, "text", "", "The whole name. It may repeat `sld` and `tld`, or stand in for them."},
}

// of puts the name that an action is about in front of its other parameters.
func of(others ...[]Parameter) []Parameter {
	return slices.Concat(append([][]Parameter{theName}, others...)...)
}

// one is a list of one parameter.
func one(name string, aliases []string, kind, required, text string) []Parameter {
	return []Parameter{{name, aliases, kind, required, text}}
}

var years = one("regperiod", nil, "number", "yes", "Years.")

// nameserversAsked are up to five name servers.
func nameserversAsked(required string) []Parameter {
	var list []Parameter
	for i, names := range nameserverParams {
		p := Parameter{names[0], []string{names[1]}, "text", "", "Another name server."}
		if i == 0 {
			p.Required, p.Text = required, "A name server, by its host name."
		}
		list = append(list, p)
	}
	return list
}

// contactsAsked are the registrant's contact, and the admin contact's with "admin" in front of each name.
func contactsAsked() []Parameter {
	registrant := []Parameter{
		{"firstname", nil, "text", "yes, or `companyname`", "First name of the registrant."},
		{"lastname", nil, "text", "", "Last name."},
		{"companyname", []string{"company", "organisation", "organization"}, "text", "", "Company."},
		{"address1", []string{"address"}, "text", "yes", "First line of the address."},
		{"address2", nil, "text", "", "Second line of the address."},
		{"city", nil, "text", "yes", "City."},
		{"state", []string{"fullstate", "statecode"}, "text", "", "State or region."},
		{"postcode", []string{"zipcode", "zip"}, "text", "where the country has them", "Postcode."},
		{"countrycode", []string{"country", "countryname"}, "text", "yes", "Country: its ISO 3166-1 code, or its name."},
		{"phonenumber", []string{"fullphonenumber", "phonenumberformatted", "phone"}, "text", "", "Telephone number."},
		{"phonecc", []string{"phonecountrycode"}, "text", "", "Calling code of a telephone number that has none."},
		{"email", nil, "text", "yes", "E-mail address."},
	}
	list := slices.Clone(registrant)
	for i, p := range registrant {
		admin := Parameter{Name: "admin" + p.Name, Type: p.Type, Text: "The same of the admin contact."}
		if i == 0 {
			admin.Text += " It counts if it has a name or an e-mail address; what it lacks is the registrant's."
		}
		for _, alias := range p.Aliases {
			admin.Aliases = append(admin.Aliases, "admin"+alias)
		}
		list = append(list, admin)
	}
	return list
}

//go:embed manual.html
var manualPage string

// ManualPage is the manual as a page for people.
func ManualPage() ([]byte, error) {
	list, err := Manual()
	if err != nil {
		return nil, err
	}
	return docpage.Render(docpage.Action, manualPage, map[string]any{"Everywhere": Everywhere, "EverywhereCodes": EverywhereCodes, "Actions": list})
}
