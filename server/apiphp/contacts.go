package apiphp

import (
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// callingCode is what clients call the country code that they send beside a telephone number.
const callingCode = "Phone_Country_Code"

// noPhone is what clients know as no telephone number.
const noPhone = "N/A"

func decodeGetContacts(p *Params) actions.GetContactDetails {
	return actions.GetContactDetails{Name: p.name()}
}

func encodeGotContacts(contacts reseller.Contacts) *object {
	o := success()
	for _, role := range contacts.InOrder() {
		encodeContact(o, role, contacts[role])
	}
	return o
}

func encodeSavedContacts(r actions.SavedContacts) *object { return encodeGotContacts(r.Contacts) }

// encodeContact writes the protocol's fields in its order. The second address line and the state, which the protocol does
// not have, appear where there is one. SaveContactDetails reads all of it back.
func encodeContact(o *object, role reseller.Role, c reseller.Contact) {
	o.open(roleLabels[role])
	o.text("Name", c.Name())
	o.text("Company", c.Company)
	o.text("Address", c.Address1)
	if c.Address2 != "" {
		o.text("Address_2", c.Address2)
	}
	o.text("City", c.City)
	if c.State != "" {
		o.text("State", c.State)
	}
	o.text("Country", c.Country)
	o.text("Zip_Code", c.Postcode)
	o.text("Email", c.Email)
	if c.Phone == "" {
		o.text("Telephone", noPhone)
	} else {
		o.text("Telephone", c.Phone)
	}
	o.close()
}

// contactParam is the parameter of one field of a contact in SaveContactDetails.
func contactParam(role reseller.Role, label string) string {
	return "contactdetails[" + roleLabels[role] + "][" + label + "]"
}

// roleLabels are the contact types as answers show them.
var roleLabels = map[reseller.Role]string{
	reseller.RoleRegistrant: "Registrant", reseller.RoleAdmin: "Admin", reseller.RoleTech: "Tech", reseller.RoleBilling: "Billing",
}

// roleWords are the contact types as clients send them, folded.
var roleWords = map[string]reseller.Role{
	"registrant": reseller.RoleRegistrant, "owner": reseller.RoleRegistrant, "holder": reseller.RoleRegistrant,
	"admin": reseller.RoleAdmin, "administrative": reseller.RoleAdmin, "administrator": reseller.RoleAdmin,
	"tech": reseller.RoleTech, "technical": reseller.RoleTech,
	"billing": reseller.RoleBilling, "bill": reseller.RoleBilling,
}

// patchField is a field of a contact patch, with its label for errors.
type patchField struct {
	label string
	of    func(*actions.ContactPatch) **string
}

// patchFields lists the fields with all their names, folded: the vocabularies of WHMCS, of HostBill and of the protocol.
var patchFields = []struct {
	patchField
	names []string
}{
	{patchField{"Name", func(c *actions.ContactPatch) **string { return &c.FullName }}, []string{"name", "fullname", "contactname"}},
	{patchField{"First_Name", func(c *actions.ContactPatch) **string { return &c.FirstName }}, []string{"firstname"}},
	{patchField{"Last_Name", func(c *actions.ContactPatch) **string { return &c.LastName }}, []string{"lastname", "surname"}},
	{patchField{"Company", func(c *actions.ContactPatch) **string { return &c.Company }},
		[]string{"company", "companyname", "organisation", "organization", "organisationname", "organizationname", "org"}},
	{patchField{"Address", func(c *actions.ContactPatch) **string { return &c.Address1 }},
		[]string{"address", "address1", "addressline1", "street", "streetaddress"}},
	{patchField{"Address_2", func(c *actions.ContactPatch) **string { return &c.Address2 }}, []string{"address2", "addressline2", "street2"}},
	{patchField{"City", func(c *actions.ContactPatch) **string { return &c.City }}, []string{"city", "town"}},
	{patchField{"State", func(c *actions.ContactPatch) **string { return &c.State }},
		[]string{"state", "stateorregion", "region", "province", "stateprovince", "county", "stateorprovince"}},
	{patchField{"Zip_Code", func(c *actions.ContactPatch) **string { return &c.Postcode }},
		[]string{"zipcode", "zip", "postcode", "postalcode", "postalorzipcode"}},
	{patchField{"Country", func(c *actions.ContactPatch) **string { return &c.Country }}, []string{"country", "countrycode", "countryname"}},
	{patchField{"Telephone", func(c *actions.ContactPatch) **string { return &c.Phone }},
		[]string{"telephone", "phone", "phonenumber", "telephonenumber"}},
	{patchField{callingCode, func(c *actions.ContactPatch) **string { return &c.CallingCode }},
		[]string{"phonecountrycode", "phonecc", "telephonecountrycode", "callingcode"}},
	{patchField{"Email", func(c *actions.ContactPatch) **string { return &c.Email }}, []string{"email", "emailaddress", "mail"}},
}

// findPatchField finds a field by a client's name for it.
func findPatchField(called string) (patchField, bool) {
	folded := foldLabel(called)
	for _, f := range patchFields {
		if slices.Contains(f.names, folded) {
			return f.patchField, true
		}
	}
	return patchField{}, false
}

// foldLabel makes "ZIP Code", "Zip_Code" and "zip-code" equal.
func foldLabel(label string) string {
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

// decodeSaveContacts reads contactdetails[Type][Field]. Types and fields that are not known are left out.
func decodeSaveContacts(p *Params) actions.SaveContactDetails {
	const name = "contactdetails"
	r := actions.SaveContactDetails{Name: p.name(), Patches: map[reseller.Role]actions.ContactPatch{}, Fields: p.fields()}
	details, ok := p.Find(name)
	if ok && details.Kind() != phpvalue.KindArray {
		p.Fail(form.Invalid(name, "parameter %s must be an array: contactdetails[Registrant][Name]=…", name))
	}
	for _, contact := range details.Entries() {
		role, known := roleWords[foldLabel(contact.Key)]
		if !known {
			continue
		}
		if contact.Value.Kind() != phpvalue.KindArray {
			p.Fail(form.Invalid(name+"["+contact.Key+"]", "%s[%s] must be an array of fields", name, form.Clip(contact.Key, 40)))
			break
		}
		if patch := r.Patches[role]; p.patch(&patch, role, contact.Value) {
			r.Patches[role] = patch
		}
	}
	return r
}

// patch reads the fields of one contact and reports whether there were any. Two names of one field with unequal values are
// refused.
func (p *Params) patch(patch *actions.ContactPatch, role reseller.Role, fields phpvalue.Value) bool {
	some := false
	for _, e := range fields.Entries() {
		field, known := findPatchField(e.Key)
		if !known || e.Value.Kind() == phpvalue.KindNull {
			continue
		}
		param := contactParam(role, field.label)
		value := p.Scalar(e.Value, param)
		if field.label == "Telephone" {
			value = form.PlusSign(value)
		}
		if to := field.of(patch); *to == nil {
			*to, some = &value, some || field.label != callingCode // which alone says nothing
		} else if **to != value && (field.label != "Country" || reseller.OtherCountry(**to, value)) {
			p.Fail(form.Ambiguous(param, "%s is given under two names with different values; nothing was done", param))
		}
	}
	return some
}
