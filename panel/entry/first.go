package entry

import (
	"context"
	"errors"
	"net/http"

	"nameyard/panel/page"
	"nameyard/panel/passkey"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// first leads somebody who came by a link, and has nothing else to sign in by, to make something; others go on.
func (p Pages) first(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	if v.CanProve() {
		return visit.Go(within(v.Side, v.Query.Get("next"))), nil
	}
	return showFirst(v, page.Form{Values: map[string]string{"next": within(v.Side, v.Query.Get("next"))}}), nil
}

func showFirst(v *visit.Visit, f page.Form) visit.Answer {
	a := visit.Show("entry/first", v.Say("first.title"), proof{}).With(f)
	a.Enrols = true
	return a
}

// firstPassword asks for a password on the way to what is sensitive: the form that waits for it goes along.
func (p Pages) firstPassword(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	e, err := p.Passwords.Enrol(ctx, v.User)
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showEnrolment(v, e, onward(v))
}

// onward is what a form that makes something to sign in by is on the way to: a page, or a form that waits and where it was sent.
func onward(v *visit.Visit) page.Form {
	f := v.Typed("waits")
	for _, place := range []string{"next", "to"} {
		if v.Form.Get(place) != "" {
			f.Values[place] = within(v.Side, v.Form.Get(place))
		}
	}
	return f
}

// making is from where a person makes something to sign in by. The first of who has nothing is itself a proof of who it is: the session goes on under another token, with these
// ways and the cookie.
func (p Pages) making(v *visit.Visit, ways reseller.Ways) (reseller.Making, []*http.Cookie) {
	m := reseller.Making{Session: v.Session.Hash}
	if v.CanProve() {
		return m, nil
	}
	next, cookie := p.Keeper.Next(v.Request, session.Signed{Session: v.Session, User: v.User})
	next.Ways = ways
	m.Next = &next
	return m, []*http.Cookie{cookie}
}

// goOn goes on in the session in which something was made.
func goOn(v *visit.Visit, m reseller.Making) {
	if m.Next != nil {
		v.Session = *m.Next
	}
}

// keepPasskey keeps the passkey of a form. It gives the cookies of the session as it goes on. passkey.ErrNotProved if the browser made none.
func (p Pages) keepPasskey(ctx context.Context, v *visit.Visit) ([]*http.Cookie, error) {
	from, cookies := p.making(v, reseller.Ways{Passkey: true})
	made := passkey.Made{ID: v.Form.Get("id"), Answer: v.Form.Get("answer"), Name: v.Field("name"), From: from}
	if made.Name == "" {
		made.Name = v.Say("you.passkey")
	}
	if err := p.Passkeys.Add(ctx, v.Request, v.User, made, self(v)); err != nil {
		return nil, err
	}
	goOn(v, from)
	return cookies, nil
}

// addPasskey keeps a passkey, and goes on to where its form was on the way.
func (p Pages) addPasskey(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	cookies, err := p.keepPasskey(ctx, v)
	switch {
	case errors.Is(err, passkey.ErrNotProved) && v.Form.Has("next"):
		f := onward(v)
		f.Errors["passkey"] = v.Say("sign_in.not_accepted")
		return showFirst(v, f), nil
	case errors.Is(err, passkey.ErrNotProved):
		return p.refused(ctx, v, v.Say("sign_in.not_accepted"))
	case err != nil:
		return visit.Answer{}, err
	}
	to := v.Side + "/you/"
	if v.Form.Has("next") {
		to = within(v.Side, v.Form.Get("next"))
	}
	return visit.Answer{To: to, Cookies: cookies}, nil
}
