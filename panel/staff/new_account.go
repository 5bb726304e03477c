package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/team"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// newAccount asks what an account is made of.
func (p Pages) newAccount(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	return showNewAccount(v, page.Form{Values: map[string]string{"language": string(v.Language), "tax": "0", "invite": "on"}}), nil
}

// showNewAccount shows the form, with the languages that an account can have.
func showNewAccount(v *visit.Visit, form page.Form) visit.Answer {
	return visit.Show("staff/new_account", v.Say("staff.new_account"), reseller.Languages).With(form)
}

// addAccount makes an account and, where that is wanted, invites its owner. If that cannot be, the account is
// there all the same, and its page says what is in the way.
func (p Pages) addAccount(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("email", "name", "currency", "language", "tax", "invite")
	language := v.Field("language")
	n := operator.NewAccount{Email: v.Field("email"), Name: v.Field("name"), Currency: v.Field("currency")}
	n.Language, n.TaxRatePPM = &language, readTax(v, &form)
	if form.Wrong() {
		return showNewAccount(v, form), nil
	}
	a, err := p.Accounts.Add(v.Operating(ctx), n)
	if wrong := shownBeside(v, err, accountField(err), nil); wrong != nil {
		form.Errors = wrong
		return showNewAccount(v, form), nil
	}
	at := fmt.Sprintf("/operator/accounts/%d/", a.ID)
	if err != nil || v.Form.Get("invite") != "on" {
		return visit.Go(at), err
	}
	made, err := p.people(v, a).Invite(v.Operating(ctx), a.Email, reseller.UserOwner, language)
	if wrong := shownBeside(v, err, "person", nil); wrong != nil { // the account is there: who its owner is can be said on its page
		return p.showAccount(ctx, v, a, page.Form{Errors: wrong, Values: map[string]string{"owner": a.Email}})
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return team.Given(v, made, at), nil
}

// readTax reads the tax of a form, per cent, in parts per million.
func readTax(v *visit.Visit, form *page.Form) *int64 {
	ppm, ok := reseller.ParsePercent(v.Field("tax"))
	if !ok {
		form.Errors["tax"] = v.Say("staff.bad_tax")
	}
	return &ppm
}

// accountField is the field of the form that an error about an account is told at.
func accountField(err error) string {
	e := reseller.AsError(err)
	switch {
	case e == nil:
	case e.Field == operator.PathAccountName:
		return "name"
	case e.Field == operator.PathPriceGroup:
		return "price_group"
	case e.Field == operator.PathSpendCap:
		return "cap"
	case e.Field == operator.PathCreditFloor:
		return "floor"
	case e.Field == operator.PathCurrency:
		return "currency"
	}
	return "email"
}
