package actions

import (
	"context"
	"maps"
	"slices"
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

// SaveContactDetails changes contacts of a name, and the additional fields that belong to its holder. What is nil in a patch stays
// as it is.
type SaveContactDetails struct {
	Name    reseller.Name
	Patches map[reseller.Role]ContactPatch
	Fields  Fields
	IfMatch IfMatch // of ContactSet
}

// ContactPatch changes the fields of a contact that are not nil.
type ContactPatch struct {
	CallingCode *string `json:",omitempty"` // of the telephone number beside it, if that has none
	FullName    *string // first and last name in one
	FirstName   *string
	LastName    *string
	Company     *string
	Address1    *string
	Address2    *string
	City        *string
	State       *string
	Postcode    *string
	Country     *string
	Phone       *string
	Email       *string
}

// Apply gives the contact with the patch on it.
func (p ContactPatch) Apply(c reseller.Contact) reseller.Contact {
	if p.FullName != nil && strings.TrimSpace(*p.FullName) != c.Name() {
		if p.partsOfNameAre(c) {
			p.FirstName, p.LastName = nil, nil // a form that shows the name twice, and the whole one was edited
		}
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
	if p.Phone != nil && p.CallingCode != nil {
		c.Phone = reseller.WithCallingCode(*p.CallingCode, *p.Phone)
	}
	return c
}

// partsOfNameAre reports whether first and last name are given as a contact has them.
func (p ContactPatch) partsOfNameAre(c reseller.Contact) bool {
	as := func(given *string, have string) bool { return given == nil || strings.TrimSpace(*given) == have }
	return as(p.FirstName, c.FirstName) && as(p.LastName, c.LastName)
}

// namesHolder reports whether a patch says who the contact is, changed or not.
func (p ContactPatch) namesHolder() bool {
	return p.FullName != nil || p.FirstName != nil || p.LastName != nil || p.Company != nil
}

// empty reports whether a patch changes nothing. A calling code without a number is no change.
func (p ContactPatch) empty() bool {
	p.CallingCode = nil
	return p == ContactPatch{}
}

// mustBeSaved refuses a save of nothing that the TLD has: to say that it was saved would be false. given are its additional fields.
func (r SaveContactDetails) mustBeSaved(rules reseller.TLD, given map[string]string) error {
	roleless := false
	for role, patch := range r.Patches {
		switch {
		case !rules.Keeps(role):
			roleless = true
		case !patch.empty():
			return nil
		}
	}
	unknown := rules.UnknownFields(given)
	for called, value := range given {
		if reseller.TrimEnds(value) != "" && !slices.Contains(unknown, called) {
			return nil
		}
	}
	switch {
	case len(unknown) > 0:
		return rules.NoSuchField(unknown[0])
	case roleless:
		return reseller.Invalid(reseller.PathContacts, ".%s has no contact but the registrant, and nothing of that was given; nothing was saved", rules.Name)
	case !r.Fields.none():
		return reseller.Invalid(reseller.PathAdditionalField, "no additional field that .%s has was given a value; nothing was saved", rules.Name)
	}
	return reseller.Invalid(reseller.PathContacts, "none of the contacts' fields is known or has a value; nothing was saved")
}

// params are what makes two requests equal.
func (r SaveContactDetails) params() any {
	if r.Fields.none() {
		return r.Patches
	}
	return []any{r.Patches, r.Fields}
}

// SavedContacts are the contacts that a save was about, as saved.
type SavedContacts struct {
	Ordered
	Contacts reseller.Contacts
}

// SaveContactDetails changes contacts at the registry. Roles that the TLD does not have are left out. WHMCS add-on action
// SaveContactDetails.
func (s *Service) SaveContactDetails(ctx context.Context, call Call, r SaveContactDetails) (SavedContacts, error) {
	if len(r.Patches) == 0 && r.Fields.none() {
		return SavedContacts{}, reseller.Missing(reseller.PathContacts)
	}
	result, err := s.patch(ctx, call, r.Name, contactsSubject, r.request)
	saved := reseller.Contacts{}
	for role := range r.Patches {
		if c, ok := result.Order.Desired.Contacts[role]; ok {
			saved[role] = c
		}
	}
	return SavedContacts{Ordered{Order: result.Order}, saved}, err
}

// CheckContactDetails tells all that SaveContactDetails would find wrong with the request. Nothing is done.
func (s *Service) CheckContactDetails(ctx context.Context, call Call, r SaveContactDetails) error {
	_, _, err := s.patched(ctx, call, r.Name, contactsSubject, r.request)
	return err
}

// request makes the order of a save from what there is.
func (r SaveContactDetails) request(d reseller.Domain, rules reseller.TLD, coming *reseller.Desired) (orders.Request, error) {
	now := ahead(d, coming)
	if err := r.IfMatch.check(ContactSet(now)); err != nil {
		return orders.Request{}, err
	}
	contacts, fields := reseller.Contacts{}, now.Fields
	maps.Copy(contacts, now.Contacts)
	given, err := r.Fields.named(rules)
	if err != nil {
		return orders.Request{}, err
	}
	if err := r.mustBeSaved(rules, given); err != nil {
		return orders.Request{}, err
	}
	holder := contacts[reseller.RoleRegistrant]
	for role, patch := range r.Patches {
		contacts[role] = patch.Apply(contacts[role])
	}
	var bad reseller.Faults
	desired, changed := reseller.Desired{}, fields
	desired.Contacts, err = checkContacts(contacts, rules)
	bad.Add(err)
	if !bad.About(holderParts...) {
		changed, err = rules.ChangeHolder(reseller.HolderChange{
			Was: holder, Now: desired.Contacts[reseller.RoleRegistrant], Named: r.Patches[reseller.RoleRegistrant].namesHolder(),
			Had: fields, Given: given,
		})
		bad.Add(err)
	}
	// What the coming change would set must be set again, even to what the row has: it may have reached the registry.
	if coming != nil && coming.Fields != nil || !maps.Equal(changed, d.Fields) {
		desired.Fields = changed
	}
	return orders.Request{Kind: reseller.OrderContacts, Desired: desired, Params: r.params()}, bad.Err()
}
