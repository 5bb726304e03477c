package account

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// registerData is what the page shows on which a name is registered.
type registerData struct {
	Name   reseller.Name
	Rules  reseller.TLD
	Status string          // of the name: see actions.Availability
	Asked  *reseller.Money // by the registry, where it is a premium name
	Terms  []actions.Quoted
	Holder []contactField
	Extra  []extraField
	House  []string // the name servers that it gets if none are typed
	Costly bool     // nothing was ordered: it costs more than was shown
}

// Free reports whether the name can be ordered.
func (d registerData) Free() bool { return d.Status == "available" && len(d.Terms) > 0 }

// Best is the shortest term.
func (d registerData) Best() actions.Quoted { return d.Terms[0] }

// newDomain shows what registering a name costs, and asks who is to hold it.
func (p Pages) newDomain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := page.Form{Values: map[string]string{"auto": "on", "privacy": "on"}}
	d, err := p.registration(ctx, v, form)
	if err != nil {
		return visit.Answer{}, err
	}
	checked, err := p.Actions.CheckAvailability(ctx, v.Call(), actions.CheckAvailability{Names: []string{d.Name.String()}})
	if err != nil {
		return visit.Answer{}, err
	}
	d.Status = checked[0].Status
	if checked[0].Premium {
		d.Status, d.Asked = "premium", checked[0].Asked
	}
	return showRegistration(v, d).With(form), nil
}

func showRegistration(v *visit.Visit, d registerData) visit.Answer {
	return visit.Show("account/register", v.Say("register.title", d.Name.Unicode()), d)
}

// registration reads what the page shows, with what was typed.
func (p Pages) registration(ctx context.Context, v *visit.Visit, form page.Form) (registerData, error) {
	d := registerData{Status: "available"}
	var err error
	if d.Name, err = p.Actions.WholeName(v.Params["name"]); err != nil {
		return d, visit.NotFound()
	}
	if d.Rules, err = p.Actions.ShowTLD(ctx, v.Call(), actions.ShowTLD{TLD: d.Name.TLD()}); err != nil {
		return d, err
	}
	if d.Terms, err = p.Actions.RegistrationTerms(ctx, v.Call(), d.Name); err != nil {
		return d, err
	}
	holder := reseller.Contact{}
	if v.Account.DefaultContact != nil {
		holder = *v.Account.DefaultContact
	}
	d.Holder = contactFields(reseller.RoleRegistrant, holder, form, false)
	for _, field := range d.Rules.Fields {
		d.Extra = append(d.Extra, extraField{field, form.Or("field."+field.Key, field.Default)})
	}
	d.House = p.Actions.HouseNameservers(d.Name)
	return d, nil
}

// register orders the name at the price that was shown, or less.
func (p Pages) register(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := typedAll(v)
	d, err := p.registration(ctx, v, form)
	if err != nil {
		return visit.Answer{}, err
	}
	years, most := agreedTerm(v.Form.Get("term"))
	form.Values["years"] = strconv.Itoa(years) // stay chosen, whatever they cost by now
	r := actions.RegisterDomain{
		Name: d.Name, Years: years, Most: &most, Nameservers: listed(v.Form.Get("servers")),
		Contacts: reseller.Contacts{reseller.RoleRegistrant: typedContact(v, reseller.RoleRegistrant)},
		Fields:   actions.Fields{ByName: map[string]string{}}, Privacy: d.Rules.Privacy && v.Form.Get("privacy") == "on",
		AutoRenew: v.Form.Get("auto") == "on", DNSManagement: true, EmailForwarding: true,
	}
	for _, field := range d.Rules.Fields {
		r.Fields.ByName[field.Key] = v.Field("field." + field.Key)
	}
	placed, err := p.Actions.RegisterDomain(ctx, v.Call(), r)
	if placed.Order.ID != 0 || broken(err) {
		return ordered(placed, err)
	}
	d.Costly = reseller.AsError(err).Code == reseller.CodePriceChanged
	if d.Costly || placedBefore(err, &form) {
		a := showRegistration(v, d).With(form)
		a.Status = http.StatusConflict
		return a, nil
	}
	toldAt(v, err, &form, registerField)
	return showRegistration(v, d).With(form), nil
}

// registerField is the field of the form that an error is about.
func registerField(path reseller.Path) string {
	if strings.HasPrefix(string(path), string(reseller.PathNameservers)) {
		return "servers"
	}
	return cmp.Or(contactErrorField(path), "term")
}

// agreedTerm reads what a choice of a term posts: the number of years and, after a colon, their price as it was shown. What is no number of
// years is none that can be bought, and who was shown no price agrees to none.
func agreedTerm(text string) (years int, most int64) {
	number, total, _ := strings.Cut(text, ":")
	years, _ = strconv.Atoi(number)
	most, _ = strconv.ParseInt(total, 10, 64)
	return years, most
}

// typedAll is the form as it was sent, all of it.
func typedAll(v *visit.Visit) page.Form {
	form := v.Typed()
	for name := range v.Form {
		form.Values[name] = v.Form.Get(name)
	}
	return form
}

// broken reports whether an error is not about what was asked for: it is told on a page of its own.
func broken(err error) bool {
	e := reseller.AsError(err)
	return e != nil && (e.Kind == reseller.KindInternal || e.Kind == reseller.KindUnavailable || e.Kind == reseller.KindForbidden)
}
