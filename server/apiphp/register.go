package apiphp

import (
	"fmt"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// decodeRegister reads RegisterDomain. Auto-renew starts off in this protocol.
func decodeRegister(p *Params) actions.RegisterDomain {
	return actions.RegisterDomain{
		Name: p.name(), Years: p.Years("regperiod"), Nameservers: p.nameservers(), Contacts: p.contacts(), Fields: p.fields(),
		Privacy: p.flag("idprotection", false), DNSManagement: p.flag("dnsmanagement", true),
		EmailForwarding: p.flag("emailforwarding", true), DNSSEC: p.signed(),
	}
}

func encodeRegistered(r actions.Ordered) *object {
	o := success()
	if r.Order.State == reseller.OrderDone {
		o.text("msg", "Domain has been registered")
	} else {
		o.text("msg", fmt.Sprintf("Domain registration is pending (order %d)", r.Order.ID))
		o.flag("pending", true)
	}
	if r.Notice != "" {
		o.text("warning", r.Notice)
	}
	return o
}

// decodeTransfer reads TransferDomain. The period says nothing about the price of a transfer, but the protocol asks for it.
func decodeTransfer(p *Params) actions.TransferDomain {
	p.Years("regperiod")
	return actions.TransferDomain{
		Name: p.name(), AuthCode: p.Text("transfersecret"), Nameservers: p.nameservers(), Contacts: p.contacts(),
		Fields: p.fields(), DNSManagement: p.flag("dnsmanagement", true), EmailForwarding: p.flag("emailforwarding", true),
	}
}

// encodeTransfer answers as soon as the registry has taken the request; how it ends days later, TransferSync tells.
func encodeTransfer(r actions.Ordered) *object {
	o := success()
	if s := r.Order.State; s == reseller.OrderDone || s == reseller.OrderPending {
		o.text("msg", "Domain transfer initiated successfully.")
	} else {
		o.text("msg", fmt.Sprintf("Domain transfer is pending (order %d)", r.Order.ID))
		o.flag("pending", true)
	}
	return o
}

// contacts reads registrant and admin contact: none if the request names nobody. An admin contact is meant if it has a name or
// an e-mail address; what it lacks is the registrant's. Where no registrant is named it is the registrant, too, at the registrant's
// e-mail address if there is one: the older documentation of this protocol knows no other contact.
func (p *Params) contacts() reseller.Contacts {
	registrant, admin := p.contact(""), p.contact("admin")
	named := registrant
	if p.isCredential(registrant.Email) {
		named.Email = ""
	}
	hasAdmin := admin.FirstName+admin.LastName+admin.Email != ""
	switch {
	case hasAdmin && named.FirstName+named.LastName+named.Company+named.Address1 == "":
		registrant = admin
		if named.Email != "" {
			registrant.Email = named.Email
		}
	case named == (reseller.Contact{}):
		return nil
	}
	contacts := reseller.Contacts{reseller.RoleRegistrant: registrant}
	if hasAdmin {
		contacts[reseller.RoleAdmin] = filled(admin, registrant)
	}
	return contacts
}

// isCredential reports whether the parameter email is the account's address and says nothing of a contact: older clients have no
// other name for it, and some send it under both.
func (p *Params) isCredential(email string) bool {
	account, newer := p.Find("authemail")
	return !newer || strings.EqualFold(strings.TrimSpace(account.Text()), strings.TrimSpace(email))
}

// contact reads the contact whose parameters begin with a prefix. Where clients send one fact in several forms, the one
// that says more comes first.
func (p *Params) contact(prefix string) reseller.Contact {
	of := func(names ...string) string {
		for i := range names {
			names[i] = prefix + names[i]
		}
		return p.first(names...)
	}
	c := reseller.Contact{
		FirstName: of("firstname"), LastName: of("lastname"), Company: of("companyname", "company", "organisation", "organization"),
		Address1: of("address1", "address"), Address2: of("address2"), City: of("city"), State: of("state", "fullstate", "statecode"),
		Postcode: of("postcode", "zipcode", "zip"), Country: p.country(prefix), Email: of("email"),
		Phone: reseller.WithCallingCode(of("phonecc", "phonecountrycode"), form.PlusSign(of("fullphonenumber", "phonenumberformatted", "phonenumber", "phone"))),
	}
	return c
}

// country reads the country of a contact, which clients send as a code and by its name at once. Two countries are refused; a text
// that is no country counts only where no other one is.
func (p *Params) country(prefix string) string {
	said := p.first(prefix+"countrycode", prefix+"country", prefix+"countryname")
	for _, name := range []string{"country", "countryname"} {
		text := p.Text(prefix + name)
		if reseller.OtherCountry(said, text) {
			p.Fail(form.Ambiguous(prefix+"country", "%scountry is given under two names, as %s and as %s; nothing was done",
				prefix, form.Clip(said, 40), form.Clip(text, 40)))
		}
	}
	return said
}

// filled gives a contact with what it lacks from another. The lines of an address that need not be there come only
// together with the rest of it.
func filled(c, from reseller.Contact) reseller.Contact {
	if c.Address1 == "" {
		if c.Address2 == "" {
			c.Address2 = from.Address2
		}
		if c.State == "" {
			c.State = from.State
		}
	}
	if c.FirstName+c.LastName == "" {
		c.FirstName, c.LastName = from.FirstName, from.LastName
	}
	for _, part := range []struct{ to, from *string }{
		{&c.Company, &from.Company}, {&c.Address1, &from.Address1}, {&c.City, &from.City}, {&c.Postcode, &from.Postcode},
		{&c.Country, &from.Country}, {&c.Phone, &from.Phone}, {&c.Email, &from.Email},
	} {
		if *part.to == "" {
			*part.to = *part.from
		}
	}
	return c
}
