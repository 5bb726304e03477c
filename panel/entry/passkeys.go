package entry

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"nameyard/panel/passkey"
	"nameyard/panel/password"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// asked answers the script with what it must have the browser sign.
func asked(a passkey.Asked, err error) (visit.Answer, error) {
	if err != nil {
		return visit.Answer{}, err
	}
	body, err := json.Marshal(a)
	return visit.Answer{File: &visit.File{Type: "application/json", Body: body}}, err
}

// askAny begins signing in, or a fresh proof. Strangers may do so only so often, because what they leave waiting takes room; the script is
// sent to the page that says so.
func (p Pages) askAny(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if v.User.ID == 0 {
		if err := p.Passwords.PasskeyAsked(ctx, v.From); errors.Is(err, password.ErrLimited) {
			return visit.Go(v.Side + "/sign-in/?limited="), nil
		} else if err != nil {
			return visit.Answer{}, err
		}
	}
	return asked(p.Passkeys.AskAny(ctx, v.Request, v.User.ID))
}

// proved finds the user whose passkey has signed the form, and gives the proof.
func (p Pages) proved(ctx context.Context, v *visit.Visit) (reseller.User, reseller.Proof, error) {
	return p.Passkeys.Prove(ctx, v.Request, v.Form.Get("id"), v.Form.Get("answer"))
}

// usePasskey signs in.
func (p Pages) usePasskey(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if err := p.Passwords.Attempt(ctx, v.From); errors.Is(err, password.ErrLimited) {
		return p.limited(v), nil
	} else if err != nil {
		return visit.Answer{}, err
	}
	u, proof, err := p.proved(ctx, v)
	if errors.Is(err, passkey.ErrNotProved) || err == nil && session.Side(u) != v.Side {
		return p.signInAgain(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.Begin(ctx, v.Request, u, proof, by(v, u))
	if errors.Is(err, reseller.ErrConflict) { // the user or the passkey is gone meanwhile
		return p.signInAgain(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: within(v.Side, v.Form.Get("next")), Cookies: []*http.Cookie{cookie}}, p.Passwords.Right(ctx, v.From)
}

// signInAgain says that a passkey was not accepted. It does not say why: that is nobody's business who is not let in.
func (p Pages) signInAgain(v *visit.Visit) visit.Answer {
	f := v.Typed("next")
	f.Errors["passkey"] = v.Say("sign_in.not_accepted")
	return visit.Show("entry/sign_in", v.Say("sign_in.title"), false).With(f)
}

// askNew begins the registration of a passkey.
func (p Pages) askNew(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return asked(p.Passkeys.AskNew(ctx, v.Request, v.User))
}

// removePasskey takes a passkey away, unless it is the last one.
func (p Pages) removePasskey(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	err := p.Passkeys.Keys.RemovePasskey(ctx, v.User, v.ID("id"), v.Session.Hash, self(v))
	if errors.Is(err, reseller.ErrConflict) {
		return p.refused(ctx, v, v.Say("you.last_passkey"))
	}
	return visit.Go(v.Side + "/you/"), err
}

// refused shows the page again with what is wrong.
func (p Pages) refused(ctx context.Context, v *visit.Visit, words string) (visit.Answer, error) {
	a, err := p.you(ctx, v)
	f := v.Typed("name")
	f.Errors["passkey"] = words
	return a.With(f), err
}
