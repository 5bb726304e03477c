package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// defaultContactPage is what the page shows on which the account's own contact is changed.
type defaultContactPage struct {
	Fields []contactField
	Has    bool   // the account has one
	Seen   string // tag of the account that is shown, or was when the form was shown first
}

// defaultContact shows the contact that names get whose orders name none.
func (p Pages) defaultContact(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showDefaultContact(ctx, v, page.Form{})
}

func (p Pages) showDefaultContact(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	a, err := p.Actions.ShowAccount(ctx, v.Call(), struct{}{})
	d := defaultContactPage{Has: a.DefaultContact != nil, Seen: tagOf(actions.AccountSet(a), form)}
	contact := reseller.Contact{}
	if d.Has {
		contact = *a.DefaultContact
	}
	d.Fields = contactFields(reseller.RoleRegistrant, contact, form, form.Errors["seen"] != "")
	return visit.Show("account/default_contact", v.Say("settings.contact"), d).With(form), err
}

// saveDefaultContact saves the contact, or takes it away.
func (p Pages) saveDefaultContact(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form, contact := typedAll(v), typedContact(v, reseller.RoleRegistrant)
	if v.Form.Get("do") == "remove" {
		contact = reseller.Contact{}
	} else if contact == (reseller.Contact{}) {
		form.Errors["registrant.first_name"] = v.Say("settings.contact_empty")
		return p.showDefaultContact(ctx, v, form)
	}
	_, err := p.Actions.ChangeAccount(ctx, v.Call(), actions.ChangeAccount{DefaultContact: &contact, IfMatch: seen(v)})
	if err == nil {
		return visit.Go("/panel/settings/?contact="), nil
	}
	if !moved(v, err, &form) && !toldAt(v, err, &form, contactErrorField) {
		return visit.Answer{}, err
	}
	return p.showDefaultContact(ctx, v, form)
}
