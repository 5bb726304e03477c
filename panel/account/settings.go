package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// settingsPage is what the page of the account shows.
type settingsPage struct {
	reseller.Account
	TaxRate   string // per cent; "" = no tax
	Languages []string
	Seen      string // tag of what is shown, or was when the form was shown first
	Saved     bool
	Contact   bool // the contact was saved
}

// settings shows the account, and what it may change of itself.
func (p Pages) settings(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showSettings(ctx, v, page.Form{})
}

func (p Pages) showSettings(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	a, err := p.Actions.ShowAccount(ctx, v.Call(), struct{}{})
	d := settingsPage{Account: a, TaxRate: taxRate(a), Languages: reseller.Languages, Seen: tagOf(actions.AccountSet(a), form), Saved: v.Query.Has("saved"), Contact: v.Query.Has("contact")}
	return visit.Show("account/settings", v.Say("settings.title"), d).With(form), err
}

// changeLanguage changes the language of mail and invoices.
func (p Pages) changeLanguage(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	language, form := v.Field("language"), v.Typed("language", "seen")
	_, err := p.Actions.ChangeAccount(ctx, v.Call(), actions.ChangeAccount{Language: &language, IfMatch: seen(v)})
	if err == nil {
		return visit.Go("/panel/settings/?saved="), nil
	}
	if !moved(v, err, &form) && !told(v, err, &form, map[reseller.Path]string{reseller.PathLanguage: "language"}) {
		return visit.Answer{}, err
	}
	return p.showSettings(ctx, v, form)
}
