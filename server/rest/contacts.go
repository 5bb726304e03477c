package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// contact is a contact on the wire. What is not there is empty.
type contact struct {
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Company   string `json:"company"`
	Address1  string `json:"address1"`
	Address2  string `json:"address2"`
	City      string `json:"city"`
	State     string `json:"state"`
	Postcode  string `json:"postcode"`
	Country   string `json:"country"` // ISO 3166-1 alpha-2
	Phone     string `json:"phone"`
	Email     string `json:"email"`
}

// contacts are the contacts of a name by role, registrant first. Roles that it does not have are left out.
type contacts struct {
	Registrant *contact `json:"registrant,omitempty"`
	Admin      *contact `json:"admin,omitempty"`
	Tech       *contact `json:"tech,omitempty"`
	Billing    *contact `json:"billing,omitempty"`
}

// byRole lists the places of the roles.
func (c *contacts) byRole() map[reseller.Role]**contact {
	return map[reseller.Role]**contact{
		reseller.RoleRegistrant: &c.Registrant, reseller.RoleAdmin: &c.Admin, reseller.RoleTech: &c.Tech, reseller.RoleBilling: &c.Billing,
	}
}

func contactsOf(given reseller.Contacts) contacts {
	var c contacts
	for role, place := range c.byRole() {
		if one, there := given[role]; there {
			w := contact(one)
			*place = &w
		}
	}
	return c
}

// contacts reads the contacts of a body; nil if there are none.
func (b *body) contacts() reseller.Contacts {
	roles := b.object("contacts", "an object of contacts by role: registrant, admin, tech, billing")
	if roles == nil {
		return nil
	}
	var given reseller.Contacts
	for _, role := range reseller.Roles {
		one := roles.object(string(role), "an object with the keys that GET shows")
		if one == nil {
			continue
		}
		if given == nil {
			given = reseller.Contacts{}
		}
		given[role] = one.contact()
		b.fail(one.end())
	}
	b.fail(roles.end())
	return given
}

// contact reads a contact, all of whose fields may be missing.
func (b *body) contact() reseller.Contact {
	return reseller.Contact{
		FirstName: b.text("first_name"), LastName: b.text("last_name"), Company: b.text("company"), Address1: b.text("address1"),
		Address2: b.text("address2"), City: b.text("city"), State: b.text("state"), Postcode: b.text("postcode"),
		Country: b.text("country"), Phone: b.text("phone"), Email: b.text("email"),
	}
}

func (req *request) contacts(ctx context.Context) (reply, error) {
	d, err := req.live(ctx)
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.ContactSet(d))(jsonReply(http.StatusOK, struct {
		Contacts contacts `json:"contacts"`
	}{contactsOf(d.Contacts)}))
}

// saveContacts replaces each contact that is given as a whole. Roles that are not given stay.
func (req *request) saveContacts(ctx context.Context) (reply, error) {
	b := req.body()
	given, fields := b.contacts(), b.fields()
	if len(given) == 0 && len(fields.ByName) == 0 {
		b.fail(form.Missing("contacts"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	patches := map[reseller.Role]actions.ContactPatch{}
	for role, c := range given {
		patches[role] = actions.ContactPatch{
			FirstName: &c.FirstName, LastName: &c.LastName, Company: &c.Company, Address1: &c.Address1, Address2: &c.Address2, City: &c.City,
			State: &c.State, Postcode: &c.Postcode, Country: &c.Country, Phone: &c.Phone, Email: &c.Email,
		}
	}
	saved, err := req.api.actions.SaveContactDetails(ctx, req.call, actions.SaveContactDetails{Name: name, Patches: patches, Fields: fields, IfMatch: req.ifMatch()})
	req.placed = saved.Order
	if err != nil {
		return reply{}, err
	}
	return req.contacts(ctx)
}
