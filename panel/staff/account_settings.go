package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// settingsData is what the page shows on which an account is changed.
type settingsData struct {
	Account   reseller.Account
	Languages []string
}

// accountSettings shows what can be changed of an account.
func (p Pages) accountSettings(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	form := page.Form{Values: settingsOf(a)}
	for name, value := range settingsOf(a) {
		form.Values[wasField+name] = value
	}
	return showAccountSettings(v, a, form), nil
}

// wasField begins the names of hidden fields with what a field had when the form was shown.
const wasField = "was_"

// settingsOf are the fields of the form.
func settingsOf(a reseller.Account) map[string]string {
	return map[string]string{"email": a.Email, "name": a.Name, "language": a.Language, "tax": reseller.Percent(a.TaxRatePPM)}
}

func showAccountSettings(v *visit.Visit, a reseller.Account, form page.Form) visit.Answer {
	return visit.Show("staff/account_settings", v.Say("staff.settings_of", a.Name), settingsData{a, reseller.Languages}).With(form)
}

// changeAccount changes those fields of an account that were typed anew. What others have changed meanwhile stays.
func (p Pages) changeAccount(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("email", "name", "language", "tax", "was_email", "was_name", "was_language", "was_tax")
	anew := func(name string) bool { return v.Field(name) != v.Field(wasField+name) }
	var c operator.AccountChange
	name, language := v.Field("name"), v.Field("language")
	if anew("name") {
		c.Name = &name
	}
	if anew("language") {
		c.Language = &language
	}
	if anew("tax") {
		c.TaxRatePPM = readTax(v, &form)
	}
	if form.Wrong() {
		return showAccountSettings(v, a, form), nil
	}
	ctx = v.Operating(ctx)
	if anew("name") || anew("language") || anew("tax") {
		_, err = p.Accounts.Change(ctx, a.Email, c)
	}
	if err == nil && anew("email") {
		_, err = p.Accounts.Rename(ctx, a.Email, v.Field("email"))
	}
	if wrong := shownBeside(v, err, accountField(err), nil); wrong != nil {
		form.Errors = wrong
		return showAccountSettings(v, a, form), nil
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), err
}
