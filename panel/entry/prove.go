package entry

import (
	"context"
	"errors"
	"net/http"

	"nameyard/panel/page"
	"nameyard/panel/passkey"
	"nameyard/panel/password"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// proof is what the page that asks for a proof shows.
type proof struct{ Password bool }

// prove shows how one proves again who one is.
func (p Pages) prove(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showProof(ctx, v, page.Form{Values: map[string]string{"next": v.Query.Get("next")}})
}

func (p Pages) showProof(ctx context.Context, v *visit.Visit, f page.Form) (visit.Answer, error) {
	_, _, has, err := p.Passwords.Of(ctx, v.User.ID)
	return visit.Show("entry/prove", v.Say("prove.title"), proof{has}).With(f), err
}

// useProof proves again who one is: the session goes on under another token.
func (p Pages) useProof(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	f, by := v.Typed("next"), by(v, v.User)
	field, wrong := "passkey", v.Say("sign_in.not_accepted")
	var u reseller.User
	var err error
	if v.Form.Has("password") {
		field, wrong = "password", v.Say("sign_in.wrong")
		u, err = p.Passwords.Prove(ctx, password.Given{Email: v.User.Email, Password: v.Form.Get("password"), Code: v.Form.Get("code")}, by)
	} else {
		u, err = p.proved(ctx, v)
	}
	switch {
	case errors.Is(err, password.ErrLimited):
		f.Errors[field] = v.Say("sign_in.limited")
		return p.showProof(ctx, v, f)
	case errors.Is(err, passkey.ErrNotProved) || errors.Is(err, password.ErrNotProved) || err == nil && u.ID != v.User.ID:
		f.Errors[field] = wrong
		return p.showProof(ctx, v, f)
	case err != nil:
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.Renew(ctx, v.Request, v.Side, session.Signed{Session: v.Session, User: v.User}, by)
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: within(v.Side, v.Form.Get("next")), Cookies: []*http.Cookie{cookie}}, nil
}
