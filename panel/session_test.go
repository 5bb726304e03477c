package panel_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/server"
)

// A link signs in once, and only in a browser that sends its form; the session ends by itself, and with its user.
func TestASessionBeginsByALinkAndEndsWhenItMust(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, engine, nil)
			invited := w.invite("anna@example.com", reseller.UserOwner, "sv")
			p := w.stranger()
			link := "/panel/sign-in/link/?token=" + invited.Secret
			p.shows(link, "anna@example.com") // looking does not use it up
			p.shows(link, "anna@example.com")
			if a := p.get("/operator/sign-in/link/?token=" + invited.Secret); a.status != http.StatusGone || !strings.Contains(a.body, `href="/operator/sign-in/"`) || !strings.Contains(a.body, `href="/operator/sign-in/forgotten/"`) {
				t.Errorf("a reseller's link at the operator's door: %d", a.status)
			}
			form := url.Values{"token": {invited.Secret}}
			if a := p.do("POST", "/panel/sign-in/link/", form, map[string]string{"Sec-Fetch-Site": "cross-site"}); a.status != http.StatusForbidden {
				t.Errorf("a form of another site: %d", a.status)
			}
			if a := p.post("/panel/sign-in/link/", form); a.to != "/panel/you/first/" {
				t.Fatalf("signing in: %d %s", a.status, a.body)
			}
			p.shows("/panel/", "Översikt")
			if a := w.stranger().post("/panel/sign-in/link/", form); a.status != http.StatusGone {
				t.Errorf("the link again: %d", a.status)
			}

			w.Clock.Move(11 * time.Hour)
			p.must("/panel/")
			w.Clock.Move(13 * time.Hour)
			if a := p.get("/panel/domains/?q=x"); a.to != "/panel/sign-in/?next=%2Fpanel%2Fdomains%2F%3Fq%3Dx" {
				t.Errorf("after 13 idle hours: %d %s", a.status, a.to)
			}
			p.sendsTooLate()
			again, err := w.users().Link(t.Context(), "anna@example.com")
			w.Must(err)
			p.post("/panel/sign-in/link/", url.Values{"token": {again.Secret}})
			p.shows("/panel/", "så det du skickade utfördes inte")
			if strings.Contains(p.must("/panel/"), "så det du skickade utfördes inte") {
				t.Error("it is told again and again that a form was not carried out")
			}
			for range 16 { // used every ten hours
				p.must("/panel/")
				w.Clock.Move(10 * time.Hour)
			}
			w.Clock.Move(9 * time.Hour)
			if a := p.get("/panel/"); a.status != http.StatusSeeOther {
				t.Errorf("after seven days: %d", a.status)
			}

			third, err := w.users().Reset(t.Context(), "anna@example.com")
			w.Must(err)
			p.post("/panel/sign-in/link/", url.Values{"token": {third.Secret}})
			p.must("/panel/")
			_, err = w.users().Remove(t.Context(), "anna@example.com")
			w.Must(err)
			if a := p.get("/panel/"); a.status != http.StatusSeeOther {
				t.Errorf("a removed user: %d", a.status)
			}
		})
	}
}

// The cookie of a public address holds to it and to HTTPS, and what an attacker has put into the browser before is worth nothing after.
func TestTheCookieIsForThisHostAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	pages, err := w.Panel()
	w.Must(err)
	front, err := server.New(server.Config{Actions: w.Actions, Credentials: w.Store, Clock: w.Clock, Log: w.App.Log, Panel: pages})
	w.Must(err)
	invited := w.invite("anna@example.com", reseller.UserOwner, "en")
	r := httptest.NewRequest("POST", "https://panel.example.com/panel/sign-in/link/", strings.NewReader(url.Values{"token": {invited.Secret}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "__Host-nameyard-panel", Value: "chosen-by-another"})
	answer := httptest.NewRecorder()
	front.ServeHTTP(answer, r)
	cookies := answer.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Value == "chosen-by-another" {
		t.Fatalf("cookies %v", cookies)
	}
	if c := cookies[0]; c.Name != "__Host-nameyard-panel" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("the cookie is %+v", c)
	}
}

// With an address of their own, the operator's pages are there and nowhere else, and nothing else is there.
func TestTheOperatorsPagesCanHaveAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	pages, err := w.Panel()
	w.Must(err)
	front, err := server.New(server.Config{Actions: w.Actions, Credentials: w.Store, Clock: w.Clock, Log: w.App.Log, Panel: pages, OperatorsApart: true})
	w.Must(err)
	status := func(h http.Handler, path string) int {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		return answer.Code
	}
	apart := front.OperatorServer("127.0.0.1:0").Handler
	for path, want := range map[string][2]int{
		"/panel/sign-in/": {200, 404}, "/operator/sign-in/": {404, 200}, "/api/v1/domains/": {401, 404}, "/": {200, 404}, "/healthz": {200, 404},
		"//operator/sign-in/": {404, 404}, "/panel/../operator/sign-in/": {404, 404},
	} {
		if got := [2]int{status(front, path), status(apart, path)}; got != want {
			t.Errorf("%s: %v at the server's address and the operator's, want %v", path, got, want)
		}
	}
}

// Signing out ends what staff looks at, on both engines; looking lasts no longer than the session from which it came.
func TestLookingAtAnAccountEndsWithTheSessionOfItsStaff(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("ops@example.com", reseller.UserStaff, "en")
		const right = "en ganska lång mening"
		secret, _ := p.setPassword(right)
		look := fmt.Sprintf("/operator/accounts/%d/view/", w.Account.ID)
		p.goes(look, nil)
		p.must("/panel/")
		p.goes("/operator/sign-out/", nil)
		if a := p.get("/panel/"); !strings.HasPrefix(a.to, "/panel/sign-in/") {
			t.Errorf("after signing out the account is still looked at: %d %s", a.status, a.to)
		}

		again, err := w.users().Link(t.Context(), "ops@example.com")
		w.Must(err)
		p.goes("/operator/sign-in/link/", url.Values{"token": {again.Secret}})
		for range 16 { // used every ten hours
			w.Clock.Move(10 * time.Hour)
			p.must("/operator/")
		}
		kept := p.isAsked(look, nil)
		p.goes(look, url.Values{"kept": {kept}, "password": {right}, "code": {w.code(secret)}})
		w.Clock.Move(9 * time.Hour)
		if a := p.get("/panel/"); !strings.HasPrefix(a.to, "/panel/sign-in/") {
			t.Errorf("looking goes on seven days after signing in: %d %s", a.status, a.to)
		}
	})
}

// Who is signed in to an account that was disabled or closed gets out, and in as another; staff that looks at it gets back.
func TestWhoIsShutOutGetsOutOfTheBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p, viewing := w.signIn("anna@example.com", reseller.UserOwner, "en"), w.signIn("looks@example.com", reseller.UserStaff, "en")
	empty := w.AddAccount(reseller.Account{Email: "empty@example.net", Name: "Empty", Currency: "USD", Language: "en"}, 0)
	viewing.goes(fmt.Sprintf("/operator/accounts/%d/view/", empty.ID), nil)
	access := func(account reseller.Account, do string) {
		viewing.goes(fmt.Sprintf("/operator/accounts/%d/access/", account.ID), url.Values{"do": {do}, "reason": {"unpaid"}, "confirmed": {"yes"}})
	}
	access(w.Account, "disable")
	access(empty, "close")
	if a := p.get("/panel/"); a.status != http.StatusForbidden || !strings.Contains(a.body, "<h1>The account is disabled</h1>") || strings.Contains(a.body, "Your role") || strings.Contains(a.body, "To the overview") {
		t.Errorf("a disabled account: %d\n%s", a.status, a.body)
	}
	p.shows("/panel/sign-in/", "Sign in with a passkey")
	if to := p.goes("/panel/sign-out/", nil); to != "/panel/sign-in/?out=" {
		t.Errorf("signing out leads to %s", to)
	}
	if to := viewing.goes("/panel/sign-out/", nil); to != "/operator/" {
		t.Errorf("leaving a closed account leads to %s", to)
	}
	access(w.Account, "enable")
}

// The panel has no parameter in a query that changes anything, and says what is wrong all the same.
func TestAPageWithAQueryThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	if a := w.stranger().get("/panel/sign-in/?next=%zz"); a.status < 400 || !strings.Contains(a.body, "the query cannot be read at") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// sendsTooLate sends forms after the session has ended, with the script and without: nothing is done, and whoever sent it is told so and led back to the page with the form.
func (p *person) sendsTooLate() {
	p.Helper()
	change := fmt.Sprintf("/panel/domains/%d/auto-renew/", p.ours.ID)
	list, above := "/panel/domains/?q=ours", fmt.Sprintf("/panel/domains/%d/", p.ours.ID)
	for _, c := range []struct{ header, page, back string }{
		{"Referer", p.url + list, list}, {"HX-Current-URL", p.url + list, list}, {"Referer", "", above}, {"Referer", "https://elsewhere.example.com" + list, above},
		{"Referer", p.url + "/operator/", above}, {"Referer", p.url + "/panel/nowhere/", above},
	} {
		header := map[string]string{"Sec-Fetch-Site": "same-origin", c.header: c.page}
		if c.header != "Referer" {
			header["HX-Request"] = "true"
		}
		a := p.do("POST", change, url.Values{"to": {"on"}}, header)
		if to := a.to + a.header.Get("HX-Redirect"); to != "/panel/sign-in/?next="+url.QueryEscape(c.back) {
			p.Errorf("a form of %q (%s) leads to %d %s", c.page, c.header, a.status, to)
		}
		p.shows("/panel/sign-in/", "Your sign-in had ended, so what you sent was not done", "Once you are signed in, its page is shown again")
	}
	if d, err := p.Store.Domain(p.Context(), p.Account.ID, p.ours.Name); err != nil || d.AutoRenew {
		p.Errorf("a form of a session that had ended was carried out: %v", err)
	}
	stranger := p.stranger()
	stranger.post("/panel/sign-out/", nil)
	if strings.Contains(stranger.must("/panel/sign-in/"), "was not done") {
		p.Error("signing out after the end is told as something that was not done")
	}
}
