package staff

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// settingsData is what the page shows on which an account is changed.
type settingsData struct {
	Account   reseller.Account
	Languages []string
	Groups    []reseller.PriceGroup
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
	return p.showAccountSettings(ctx, v, a, form)
}

// settingFields are the fields of the form.
var settingFields = []string{"email", "name", "language", "tax", "price_group", "cap", "floor", "vat", "address"}

// wasField begins the names of hidden fields with what a field had when the form was shown.
const wasField = "was_"

// settingsOf are what an account has in them.
func settingsOf(a reseller.Account) map[string]string {
	return map[string]string{"email": a.Email, "name": a.Name, "language": a.Language, "tax": reseller.Percent(a.TaxRatePPM), "price_group": a.PriceGroup, "cap": limitText(a.SpendCap, a.Currency), "floor": limitText(a.CreditFloor, a.Currency), "vat": a.VATNumber, "address": a.BillingAddress}
}

// limitText is an amount that may be missing, as a field has it.
func limitText(minor *int64, currency string) string {
	if minor == nil {
		return ""
	}
	return reseller.Money{Minor: *minor, Currency: currency}.Decimal()
}

// limitTyped is what was typed as an amount that may be missing.
func limitTyped(v *visit.Visit, field string) *string {
	text := cmp.Or(v.Field(field), operator.NoLimit)
	return &text
}

func (p Pages) showAccountSettings(ctx context.Context, v *visit.Visit, a reseller.Account, form page.Form) (visit.Answer, error) {
	groups, err := p.Prices.Groups(ctx)
	return visit.Show("staff/account_settings", v.Say("staff.settings_of", a.Name), settingsData{a, reseller.Languages, groups}).With(form), err
}

// changeAccount changes those fields of an account that were typed anew. What others have changed meanwhile stays.
func (p Pages) changeAccount(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed(settingFields...)
	for _, field := range settingFields {
		form.Values[wasField+field] = v.Form.Get(wasField + field)
	}
	typed := func(name string) string { return strings.ReplaceAll(v.Field(name), "\r\n", "\n") }
	anew := func(name string) bool { return v.Form.Has(name) && typed(name) != typed(wasField+name) } // a field that was not sent was not emptied
	var c operator.AccountChange
	email, name, language, group := v.Field("email"), v.Field("name"), v.Field("language"), v.Field("price_group")
	if anew("email") {
		c.Email = &email
	}
	if anew("name") {
		c.Name = &name
	}
	if anew("language") {
		c.Language = &language
	}
	if anew("price_group") {
		c.PriceGroup = &group
	}
	if anew("tax") {
		c.TaxRatePPM = readTax(v, &form)
	}
	vat, address := v.Field("vat"), v.Field("address")
	if anew("vat") {
		c.VATNumber = &vat
	}
	if anew("address") {
		c.Address = &address
	}
	if anew("cap") {
		c.SpendCap = limitTyped(v, "cap")
	}
	if anew("floor") {
		c.CreditFloor = limitTyped(v, "floor")
	}
	if slices.ContainsFunc(settingFields, anew) {
		_, err = p.Accounts.Change(visit.Trying(v.Operating(ctx), form), a.Email, c)
	}
	if tell(v, &form, err, besideAccount) || form.Wrong() {
		return p.showAccountSettings(ctx, v, a, form)
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), err
}
