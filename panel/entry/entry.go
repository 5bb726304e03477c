// Package entry is what is there before and around the pages: signing in and out, the theme, the language, and the page of an error.
package entry

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"strings"
	"time"

	"nameyard/panel/page"
	"nameyard/panel/passkey"
	"nameyard/panel/password"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

//go:embed *.html
var files embed.FS

// Templates are the pages.
var Templates = page.Source{Name: "entry", Files: files}

// People is what is kept of users beside their sessions.
type People interface {
	SetUserLanguage(ctx context.Context, u reseller.User, language string, by reseller.Actor) error
	SetUserTimeZone(ctx context.Context, u reseller.User, zone string, by reseller.Actor) error
	UserSessions(ctx context.Context, user int64, seen time.Time) ([]reseller.Session, error)
	EndOtherSessions(ctx context.Context, u reseller.User, stays string, by reseller.Actor) error
}

// Pages are the pages of one panel, for both of its sides.
type Pages struct {
	Keeper    session.Keeper
	People    People
	Passkeys  passkey.Ceremonies
	Passwords *password.Keeper
}

// Routes are the routes on a side of the panel.
func (p Pages) Routes(side string) []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: side + "/sign-in/", Needs: visit.Open, Do: p.signIn},
		{Method: "GET", Path: side + "/sign-in/link/", Needs: visit.Open, Do: p.link},
		{Method: "POST", Path: side + "/sign-in/link/", Needs: visit.Open, Do: p.useLink},
		{Method: "POST", Path: side + "/sign-in/passkey/ask/", Needs: visit.Open, Do: p.askAny},
		{Method: "POST", Path: side + "/sign-in/passkey/", Needs: visit.Open, Do: p.usePasskey},
		{Method: "POST", Path: side + "/sign-in/password/", Needs: visit.Open, Do: p.usePassword},
		{Method: "GET", Path: side + "/sign-in/forgotten/", Needs: visit.Open, Do: p.forgot},
		{Method: "POST", Path: side + "/sign-in/forgotten/", Needs: visit.Open, Do: p.ask},
		{Method: "GET", Path: side + "/sign-in/reset/", Needs: visit.Open, Do: p.resetPassword},
		{Method: "POST", Path: side + "/sign-in/reset/", Needs: visit.Open, Do: p.useReset},
		{Method: "GET", Path: side + "/prove/", Needs: reseller.RightSelf, Do: p.prove},
		{Method: "POST", Path: side + "/prove/", Needs: reseller.RightSelf, Do: p.useProof},
		{Method: "GET", Path: side + "/you/", Needs: reseller.RightSelf, Do: p.you},
		{Method: "GET", Path: side + "/you/first/", Needs: reseller.RightSelf, Do: p.first},
		{Method: "POST", Path: side + "/you/time-zone/", Needs: reseller.RightSelf, Do: p.timeZone},
		{Method: "POST", Path: side + "/you/passkeys/ask/", Needs: reseller.RightSelf, Fresh: true, First: true, Do: p.askNew},
		{Method: "POST", Path: side + "/you/passkeys/", Needs: reseller.RightSelf, Fresh: true, First: true, Do: p.addPasskey},
		{Method: "POST", Path: side + "/you/passkeys/:id/remove/", Needs: reseller.RightSelf, Fresh: true, Do: p.removePasskey},
		{Method: "GET", Path: side + "/you/password/", Needs: reseller.RightSelf, Fresh: true, First: true, Do: p.newPassword},
		{Method: "POST", Path: side + "/you/password/first/", Needs: reseller.RightSelf, Fresh: true, First: true, Do: p.firstPassword},
		{Method: "POST", Path: side + "/you/password/", Needs: reseller.RightSelf, Fresh: true, First: true, Once: true, Do: p.setPassword},
		{Method: "POST", Path: side + "/you/password/codes/", Needs: reseller.RightSelf, Fresh: true, Once: true, Do: p.newCodes},
		{Method: "POST", Path: side + "/you/password/remove/", Needs: reseller.RightSelf, Fresh: true, Do: p.removePassword},
		{Method: "POST", Path: side + "/you/sessions/end/", Needs: reseller.RightSelf, Do: p.endOthers},
		{Method: "POST", Path: side + "/sign-out/", Needs: visit.SignedIn, Whoever: true, Do: p.signOut},
		{Method: "POST", Path: side + "/theme/", Needs: visit.Open, Do: p.theme},
		{Method: "POST", Path: side + "/language/", Needs: visit.SignedIn, Do: p.language},
	}
}

// linked is what the pages around a link show.
type linked struct {
	Over  bool
	Email string
	Token string
}

// signIn shows how one signs in, also to who is signed in to an account that lets nobody in.
func (p Pages) signIn(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	if v.User.ID != 0 && v.ShutOut() == nil {
		return visit.Go(v.Side + "/"), nil
	}
	if v.Query.Has("limited") {
		return p.limited(v), nil
	}
	f := page.Form{Values: map[string]string{"next": v.Query.Get("next")}}
	return visit.Show("entry/sign_in", v.Say("sign_in.title"), v.Query.Has("out")).With(f), nil
}

// link shows whom a link would sign in. Looking at it does not use it up: programs that look into mails do so, too.
func (p Pages) link(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	token := v.Query.Get("token")
	u, err := p.Keeper.Linked(ctx, token)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && session.Side(u) != v.Side {
		return over(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	a := visit.Show("entry/link", v.Say("sign_in.title"), linked{Email: u.Email, Token: token})
	a.Secret = true
	return a, nil
}

// useLink signs in.
func (p Pages) useLink(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if err := p.Passwords.Attempt(ctx, v.From); errors.Is(err, password.ErrLimited) {
		return p.limited(v), nil
	} else if err != nil {
		return visit.Answer{}, err
	}
	token := v.Form.Get("token")
	u, err := p.Keeper.Linked(ctx, token)
	if err == nil && session.Side(u) != v.Side {
		return over(v), nil
	}
	var cookie *http.Cookie
	if err == nil {
		cookie, err = p.Keeper.ByLink(ctx, v.Request, token, u, by(v, u))
	}
	if errors.Is(err, reseller.ErrNotFound) || errors.Is(err, reseller.ErrConflict) {
		return over(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: v.Side + "/you/first/", Cookies: []*http.Cookie{cookie}}, p.Passwords.Right(ctx, v.From)
}

// over answers who comes with a link that signs nobody in.
func over(v *visit.Visit) visit.Answer {
	a := visit.Show("entry/link", v.Say("sign_in.title"), linked{Over: true})
	a.Status = http.StatusGone
	return a
}

// by is a user who is signing in, in audit records.
func by(v *visit.Visit, u reseller.User) reseller.Actor {
	return reseller.Actor{Name: "user " + u.Email, Face: visit.Face, Address: v.From, RequestID: v.RequestID}
}

// self is a user who changes what is the user's own, in audit records: as long as the user is signed in.
func self(v *visit.Visit) reseller.Actor {
	a := by(v, v.User)
	a.Stay = v.Session.Stay(v.User)
	return a
}

// signOut ends the session. Who looked at a reseller's pages goes back to the operator's.
func (p Pages) signOut(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	cookie, err := p.Keeper.End(ctx, v.Request, v.Side, session.Signed{Session: v.Session, User: v.User}, by(v, v.User))
	if err != nil {
		return visit.Answer{}, err
	}
	to := v.Side + "/sign-in/?out="
	if v.Viewing() {
		to = "/operator/"
	}
	return visit.Answer{To: to, Cookies: []*http.Cookie{cookie}}, nil
}

// theme pins the light or the dark theme in the browser.
func (p Pages) theme(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	theme := v.Form.Get("theme")
	if theme != "light" && theme != "dark" { // without script the button says "turn"
		theme = "dark"
		if old, err := v.Request.Cookie("nameyard-theme"); err == nil && old.Value == "dark" {
			theme = "light"
		}
	}
	kept := &http.Cookie{Name: "nameyard-theme", Value: theme, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 400 * 24 * 3600}
	return visit.Answer{To: back(v), Cookies: []*http.Cookie{kept}}, nil
}

// language changes the user's language.
func (p Pages) language(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	language := v.Form.Get("language")
	if language != "en" && language != "sv" {
		return visit.Answer{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%q is no language of the panel: use en or sv", language)
	}
	by := self(v)
	by.Stay.Account = 0 // also who is shut out of a disabled account reads why
	return visit.Go(back(v)), p.People.SetUserLanguage(ctx, v.User, language, by)
}

// back is the page that a form was on.
func back(v *visit.Visit) string { return within(v.Side, v.Form.Get("back")) }

// within is a path of a side, or where the side begins: nobody is sent elsewhere.
func within(side, to string) string {
	if !strings.HasPrefix(to, side+"/") || strings.ContainsAny(to, "\\\r\n") {
		return side + "/"
	}
	return to
}
