package actions

import (
	"context"
	"maps"
	"strings"

	"nameyard/orders"
	"nameyard/reseller"
)

// GetContactDetails asks for the contacts of a name.
type GetContactDetails struct {
	Name reseller.Name
}

// GetContactDetails gives the contacts as the registry has them from us. WHMCS add-on action GetContactDetails.
func (s *Service) GetContactDetails(ctx context.Context, call Call, r GetContactDetails) (reseller.Contacts, error) {
	d, err := s.domain(ctx, call, r.Name)
	return d.Contacts, err
}

// SaveContactDetails changes contacts of a name. What is nil in a patch stays as it is.
type SaveContactDetails struct {
	Name    reseller.Name
	Patches map[reseller.Role]ContactPatch
}

// ContactPatch changes the fields of a contact that are not nil.
type ContactPatch struct {
	FullName  *string // first and last name in one
	FirstName *string
	LastName  *string
	Company   *string
	Address1  *string
	Address2  *string
	City      *string
	State     *string
	Postcode  *string
	Country   *string
	Phone     *string
	Email     *string
}

// Apply gives the contact with the patch on it.
func (p ContactPatch) Apply(c reseller.Contact) reseller.Contact {
	if p.FullName != nil && strings.TrimSpace(*p.FullName) != c.Name() {
		c.FirstName, c.LastName, _ = strings.Cut(strings.TrimSpace(*p.FullName), " ")
	}
	for _, f := range []struct{ to, from *string }{
		{&c.FirstName, p.FirstName}, {&c.LastName, p.LastName}, {&c.Company, p.Company}, {&c.Address1, p.Address1},
		{&c.Address2, p.Address2}, {&c.City, p.City}, {&c.State, p.State}, {&c.Postcode, p.Postcode},
		{&c.Country, p.Country}, {&c.Phone, p.Phone}, {&c.Email, p.Email},
	} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	return c
}

// SavedContacts are the contacts that a save was about, as saved.
type SavedContacts struct {
	Ordered
	Contacts reseller.Contacts
}

// SaveContactDetails changes contacts at the registry. Roles that the TLD does not have are left out. WHMCS add-on action
// SaveContactDetails.
func (s *Service) SaveContactDetails(ctx context.Context, call Call, r SaveContactDetails) (SavedContacts, error) {
	if len(r.Patches) == 0 {
		return SavedContacts{}, reseller.Missing(reseller.PathContacts)
	}
	result, err := s.patch(ctx, call, r.Name, "contacts", func(d reseller.Domain, rules reseller.TLD, coming *reseller.Desired) (orders.Request, error) {
		contacts := reseller.Contacts{}
		maps.Copy(contacts, d.Contacts)
		if coming != nil {
			maps.Copy(contacts, coming.Contacts)
		}
		for role, patch := range r.Patches {
			contacts[role] = patch.Apply(contacts[role])
		}
		checked, err := checkContacts(contacts, rules)
		return orders.Request{Kind: reseller.OrderContacts, Desired: reseller.Desired{Contacts: checked}, Params: r.Patches}, err
	})
	saved := reseller.Contacts{}
	for role := range r.Patches {
		if c, ok := result.Order.Desired.Contacts[role]; ok {
			saved[role] = c
		}
	}
	return SavedContacts{Ordered{result.Order}, saved}, err
}
