package account

import (
	"cmp"
	"context"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// contactsData is what the page of a name's contacts shows.
type contactsData struct {
	Domain    reseller.Domain
	Rules     reseller.TLD
	Roles     []roleForm
	Extra     []extraField
	Number    string // what the field is called that says who the holder is; "" = the TLD has none
	NewHolder string // who would be the holder, which is asked once more; "" = the one that is
	Seen      string // tag of what is shown, or was when the form was shown first
	Coming    int64  // order that is making the contacts what is shown; 0 = they are so
	Saved     bool
}

// roleForm is the form of one contact.
type roleForm struct {
	Role   reseller.Role
	Has    bool // the name has this contact
	Fields []contactField
}

// contactField is a field of a contact.
type contactField struct {
	Name     string // in the form: "admin.email"
	Part     string // of the contact: "email"
	Value    string
	Now      string // what is saved, if that is something else and somebody has changed it since the form was shown
	Required bool
}

// extraField is an additional field of the TLD.
type extraField struct {
	reseller.Field
	Value string
}

// Choices are what can be chosen where the TLD lists it: what is saved, and what is shown.
func (f extraField) Choices() (all [][2]string) {
	if f.Options == "" {
		return nil
	}
	for option := range strings.SplitSeq(f.Options, ",") {
		value, label, both := strings.Cut(strings.TrimSpace(option), "|")
		if !both {
			label = value
		}
		all = append(all, [2]string{value, label})
	}
	return all
}

// contactParts are the fields of a contact as the form has them, and those that must be there.
var contactParts = []struct {
	name     string
	required bool
}{
	{"first_name", true}, {"last_name", true}, {"company", false}, {"address1", true}, {"address2", false}, {"postcode", true},
	{"city", true}, {"state", false}, {"country", true}, {"phone", true}, {"email", true},
}

// contacts shows the contacts of a name, and the additional fields of its TLD.
func (p Pages) contacts(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showContacts(ctx, v, page.Form{}, "")
}

func (p Pages) showContacts(ctx context.Context, v *visit.Visit, form page.Form, newHolder string) (visit.Answer, error) {
	edited, rules, err := p.editContacts(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d := contactsData{Domain: edited.Domain, Rules: rules, NewHolder: newHolder, Coming: edited.Order.ID, Saved: v.Query.Has("saved")}
	d.Seen = tagOf(actions.ContactSet(d.Domain), form)
	_, stale := form.Errors["seen"]
	if number, has := d.Rules.HolderField(); has {
		d.Number = number.Name
	}
	for _, role := range reseller.Roles {
		if !d.Rules.Keeps(role) {
			continue
		}
		contact, has := d.Domain.Contacts[role]
		d.Roles = append(d.Roles, roleForm{role, has, contactFields(role, contact, form, stale)})
	}
	for _, field := range d.Rules.Fields {
		d.Extra = append(d.Extra, extraField{field, form.Or("field."+field.Key, d.Domain.Fields[field.Key])})
	}
	return onPart(v, "account/contacts", "contacts.title", d.Domain, d, form), nil
}

// contactFields are the fields of one contact, with what was typed or is kept; of a form that is stale, with what is there now where that differs.
func contactFields(role reseller.Role, contact reseller.Contact, form page.Form, stale bool) (fields []contactField) {
	for _, part := range contactParts {
		name := string(role) + "." + part.name
		required := part.required && role == reseller.RoleRegistrant && part.name != "last_name"
		field := contactField{Name: name, Part: part.name, Value: form.Or(name, *contact.Text(part.name)), Required: required}
		if saved := *contact.Text(part.name); stale && saved != field.Value {
			field.Now = saved
		}
		fields = append(fields, field)
	}
	return fields
}

// contactErrorField is the field of a form that an error is about which names a part of a contact, or an additional field; "" = none.
func contactErrorField(path reseller.Path) string {
	if key, additional := strings.CutPrefix(string(path), string(reseller.PathAdditionalField)+"."); additional {
		return "field." + key
	}
	name, contact := strings.CutPrefix(string(path), string(reseller.PathContacts)+".")
	if !contact {
		return ""
	}
	return name
}

// editContacts is the name with the contacts that a save starts from, and the rules of its TLD.
func (p Pages) editContacts(ctx context.Context, v *visit.Visit) (edited actions.EditedName, rules reseller.TLD, err error) {
	shown, err := p.liveShown(ctx, v)
	if err == nil {
		edited, err = p.Actions.EditContacts(ctx, v.Call(), actions.GetContactDetails{Name: shown.Domain.Name})
	}
	return edited, shown.Rules, err
}

// liveShown is all that is known of a name that is in the account.
func (p Pages) liveShown(ctx context.Context, v *visit.Visit) (actions.ShownDomain, error) {
	if _, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")}); err != nil {
		return actions.ShownDomain{}, err
	}
	return p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
}

// saveContacts saves what was typed. Who would make another the holder is asked once more, with what follows from it, when nothing is wrong with the form.
func (p Pages) saveContacts(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	there, rules, err := p.editContacts(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	form, holder := typedAll(v), typedContact(v, reseller.RoleRegistrant)
	other := !there.Contacts[reseller.RoleRegistrant].SameHolder(holder)
	r := actions.SaveContactDetails{Name: there.Name, IfMatch: seen(v), Patches: map[reseller.Role]actions.ContactPatch{}, Fields: actions.Fields{ByName: map[string]string{}}}
	for _, role := range reseller.Roles {
		c := typedContact(v, role)
		if _, has := there.Contacts[role]; rules.Keeps(role) && (has || c != reseller.Contact{}) {
			r.Patches[role] = wholePatch(c)
		}
	}
	for _, field := range rules.Fields { // a holder's number is given again with another holder: that was asked
		if value := v.Field("field." + field.Key); other || value != there.Fields[field.Key] {
			r.Fields.ByName[field.Key] = value
		}
	}
	var saved actions.SavedContacts
	if who := whole(holder); other && v.Form.Get("sure") != who {
		if err = p.Actions.CheckContactDetails(ctx, v.Call(), r); err == nil {
			return p.showContacts(ctx, v, form, who)
		}
	} else {
		saved, err = p.Actions.SaveContactDetails(ctx, v.Call(), r)
	}
	a, ok, err := p.sent(v, saved.Order, err, &form, func(path reseller.Path) string {
		return cmp.Or(contactErrorField(path), "registrant.first_name")
	})
	if ok || err != nil {
		return a, err
	}
	return p.showContacts(ctx, v, form, "")
}

// whole is who a contact stands for.
func whole(c reseller.Contact) string {
	if c.Company == "" {
		return c.Name()
	}
	return c.Name() + ", " + c.Company
}

// typedContact is a contact as it was typed.
func typedContact(v *visit.Visit, role reseller.Role) (c reseller.Contact) {
	for _, part := range contactParts {
		*c.Text(part.name) = v.Field(string(role) + "." + part.name)
	}
	return c
}

// wholePatch makes a contact what was typed.
func wholePatch(c reseller.Contact) actions.ContactPatch {
	return actions.ContactPatch{
		FirstName: &c.FirstName, LastName: &c.LastName, Company: &c.Company, Address1: &c.Address1, Address2: &c.Address2, City: &c.City, State: &c.State,
		Postcode: &c.Postcode, Country: &c.Country, Phone: &c.Phone, Email: &c.Email,
	}
}
