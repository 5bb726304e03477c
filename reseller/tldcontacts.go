package reseller

import "slices"

// The contacts that a TLD's registry may take.
const (
	ContactsAll            = "all"
	ContactsRegistrantTech = "registrant+tech"
	ContactsRegistrant     = "registrant"
	ContactsNone           = "none" // "thin": ICANN's minimum data set
)

// contactRoles are the roles that the registry takes.
var contactRoles = map[string][]Role{
	ContactsAll: Roles, ContactsRegistrantTech: {RoleRegistrant, RoleTech}, ContactsRegistrant: {RoleRegistrant}, ContactsNone: nil,
}

// RegistryTakes reports whether the registry takes a contact in a role.
func (t TLD) RegistryTakes(role Role) bool { return slices.Contains(contactRoles[t.Contacts], role) }

// Keeps reports whether a name has a contact in a role here: what the registry takes, and always the registrant, whom we must know, publish
// and verify.
func (t TLD) Keeps(role Role) bool { return role == RoleRegistrant || t.RegistryTakes(role) }

// Sent are the contacts that go to the registry; nil stays nil.
func (t TLD) Sent(contacts Contacts) Contacts {
	if contacts == nil {
		return nil
	}
	sent := Contacts{}
	for role, c := range contacts {
		if t.RegistryTakes(role) {
			sent[role] = c
		}
	}
	if len(sent) == 0 {
		return nil
	}
	return sent
}
