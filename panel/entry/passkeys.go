package entry

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"nameyard/panel/page"
	"nameyard/panel/passkey"
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

// askAny begins signing in, or a fresh proof.
func (p Pages) askAny(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return asked(p.Passkeys.AskAny(ctx, v.Request))
}

// proved finds the user whose passkey has signed the form.
func (p Pages) proved(ctx context.Context, v *visit.Visit) (reseller.User, error) {
	return p.Passkeys.Prove(ctx, v.Request, v.Form.Get("id"), v.Form.Get("answer"))
}

// usePasskey signs in.
func (p Pages) usePasskey(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	u, err := p.proved(ctx, v)
	if errors.Is(err, passkey.ErrNotProved) || err == nil && session.Side(u) != v.Side {
		return p.signInAgain(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.Begin(ctx, v.Request, u, "passkey", by(v, u))
	if errors.Is(err, reseller.ErrConflict) { // the user was removed meanwhile
		return p.signInAgain(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: within(v.Side, v.Form.Get("next")), Cookies: []*http.Cookie{cookie}}, nil
}

// signInAgain says that a passkey was not accepted. It does not say why: that is nobody's business who is not let in.
func (p Pages) signInAgain(v *visit.Visit) visit.Answer {
	f := v.Typed("next")
	f.Errors["passkey"] = v.Say("sign_in.not_accepted")
	return visit.Show("entry/sign_in", v.Say("sign_in.title"), false).With(f)
}

// prove shows how one proves again who one is.
func (p Pages) prove(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	return visit.Show("entry/prove", v.Say("prove.title"), nil).With(page.Form{Values: map[string]string{"next": v.Query.Get("next")}}), nil
}

// useProof proves again who one is: the session goes on under another token.
func (p Pages) useProof(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	u, err := p.proved(ctx, v)
	if errors.Is(err, passkey.ErrNotProved) || err == nil && u.ID != v.User.ID {
		f := v.Typed("next")
		f.Errors["passkey"] = v.Say("sign_in.not_accepted")
		return visit.Show("entry/prove", v.Say("prove.title"), nil).With(f), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.Renew(ctx, v.Request, v.Side, session.Signed{Session: v.Session, User: v.User}, by(v, u))
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: within(v.Side, v.Form.Get("next")), Cookies: []*http.Cookie{cookie}}, nil
}

// you shows what one signs in by.
func (p Pages) you(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	keys, err := p.Passkeys.Keys.Passkeys(ctx, v.User.ID)
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("entry/you", v.Say("you.title"), keys).With(page.Form{}), nil
}

// askNew begins the registration of a passkey.
func (p Pages) askNew(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return asked(p.Passkeys.AskNew(ctx, v.Request, v.User))
}

// addPasskey keeps a passkey.
func (p Pages) addPasskey(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name := v.Field("name")
	if name == "" {
		name = v.Say("you.passkey")
	}
	err := p.Passkeys.Add(ctx, v.Request, v.User, v.Form.Get("id"), v.Form.Get("answer"), name, by(v, v.User))
	if errors.Is(err, passkey.ErrNotProved) {
		return p.refused(ctx, v, v.Say("sign_in.not_accepted"))
	}
	return visit.Go(v.Side + "/you/"), err
}

// removePasskey takes a passkey away, unless it is the last one.
func (p Pages) removePasskey(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	err := p.Passkeys.Keys.RemovePasskey(ctx, v.User, v.ID("id"), by(v, v.User))
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
