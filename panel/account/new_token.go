package account

import (
	"context"
	"net/netip"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// tokenForm is what was typed of a token.
type tokenForm struct {
	Name, CIDRs, Ends, Kind string
	Scopes                  map[reseller.Scope]bool
	Offered                 []reseller.Scope // that can be chosen
	Cap                     string           // most that it may spend in a day
	WHMCS                   bool             // the form was opened for WHMCS
	From                    netip.Addr       // of who looks at the form

	networks []netip.Prefix
	end      time.Time
	most     *int64
}

// tokenFields are the fields of the form by the paths of errors.
var tokenFields = map[reseller.Path]string{
	reseller.PathTokenName: "name", reseller.PathScopes: "scopes", reseller.PathCIDRs: "cidrs", reseller.PathExpires: "ends", reseller.PathTokenKind: "kind",
	reseller.PathSpendCap: "cap",
}

// newToken shows the form of a new token; with for=whmcs it has what WHMCS needs.
func (p Pages) newToken(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	typed := tokenForm{Scopes: map[reseller.Scope]bool{reseller.ScopeRead: true}, Kind: string(reseller.TokenAPI), WHMCS: v.Query.Get("for") == "whmcs"}
	if typed.WHMCS {
		typed.Name = "WHMCS"
		typed.Scopes[reseller.ScopeManage], typed.Scopes[reseller.ScopeSpend] = true, true
	}
	return showNewToken(v, typed, page.Form{}), nil
}

func showNewToken(v *visit.Visit, typed tokenForm, form page.Form) visit.Answer {
	typed.From, typed.Offered = v.From, v.User.Role.Scopes()
	title := v.Say("tokens.new")
	if typed.WHMCS {
		title = v.Say("tokens.new_whmcs")
	}
	return visit.Show("account/new_token", title, typed).With(form)
}

// makeToken makes a token and shows its secret, this once.
func (p Pages) makeToken(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	typed, form := readTokenForm(v)
	if len(typed.chosen()) == 0 {
		form.Errors["scopes"] = v.Say("tokens.no_scope")
	}
	made, err := p.Actions.MakeToken(visit.Trying(ctx, form), v.Call(), actions.MakeToken{
		Name: typed.Name, Kind: reseller.TokenKind(typed.Kind), Scopes: typed.chosen(), CIDRs: typed.networks, ExpiresAt: typed.end,
		SpendCap: typed.most,
	})
	switch {
	case told(v, err, &form, tokenFields) || form.Wrong():
		return showNewToken(v, typed, form), nil
	case err != nil:
		return visit.Answer{}, err
	}
	return madeToken(v, made), nil
}

// madeToken shows a secret.
func madeToken(v *visit.Visit, made actions.MadeToken) visit.Answer {
	return visit.Show("account/made_token", v.Say("tokens.made"), made)
}

// readTokenForm reads what was typed of a token.
func readTokenForm(v *visit.Visit) (tokenForm, page.Form) {
	form := v.Typed("cap")
	t := tokenForm{
		Name: v.Field("name"), CIDRs: v.Field("cidrs"), Ends: v.Field("ends"), Kind: v.Field("kind"), Cap: v.Field("cap"), Scopes: map[reseller.Scope]bool{}, WHMCS: v.Form.Has("whmcs"),
	}
	for _, s := range v.Form["scopes"] {
		t.Scopes[reseller.Scope(s)] = true
	}
	t.most = typedLimit(v, &form, "cap")
	if t.Name == "" {
		form.Errors["name"] = v.Say("tokens.no_name")
	}
	for _, text := range listed(t.CIDRs) {
		if n, ok := reseller.ParseNetwork(text); ok {
			t.networks = append(t.networks, n)
		} else {
			form.Tell("cidrs", visit.Told{Says: v.Say("tokens.bad_cidr", text)})
		}
	}
	if t.Ends != "" {
		day, err := time.Parse(time.DateOnly, t.Ends)
		t.end = day.AddDate(0, 0, 1)
		switch {
		case err != nil:
			form.Errors["ends"] = v.Say("tokens.bad_end", t.Ends)
		case !t.end.After(v.Arrived):
			form.Errors["ends"] = v.Say("tokens.past_end", t.Ends)
		}
	}
	return t, form
}

// chosen are the scopes that were ticked.
func (t tokenForm) chosen() []reseller.Scope {
	var list []reseller.Scope
	for _, s := range reseller.Scopes {
		if t.Scopes[s] {
			list = append(list, s)
		}
	}
	return list
}
