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
	"nameyard/operator"
	"nameyard/reseller"
)

// Owners invite, change roles and take people away; those of another account are not there.
func TestOwnersManageTheirTeam(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		invited := p.post("/panel/team/", url.Values{"email": {"bert@example.com"}, "role": {"billing"}})
		link := p.found(invited.body, `<code id="link">http://[^/]+([^<]+)</code>`)
		bert := w.stranger()
		bert.shows(link, "bert@example.com")
		bert.post("/panel/sign-in/link/", url.Values{"token": {strings.TrimPrefix(link, "/panel/sign-in/link/?token=")}})
		bert.must("/panel/credit/")
		p.isTold("/panel/team/", url.Values{"email": {"bert@example.com"}, "role": {"admin"}}, "signs in with this address already")
		p.isTold("/panel/team/", url.Values{"email": {"eve@example.com"}, "role": {"staff"}}, `<a href="#field-role">This is no role that`)
		p.isTold("/panel/team/", url.Values{"email": {"eve"}, "role": {"billing"}}, `<a href="#field-email">This is no e-mail address.`)
		user, err := w.Store.UserByEmail(t.Context(), "bert@example.com")
		w.Must(err)
		at := fmt.Sprintf("/panel/team/%d/", user.ID)

		p.goes(at+"role/", url.Values{"role": {"readonly"}})
		if a := bert.get("/panel/"); a.status != http.StatusSeeOther {
			t.Errorf("a session with the old role goes on: %d", a.status)
		}
		again := p.post(at+"link/", nil)
		second := p.found(again.body, `<code id="link">http://[^/]+([^<]+)</code>`)
		w.Clock.Move(11 * time.Minute)
		p.isAsked(at+"remove/", nil)
		fresh := w.signIn("carl@example.com", reseller.UserOwner, "sv")
		fresh.goes(at+"remove/", nil)
		if a := bert.get(second); a.status != http.StatusGone {
			t.Errorf("the link of who was taken away: %d", a.status)
		}
		foreign, err := w.users().Add(t.Context(), operator.NewUser{Email: "dora@example.net", Account: w.other.Email, Role: reseller.UserOwner})
		w.Must(err)
		for _, act := range []string{"role/", "invite/", "link/", "remove/"} {
			if a := fresh.post(fmt.Sprintf("/panel/team/%d/%s", foreign.ID, act), url.Values{"role": {"readonly"}}); a.status != http.StatusNotFound {
				t.Errorf("%s of another account's person: %d", act, a.status)
			}
		}
		w.recorded("user.add", "user.role", "user.reset", "user.remove")
	})
}

// A team always has somebody who has signed in and may change it, also if the last two take each other away at once.
func TestATeamAlwaysHasAnOwner(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		anna := w.signIn("anna@example.com", reseller.UserOwner, "en")
		w.invite("never@example.com", reseller.UserOwner, "en") // has not signed in, and perhaps never will
		at := fmt.Sprintf("/panel/team/%d/", anna.user.ID)
		anna.isTold(at+"remove/", nil, "Nobody else who has signed in")
		anna.isTold(at+"role/", url.Values{"role": {"admin"}}, "Nobody else who has signed in")
		anna.must("/panel/team/")

		bert := w.signIn("bert@example.com", reseller.UserOwner, "en")
		w.atMostOneGoes(
			func() error { return w.Store.LeaveTeam(w.Context(), bert.user, reseller.Operator) },
			func() error {
				return w.Store.SetUserRole(w.Context(), anna.user, reseller.UserAdmin, reseller.Operator)
			},
		)
		ops, more := w.signIn("ops@example.com", reseller.UserStaff, "en"), w.signIn("more@example.com", reseller.UserStaff, "en")
		w.atMostOneGoes(
			func() error { return w.Store.LeaveTeam(w.Context(), ops.user, reseller.Operator) },
			func() error { return w.Store.LeaveTeam(w.Context(), more.user, reseller.Operator) },
		)
	})
}

// atMostOneGoes fails the test unless one of two acts that come together is refused.
func (w *world) atMostOneGoes(first, second func() error) {
	w.Helper()
	results := make(chan error, 2)
	for _, act := range []func() error{first, second} {
		go func() { results <- act() }()
	}
	one, other := <-results, <-results
	if !errors.Is(one, reseller.ErrLastOwner) && !errors.Is(other, reseller.ErrLastOwner) || one != nil && other != nil {
		w.Errorf("two at once: %v, %v", one, other)
	}
}
