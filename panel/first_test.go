package panel_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Who came by a link and has nothing else to sign in by is led to make something, and can do so for as long as the session lives; with it goes on what waited for a proof. What
// others have come by meanwhile, a copy of the cookie or another link, is worth nothing then, and whatever is made later asks for a proof.
func TestWhoCameByALinkGoesOn(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		const right = "en ganska lång mening"
		p := w.signIn("anna@example.com", reseller.UserOwner, "en") // which leads to the step
		again, err := w.users().Link(t.Context(), "anna@example.com")
		w.Must(err)
		elsewhere, thief := w.stranger(), w.stranger()
		elsewhere.goes("/panel/sign-in/link/", url.Values{"token": {again.Secret}})
		thief.client.Jar.SetCookies(p.home(), p.client.Jar.Cookies(p.home()))
		p.shows("/panel/you/first/?next=/panel/domains/", "Make a passkey", "Set a password", "Later")
		if a := p.get("/panel/you/first/?next=//evil.example/"); !strings.Contains(a.body, `href="/panel/">Later`) {
			t.Errorf("later leads elsewhere:\n%s", a.body)
		}
		const none = "You have nothing yet to sign in by the next time"
		p.shows("/panel/domains/", none)

		w.Clock.Move(3 * time.Hour)
		if a := p.get("/panel/tokens/new/"); a.to != "/panel/prove/?next=%2Fpanel%2Ftokens%2Fnew%2F" {
			t.Fatalf("an old link: %d %s", a.status, a.to)
		}
		body := p.must("/panel/prove/?next=%2Fpanel%2Ftokens%2Fnew%2F")
		for what, there := range map[string]bool{
			`data-passkey="create"`: true, `action="/panel/you/passkeys/"`: true, `href="/panel/you/password/?next=%2fpanel%2ftokens%2fnew%2f"`: true, "you have nothing yet to confirm with": true,
			`data-passkey="get"`: false, `name="password"`: false, "new link from the operator": false, none: false,
		} {
			if strings.Contains(body, what) != there {
				t.Errorf("the proof has %s: %v\n%s", what, !there, seen(body))
			}
		}
		for _, closed := range []string{"/panel/you/password/codes/", "/panel/you/password/remove/", "/panel/you/passkeys/1/remove/"} {
			p.isAsked(closed, nil) // there is nothing of it to be made
		}

		auth := fmt.Sprintf("/panel/domains/%d/auth-code/", w.ours.ID)
		kept := p.isAsked(auth, url.Values{"key": {"once"}})
		body = p.post("/panel/you/password/first/", url.Values{"waits": {kept}, "to": {auth}}).body
		form := url.Values{"waits": {p.found(body, `name="waits" value="([^"]+)"`)}, "to": {p.found(body, `name="to" value="([^"]+)"`)}, "id": {p.found(body, idOf)}, "password": {"short"}}
		secret := p.found(body, secretOf)
		form.Set("code", w.code(secret))
		body = p.post("/panel/you/password/", form).body
		form.Set("id", p.found(body, idOf))
		form.Set("password", right)
		a := p.post("/panel/you/password/", form)
		if a.status != http.StatusOK || a.header.Get("Set-Cookie") == "" || strings.Contains(a.body, none) || p.found(a.body, keptOf) != kept || !strings.Contains(a.body, `action="`+auth+`"`) {
			t.Fatalf("the first password: %d\n%s", a.status, a.body)
		}
		if a := p.post(auth, url.Values{"kept": {kept}}); a.status != http.StatusOK || !strings.Contains(seen(a.body), "shown this once") {
			t.Errorf("what waited: %d\n%s", a.status, seen(a.body))
		}
		if strings.Contains(p.must("/panel/domains/"), none) {
			t.Error("it is still said that there is nothing to sign in by")
		}
		if a := p.get("/panel/you/first/?next=/panel/domains/"); a.to != "/panel/domains/" {
			t.Errorf("the step goes on to %d %s", a.status, a.to)
		}
		for what, other := range map[string]*person{"another link": elsewhere, "the cookie of before": thief} {
			if a := other.get("/panel/"); !strings.HasPrefix(a.to, "/panel/sign-in/") {
				t.Errorf("%s is still worth something: %d %s", what, a.status, a.to)
			}
		}
		w.recorded("user.password_set")

		w.Clock.Move(11 * time.Minute)
		for _, more := range []string{"/panel/you/password/", "/panel/you/password/first/", "/panel/you/passkeys/"} {
			p.isAsked(more, nil)
		}
		body = p.post(auth, nil).body
		if strings.Contains(body, "data-passkey") || !strings.Contains(body, `name="password"`) {
			t.Errorf("who has a password is offered\n%s", seen(body))
		}
		w.Verify()
	})
}

// What is made as the first of a user is made once, however many sessions and hands there are; a session begun by what was taken away since begins nothing.
func TestTheFirstIsMadeOnce(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		old := w.stay(p.user)
		first := func() error {
			n, _, err := w.Store.UserSession(t.Context(), old)
			if err != nil {
				n = reseller.Session{UserID: p.user.ID}
			}
			n.Hash = reseller.HashToken(reseller.NewToken())
			return w.Store.AddPasskey(t.Context(), p.user, reseller.Passkey{Hash: n.Hash, Credential: []byte("{}")}, reseller.Making{Session: old, Next: &n}, reseller.Operator)
		}
		w.Must(first())
		if err := first(); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("from the session of before: %v", err)
		}
		old = w.stay(p.user)
		if err := first(); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("a second first: %v", err)
		}
		keys, err := w.Store.Passkeys(t.Context(), p.user.ID)
		w.Must(err)
		if err := w.Store.RemovePasskey(t.Context(), p.user, keys[0].ID, old, reseller.Operator); len(keys) != 1 || !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("of %d passkeys the last is removed: %v", len(keys), err)
		}
		_, err = w.users().Reset(t.Context(), p.user.Email)
		w.Must(err)
		if _, _, err := w.Store.UserSession(t.Context(), old); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("a session outlives all that its user signs in by: %v", err)
		}
	})
}

// home is the address of the server.
func (w *world) home() *url.URL {
	w.Helper()
	home, err := url.Parse(w.url)
	w.Must(err)
	return home
}
