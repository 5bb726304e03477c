package v2

import (
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// roleSpelling is what a contact type is called.
type roleSpelling struct {
	role  reseller.Role
	label string // in answers and in contactdetails[…]
	param string // in contacts[…] of an order
}

// roleLabels are the contact types in the order in which answers show them.
var roleLabels = []roleSpelling{
	{reseller.RoleRegistrant, "Registrant", "registrant"},
	{reseller.RoleAdmin, "Admin", "admin"},
	{reseller.RoleTech, "Technical", "tech"},
	{reseller.RoleBilling, "Billing", "billing"},
}

// roleWords are the contact types as clients send them, folded.
var roleWords = map[string]reseller.Role{
	"registrant": reseller.RoleRegistrant, "owner": reseller.RoleRegistrant,
	"admin": reseller.RoleAdmin, "administrative": reseller.RoleAdmin,
	"tech": reseller.RoleTech, "technical": reseller.RoleTech,
	"billing": reseller.RoleBilling,
}

// contactField is a field of a contact in every vocabulary.
type contactField struct {
	rule  string // as the rules for contacts call it
	model string // as orders call it: contacts[registrant][firstname]
	label string // as WHMCS calls it, and answers do
	names []string
	of    func(*actions.ContactPatch) **string
}

// contactFields lists the fields. Names are folded: lower-case letters and digits only.
var contactFields = []contactField{
	{"first_name", "fullname", "Full Name", []string{"fullname", "name"}, func(c *actions.ContactPatch) **string { return &c.FullName }},
	{"first_name", "firstname", "First Name", []string{"firstname"}, func(c *actions.ContactPatch) **string { return &c.FirstName }},
	{"last_name", "lastname", "Last Name", []string{"lastname"}, func(c *actions.ContactPatch) **string { return &c.LastName }},
	{"company", "companyname", "Company Name", []string{"companyname", "company", "organisationname", "organizationname"}, func(c *actions.ContactPatch) **string { return &c.Company }},
	{"email", "email", "Email Address", []string{"email", "emailaddress"}, func(c *actions.ContactPatch) **string { return &c.Email }},
	{"address1", "address1", "Address 1", []string{"address1", "address", "addressline1", "street"}, func(c *actions.ContactPatch) **string { return &c.Address1 }},
	{"address2", "address2", "Address 2", []string{"address2", "addressline2"}, func(c *actions.ContactPatch) **string { return &c.Address2 }},
	{"city", "city", "City", []string{"city"}, func(c *actions.ContactPatch) **string { return &c.City }},
	{"state", "state", "State", []string{"state", "region", "stateorregion", "province"}, func(c *actions.ContactPatch) **string { return &c.State }},
	{"postcode", "postcode", "Postcode", []string{"postcode", "zipcode", "zip", "postalcode"}, func(c *actions.ContactPatch) **string { return &c.Postcode }},
	{"country", "country", "Country", []string{"country", "countrycode", "countryname"}, func(c *actions.ContactPatch) **string { return &c.Country }},
	{"phone", "phonenumber", "Phone Number", []string{"phonenumber", "phone", "telephone"}, func(c *actions.ContactPatch) **string { return &c.Phone }},
	{"", "phonecc", "Phone Country Code", []string{"phonecountrycode", "phonecc"}, func(c *actions.ContactPatch) **string { return &c.CallingCode }},
}

// fold makes "Email Address", "Email_Address" and "emailaddress" equal.
func fold(label string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			return c
		}
		return -1
	}, label)
}

// contacts reads contacts[role][field] of an order: none if there is nothing in it. Clients fill every field of every role
// that they know with empty texts; an empty one says nothing here. A contact without a role is the registrant. What is there and
// not understood is refused: the account's default contact is for requests that name nobody.
func (p *Params) contacts() reseller.Contacts {
	const name = "contacts"
	given := p.array(name)
	contacts := reseller.Contacts{}
	for role, fields := range p.byRole(given, name) {
		patch, some := p.patch(fields, name+"["+spellingOf(role).param+"]", true)
		if some {
			contacts[role] = patch.Apply(reseller.Contact{})
		}
	}
	if patch, some := p.patch(given, name+"[registrant]", true); some && len(contacts) == 0 {
		contacts[reseller.RoleRegistrant] = patch.Apply(reseller.Contact{})
	}
	if len(contacts) > 0 {
		return contacts
	}
	if holdsText(given) {
		p.Fail(form.Invalid(name, "no contact can be read in parameter %s; send contacts[registrant][firstname]=… and so on", name))
	}
	return nil
}

// byRole takes a map of contacts apart. What is of no known role is left out; a known role that is not an array of fields is
// refused.
func (p *Params) byRole(given phpvalue.Value, name string) map[reseller.Role]phpvalue.Value {
	found := map[reseller.Role]phpvalue.Value{}
	for _, e := range given.Entries() {
		role, known := roleWords[fold(e.Key)]
		switch {
		case !known:
		case e.Value.Kind() == phpvalue.KindArray:
			found[role] = e.Value
		case holdsText(e.Value):
			param := name + "[" + form.Clip(e.Key, 40) + "]"
			p.Fail(form.Invalid(param, "%s must be an array of fields: %s[firstname]=…", param, param))
		}
	}
	return found
}

// holdsText reports whether there is a value that is not blank, however deep.
func holdsText(v phpvalue.Value) bool {
	if v.Kind() != phpvalue.KindArray {
		return strings.TrimSpace(v.Text()) != ""
	}
	return slices.ContainsFunc(v.Entries(), func(e phpvalue.Entry) bool { return holdsText(e.Value) })
}

// patch reads the fields of one contact and reports whether there were any. Two names of one field with unequal values are
// refused. With filled, empty fields count as absent.
func (p *Params) patch(given phpvalue.Value, param string, filled bool) (actions.ContactPatch, bool) {
	var patch actions.ContactPatch
	some := false
	for _, e := range given.Entries() {
		at := slices.IndexFunc(contactFields, func(f contactField) bool { return slices.Contains(f.names, fold(e.Key)) })
		if at < 0 || e.Value.Kind() == phpvalue.KindNull {
			continue
		}
		field := contactFields[at]
		value := p.Scalar(e.Value, param+"["+e.Key+"]")
		if filled && strings.TrimSpace(value) == "" {
			continue
		}
		if field.rule == "phone" {
			value = form.PlusSign(value)
		}
		if to := field.of(&patch); *to == nil {
			*to, some = &value, some || field.rule != "" // a calling code alone says nothing
		} else if **to != value && (field.rule != "country" || reseller.OtherCountry(**to, value)) {
			p.Fail(form.Ambiguous(param+"["+e.Key+"]", "%s[%s] is given under two names with different values; nothing was done", param, e.Key))
		}
	}
	return patch, some
}

// spellingOf finds a role, which one of the four is.
func spellingOf(role reseller.Role) roleSpelling {
	return roleLabels[slices.IndexFunc(roleLabels, func(r roleSpelling) bool { return r.role == role })]
}

func decodeGetContacts(p *Params) actions.GetContactDetails {
	return actions.GetContactDetails{Name: p.name()}
}

// contactAnswer is a contact with WHMCS's names of its fields. SaveContactDetails reads all of it back.
type contactAnswer struct {
	FirstName string `json:"First Name"`
	LastName  string `json:"Last Name"`
	Company   string `json:"Company Name"`
	Email     string `json:"Email Address"`
	Address1  string `json:"Address 1"`
	Address2  string `json:"Address 2"`
	City      string `json:"City"`
	State     string `json:"State"`
	Postcode  string `json:"Postcode"`
	Country   string `json:"Country"`
	Phone     string `json:"Phone Number"`
}

// encodeContacts writes the contacts that there are; every value is an object.
func encodeContacts(contacts reseller.Contacts) any {
	var out ordered
	for _, r := range roleLabels {
		if c, ok := contacts[r.role]; ok {
			out = append(out, pair{r.label, contactAnswer{
				c.FirstName, c.LastName, c.Company, c.Email, c.Address1, c.Address2, c.City, c.State, c.Postcode, c.Country, c.Phone,
			}})
		}
	}
	return out
}

func encodeSavedContacts(r actions.SavedContacts) any { return encodeContacts(r.Contacts) }

// decodeSaveContacts reads contactdetails[Type][Field]. Here an empty field is meant: it clears. Types and fields that are
// not known are left out.
func decodeSaveContacts(p *Params) actions.SaveContactDetails {
	const name = "contactdetails"
	r := actions.SaveContactDetails{Name: p.name(), Patches: map[reseller.Role]actions.ContactPatch{}, Fields: p.fields()}
	for role, fields := range p.byRole(p.array(name, "contacts"), name) {
		if patch, some := p.patch(fields, name+"["+spellingOf(role).label+"]", false); some {
			r.Patches[role] = patch
		}
	}
	return r
}
