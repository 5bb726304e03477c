package account

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// shownToken is a token with what its state is now.
type shownToken struct {
	reseller.Token
	Live  bool
	Today reseller.DayBudget
}

// tokens lists the account's tokens: those in use, newest first, then those that have ended.
func (p Pages) tokens(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Actions.ListTokens(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	guards, err := p.Actions.MoneyGuards(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	var live, ended []shownToken
	for i := len(list) - 1; i >= 0; i-- {
		if t := list[i]; t.Live(p.Clock.Wall()) {
			live = append(live, shownToken{t, true, guards.Tokens[t.ID]})
		} else {
			ended = append(ended, shownToken{t, false, guards.Tokens[t.ID]})
		}
	}
	return visit.Show("account/tokens", v.Say("tokens.title"), append(live, ended...)), nil
}

// Spends reports whether the token may buy.
func (t shownToken) Spends() bool { return t.Allows(reseller.ScopeSpend) }

// tokenPage is what the page of one token shows.
type tokenPage struct {
	shownToken
	Seen    string // tag of what is shown, or was when the form was shown first
	SeenCap string // the same of the spend cap
	Saved   bool
}

// Allowed is what the token may do: all, where it has no list.
func (t tokenPage) Allowed() []reseller.Scope {
	if len(t.Scopes) == 0 {
		return reseller.Scopes
	}
	return t.Scopes
}

// token shows one token and what can be done with it.
func (p Pages) token(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	t, err := p.Actions.ShowToken(ctx, v.Call(), actions.TokenByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showToken(ctx, v, t, asItIs(t), page.Form{Values: map[string]string{}})
}

// asItIs is the form with which rights are taken from a token, as it is now.
func asItIs(t reseller.Token) tokenForm {
	return tokenForm{Name: t.Name, CIDRs: lines(t.CIDRs), Ends: lastDay(t.ExpiresAt), Scopes: scopesOf(t)}
}

func (p Pages) showToken(ctx context.Context, v *visit.Visit, t reseller.Token, typed tokenForm, form page.Form) (visit.Answer, error) {
	guards, err := p.Actions.MoneyGuards(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	shown := tokenPage{
		shownToken{t, t.Live(p.Clock.Wall()), guards.Tokens[t.ID]}, tagOf(actions.TokenSet(t), form), form.Values["seen_cap"], v.Query.Has("saved"),
	}
	if shown.SeenCap == "" {
		shown.SeenCap = reseller.Tag(actions.TokenCapSet(t))
	}
	if _, typed := form.Values["cap"]; !typed {
		form.Values["cap"] = shownLimit(t.SpendCap, v.Account.Currency)
	}
	typed.Offered, typed.From = shown.Allowed(), v.From
	return visit.Show("account/token", t.Name, struct {
		tokenPage
		Typed tokenForm
	}{shown, typed}).With(form), nil
}

// narrowToken takes rights from a token.
func (p Pages) narrowToken(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	t, err := p.Actions.ShowToken(ctx, v.Call(), actions.TokenByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	typed, form := readTokenForm(v)
	form.Values["seen"] = v.Form.Get("seen")
	delete(form.Values, "cap")
	emptied(v, t, typed, form.Errors)
	if typed.Ends == lastDay(t.ExpiresAt) {
		typed.end = time.Time{} // untouched: it ends when it does, which may be within that day
	}
	_, err = p.Actions.NarrowToken(visit.Trying(ctx, form), v.Call(), actions.NarrowToken{
		ID: t.ID, Name: &typed.Name, Scopes: typed.chosen(), CIDRs: typed.networks, ExpiresAt: typed.end, IfMatch: seen(v),
	})
	switch {
	case moved(v, err, &form): // beside what was typed, the page shows what is there now
		if t, err = p.Actions.ShowToken(ctx, v.Call(), actions.TokenByID{ID: t.ID}); err != nil {
			return visit.Answer{}, err
		}
	case told(v, err, &form, tokenFields) || form.Wrong():
	case err != nil:
		return visit.Answer{}, err
	default:
		return visit.Go(fmt.Sprintf("/panel/tokens/%d/?saved=", t.ID)), nil
	}
	return p.showToken(ctx, v, t, typed, form)
}

// emptied refuses fields that were emptied: a token without addresses or without an end would be given more.
func emptied(v *visit.Visit, t reseller.Token, typed tokenForm, errors map[string]string) {
	if len(typed.chosen()) == 0 {
		errors["scopes"] = v.Say("tokens.no_scope")
	}
	if len(t.CIDRs) > 0 && typed.CIDRs == "" {
		errors["cidrs"] = v.Say("tokens.no_wider")
	}
	if !t.ExpiresAt.IsZero() && typed.Ends == "" {
		errors["ends"] = v.Say("tokens.no_longer")
	}
}

// rotateToken makes a token in the place of another.
func (p Pages) rotateToken(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	keep := map[string]time.Duration{"1": time.Hour, "24": 24 * time.Hour, "168": 7 * 24 * time.Hour}[v.Field("keep")]
	made, err := p.Actions.RotateToken(ctx, v.Call(), actions.RotateToken{ID: v.ID("id"), KeepOld: keep})
	if err != nil {
		return visit.Answer{}, err
	}
	return madeToken(v, made), nil
}

// revokeToken ends a token.
func (p Pages) revokeToken(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return visit.Go("/panel/tokens/"), p.Actions.RevokeToken(ctx, v.Call(), actions.TokenByID{ID: v.ID("id")})
}

// scopesOf are what a token may do, by its words.
func scopesOf(t reseller.Token) map[reseller.Scope]bool {
	has := map[reseller.Scope]bool{}
	for _, s := range reseller.Scopes {
		has[s] = t.Allows(s)
	}
	return has
}

// lines are networks as people type them: one on a line, a single address without its length.
func lines(list []netip.Prefix) string {
	text := ""
	for _, n := range list {
		if n.IsSingleIP() {
			text += n.Addr().String() + "\n"
		} else {
			text += n.String() + "\n"
		}
	}
	return text
}

// lastDay is the last whole day of a token that ends at a time.
func lastDay(end time.Time) string {
	if end.IsZero() {
		return ""
	}
	return end.UTC().Add(-time.Nanosecond).Format(time.DateOnly)
}
