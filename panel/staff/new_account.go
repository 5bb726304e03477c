package staff

import (
	"context"
	"fmt"
	"strings"

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
	n := operator.NewAccount{Email: v.Field("email"), Name: v.Field("name"), Currency: strings.ToUpper(v.Field("currency"))}
	n.Language, n.TaxRatePPM = &language, readTax(v, &form)
	a, err := p.Accounts.Add(visit.Trying(v.Operating(ctx), form), n)
	if tell(v, &form, err, besideAccount) || form.Wrong() {
		return showNewAccount(v, form), nil
	}
	at := fmt.Sprintf("/operator/accounts/%d/", a.ID)
	if err != nil || v.Form.Get("invite") != "on" {
		return visit.Go(at), err
	}
	made, err := p.people(v, a).Invite(v.Operating(ctx), a.Email, reseller.UserOwner, language)
	owner := page.Form{Values: map[string]string{"owner": a.Email}}
	if tell(v, &owner, err, beside("person")) { // the account is there: who its owner is can be said on its page
		return p.showAccount(ctx, v, a, owner)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return team.Given(v, made, at), nil
}

// readTax reads the tax of a form, per cent, in parts per million; nil if it is none.
func readTax(v *visit.Visit, form *page.Form) *int64 {
	ppm, ok := reseller.ParsePercent(v.Field("tax"))
	if !ok {
		form.Errors["tax"] = v.Say("staff.bad_tax")
		return nil
	}
	return &ppm
}

// besideAccount is where in a form an error about an account is told.
var besideAccount = beside("email").of(reseller.KindNotFound, "price_group").about(map[reseller.Path]string{
	operator.PathAccountName: "name", operator.PathPriceGroup: "price_group", operator.PathSpendCap: "cap", operator.PathCreditFloor: "floor",
	operator.PathCurrency: "currency", reseller.PathLanguage: "language", operator.PathTaxRate: "tax", operator.PathVATNumber: "vat", operator.PathBillingAddress: "address",
})
