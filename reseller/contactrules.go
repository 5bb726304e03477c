package reseller

import "errors"

// CheckContact brings a contact to the form that registries take and says what is missing. Blanks at the ends go, the
// country becomes an ISO 3166-1 code, the telephone number "+CC.N" ("N/A" and empty mean none:
// RFC 5733 does not ask for one), the domain of the e-mail address ACE. Required are a name (of a person or a company), address1,
// city, country, e-mail, and the postcode where the country has them. All faults are told (Faults), each with the path of the field
// within the contact: its JSON name. The contact then has the fields that are good, and the others empty.
func CheckContact(c Contact, role Role) (Contact, error) {
	var bad Faults
	for _, part := range c.parts() {
		clean, err := cleanText(part.plain(*part.value), part.limit)
		if bad.AddEach(err, func(fault *Error) *Error {
			return Invalid(Path(part.field), "%s of the %s contact: %s", part.words, role, Inner(fault))
		}) {
			*part.value = clean
		}
	}
	for _, part := range c.parts() {
		if part.required(c) && *part.value == "" {
			bad.Add(Errorf(KindInvalid, CodeMissingParameter, "%s of the %s contact is required and is missing or empty", part.words, role).In(Path(part.field)))
		}
	}
	c.checkPlaces(role, &bad)
	for _, part := range c.parts() {
		if bad.About(Path(part.field)) {
			*part.value = ""
		}
	}
	return c, bad.Err()
}

// checkPlaces checks where a contact is and how it is reached. What depends on the country is not judged while that is at fault.
func (c *Contact) checkPlaces(role Role, bad *Faults) {
	if !bad.About("country") {
		country, err := CheckCountry(c.Country)
		bad.Add(err)
		c.Country = country
	}
	nowhere := bad.About("country")
	if c.Postcode == "" && !nowhere && needsPostcode(c.Country) {
		bad.Add(Errorf(KindInvalid, CodeMissingParameter, "postcode of the %s contact is required in %s and is missing or empty", role, c.Country).In("postcode"))
	}
	if !bad.About("phone") {
		phone, err := CheckPhone(c.Phone, c.Country)
		if !nowhere || !errors.Is(err, errNational) {
			bad.Add(err)
		}
		c.Phone = phone
	}
	if !bad.About("email") {
		email, err := CheckEmail(c.Email)
		bad.Add(err)
		c.Email = email
	}
}

// contactPart is one field of a contact with its rules.
type contactPart struct {
	field    string // JSON name
	words    string
	value    *string
	limit    int                 // characters
	required func(Contact) bool  // must be there
	plain    func(string) string // what people paste brought to what they mean
}

// parts lists the fields of c in order. The limits are those of RFC 5733 §4 where it has some.
func (c *Contact) parts() []contactPart {
	always := func(Contact) bool { return true }
	never := func(Contact) bool { return false }
	words := func(text string) string { return text }
	unlessNamed := func(c Contact) bool { return c.FirstName+c.LastName+c.Company == "" }
	return []contactPart{
		{"first_name", "name", &c.FirstName, 127, unlessNamed, words},
		{"last_name", "last name", &c.LastName, 127, never, words},
		{"company", "company", &c.Company, 255, never, words},
		{"address1", "address", &c.Address1, 255, always, words},
		{"address2", "second address line", &c.Address2, 255, never, words},
		{"city", "city", &c.City, 255, always, words},
		{"state", "state", &c.State, 255, never, words},
		{"postcode", "postcode", &c.Postcode, 16, never, plainNumber},
		{"country", "country", &c.Country, 255, always, words},
		{"phone", "phone", &c.Phone, 64, never, plainNumber},
		{"email", "e-mail address", &c.Email, 254, always, plainText},
	}
}
