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
type proof struct {
	reseller.Ways        // by which it can be given; without any the first of them is made
	Kept          string // the form that goes along with the proof to where it was sent; "" = the proof leads to a page
}

// prove shows how one proves again who one is, on the way to a page.
func (p Pages) prove(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	return showProof(v, page.Form{Values: map[string]string{"next": v.Query.Get("next")}}, ""), nil
}

func showProof(v *visit.Visit, f page.Form, kept string) visit.Answer {
	title := "prove.title"
	if !v.CanProve() {
		title = "first.title"
	}
	a := visit.Show("entry/prove", v.Say(title), proof{v.Session.Ways, kept}).With(f)
	a.Enrols = true
	return a
}

// useProof proves again who one is, and leads on to the page.
func (p Pages) useProof(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	cookie, f, err := p.proveAgain(ctx, v)
	switch {
	case err != nil:
		return visit.Answer{}, err
	case cookie == nil:
		return showProof(v, f, ""), nil
	}
	return visit.Answer{To: within(v.Side, v.Form.Get("next")), Cookies: []*http.Cookie{cookie}}, nil
}

// ProveFirst has somebody prove who it is before a form is carried out: kept is that form, sealed, and given says that the visit's form is the proof. It gives the
// cookie of the session as it goes on, or, without one, the page that asks for the proof.
func (p Pages) ProveFirst(ctx context.Context, v *visit.Visit, kept string, given bool) (*http.Cookie, visit.Answer, error) {
	var f page.Form
	if given {
		cookie, wrong, err := p.proveAgain(ctx, v)
		if err != nil || cookie != nil {
			return cookie, visit.Answer{}, err
		}
		f = wrong
	}
	return nil, showProof(v, f, kept), nil
}

// proveAgain takes the proof of a form, or the first passkey of who has nothing to prove by: the session goes on under another token, whose cookie it gives. Without a cookie
// the form says what was wrong.
func (p Pages) proveAgain(ctx context.Context, v *visit.Visit) (*http.Cookie, page.Form, error) {
	f, by := v.Typed("next"), by(v, v.User)
	field, wrong := "passkey", v.Say("sign_in.not_accepted")
	if !v.CanProve() {
		cookies, err := p.keepPasskey(ctx, v)
		if errors.Is(err, passkey.ErrNotProved) {
			f.Errors[field] = wrong
			return nil, f, nil
		}
		if err != nil {
			return nil, f, err
		}
		return cookies[0], f, nil
	}
	var u reseller.User
	var shown reseller.Proof
	var err error
	if v.Form.Has("password") {
		field, wrong = "password", v.Say("sign_in.wrong")
		u, shown, err = p.Passwords.Prove(ctx, password.Given{Email: v.User.Email, Password: v.Form.Get("password"), Code: v.Form.Get("code")}, by)
	} else {
		u, shown, err = p.proved(ctx, v)
	}
	if err == nil && u.ID != v.User.ID {
		err = passkey.ErrNotProved // another's
	}
	var cookie *http.Cookie
	var goesOn reseller.Session
	if err == nil {
		goesOn, cookie, err = p.Keeper.Renew(ctx, v.Request, session.Signed{Session: v.Session, User: v.User}, shown, by)
	}
	switch {
	case err == nil:
		v.Session = goesOn
		return cookie, f, nil
	case errors.Is(err, password.ErrLimited):
		f.Errors[field] = v.Say("sign_in.limited")
	case errors.Is(err, passkey.ErrNotProved) || errors.Is(err, password.ErrNotProved) || errors.Is(err, reseller.ErrConflict): // ErrConflict: it was taken away meanwhile
		f.Errors[field] = wrong
	default:
		return nil, f, err
	}
	return nil, f, nil
}
