package reseller

import (
	"maps"
	"slices"
)

// Role is what a contact is to a domain (RFC 5731 §2.2).
type Role string

// The roles, registrant first. Only the registrant is always there.
const (
	RoleRegistrant Role = "registrant"
	RoleAdmin      Role = "admin"
	RoleTech       Role = "tech"
	RoleBilling    Role = "billing"
)

// Roles lists the roles in the order that faces show them.
var Roles = []Role{RoleRegistrant, RoleAdmin, RoleTech, RoleBilling}

// Contact is a person or company as a registry shows it. Text is UTF-8; an empty string means absent.
type Contact struct {
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Company   string `json:"company,omitempty"`
	Address1  string `json:"address1,omitempty"`
	Address2  string `json:"address2,omitempty"`
	City      string `json:"city,omitempty"`
	State     string `json:"state,omitempty"`
	Postcode  string `json:"postcode,omitempty"`
	Country   string `json:"country,omitempty"` // ISO 3166-1 alpha-2, upper case
	Phone     string `json:"phone,omitempty"`   // as given; EPP form is +CC.N
	Email     string `json:"email,omitempty"`
}

// Name is the full name: first and last, whichever there are.
func (c Contact) Name() string {
	switch {
	case c.FirstName == "":
		return c.LastName
	case c.LastName == "":
		return c.FirstName
	}
	return c.FirstName + " " + c.LastName
}

// Text gives the field of a JSON name, nil if there is none of that name.
func (c *Contact) Text(field string) *string {
	for _, part := range c.parts() {
		if part.field == field {
			return part.value
		}
	}
	return nil
}

// Differences lists the fields in which two contacts differ, by JSON name.
func (c Contact) Differences(o Contact) []string {
	var fields []string
	theirs := o.parts()
	for i, part := range c.parts() {
		if *part.value != *theirs[i].value {
			fields = append(fields, part.field)
		}
	}
	return fields
}

// Contacts maps roles to contacts. It is saved and sent whole.
type Contacts map[Role]Contact

// Equal reports whether two sets are the same.
func (c Contacts) Equal(o Contacts) bool { return maps.Equal(c, o) }

// InOrder lists the roles that are set, registrant first.
func (c Contacts) InOrder() []Role {
	return slices.DeleteFunc(slices.Clone(Roles), func(r Role) bool { _, ok := c[r]; return !ok })
}
