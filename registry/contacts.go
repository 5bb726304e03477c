package registry

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nameyard/reseller"
)

// ShownContacts is what a registry shows of a name's contacts. A role that is missing is not shown: it tells nothing. A role
// that the registry shows not to be there has the empty contact.
type ShownContacts map[reseller.Role]ShownContact

// ShownContact is one contact as a registry shows it. An empty field is empty there, unless NotShown has its name.
type ShownContact struct {
	reseller.Contact
	NotShown []string // JSON names of fields that the registry keeps to itself ("phone")
	// WholeName: the registry keeps a name in one piece, so where it is cut into first and last is a guess (RFC 5733 §2.3).
	WholeName bool
}

// ShowAll is the view of a registry that shows every role and every field.
func ShowAll(contacts reseller.Contacts) ShownContacts {
	shown := ShownContacts{}
	for _, role := range reseller.Roles {
		shown[role] = ShownContact{Contact: contacts[role]}
	}
	return shown
}

// Known gives the contacts that are shown and there, without what is not shown of them.
func (s ShownContacts) Known() reseller.Contacts { return s.Over(nil) }

// Over gives our contacts with all that is shown taken over. What is not shown stays ours.
func (s ShownContacts) Over(ours reseller.Contacts) reseller.Contacts {
	all := reseller.Contacts{}
	maps.Copy(all, ours)
	for role, shown := range s {
		all[role] = shown.over(ours[role])
	}
	maps.DeleteFunc(all, func(_ reseller.Role, c reseller.Contact) bool { return c == reseller.Contact{} })
	return all
}

func (s ShownContact) over(ours reseller.Contact) reseller.Contact {
	c := s.Contact
	if s.WholeName && c.Name() == ours.Name() {
		c.FirstName, c.LastName = ours.FirstName, ours.LastName
	}
	for _, field := range s.NotShown {
		if to := c.Text(field); to != nil {
			*to = *ours.Text(field)
		}
	}
	return c
}

// Agree reports whether nothing that is shown differs from these contacts.
func (s ShownContacts) Agree(with reseller.Contacts) bool {
	for role, shown := range s {
		if shown.over(with[role]) != with[role] {
			return false
		}
	}
	return true
}

// Confirm reports whether the registry is seen to have exactly these contacts. What it does not show confirms nothing.
func (s ShownContacts) Confirm(want reseller.Contacts) bool {
	for role := range want {
		if shown, ok := s[role]; !ok || len(shown.NotShown) > 0 {
			return false
		}
	}
	return s.Agree(want)
}

// changed tells in words where contacts differ, by field names only: contacts are personal and words go to logs.
func changed(was, now reseller.Contacts) string {
	var roles []string
	for _, role := range reseller.Roles {
		if was[role] != now[role] {
			roles = append(roles, fmt.Sprintf("%s (%s)", role, strings.Join(was[role].Differences(now[role]), ", ")))
		}
	}
	return "other contacts: " + strings.Join(roles, ", ")
}

// SameHosts reports whether two lists have the same members: registries keep no order of name servers (RFC 5731 §1.1).
func SameHosts(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
