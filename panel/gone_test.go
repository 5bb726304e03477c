package panel_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/panel"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// between posts a form, and has something else happen after it was looked who has sent it, and before what it asks for is done.
func (p *person) between(path string, form url.Values, happens func()) answer {
	p.Helper()
	r := httptest.NewRequest(http.MethodPost, p.url+path, nil)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	at, err := url.Parse(p.url)
	p.Must(err)
	for _, cookie := range p.client.Jar.Cookies(at) {
		r.AddCookie(cookie)
	}
	route, params := routeOf(p.routes, path)
	got := httptest.NewRecorder()
	p.pages.Answer(got, panel.Request{
		HTTP: r, Params: params, ID: "in-between", From: netip.MustParseAddr("192.0.2.1"), Arrived: p.Clock.Wall(), AnswerBy: p.Clock.Wall().Add(time.Second),
		Body: func(int64, bool) ([]byte, error) {
			happens()
			return []byte(p.own(form).Encode()), nil
		},
	}, route)
	return answer{got.Code, got.Header().Get("Location"), got.Body.String(), got.Header()}
}

// routeOf is the route of a POST, with the parameters in its path.
func routeOf(routes []visit.Route, path string) (visit.Route, map[string]string) {
	parts := strings.Split(path, "/")
	for _, route := range routes {
		params := map[string]string{}
		pattern := strings.Split(route.Path, "/")
		fits := slices.EqualFunc(pattern, parts, func(is, at string) bool {
			name, open := strings.CutPrefix(is, ":")
			if open {
				params[name] = at
			}
			return open || is == at
		})
		if fits && route.Method == http.MethodPost {
			return route, params
		}
	}
	return visit.Route{}, nil
}

// act is a change that somebody asks for.
type act struct {
	path string
	form url.Values
}

// acts are changes of every way in which something is kept: with an audit record, an order, or a version of a zone.
func acts(w *world) map[reseller.UserRole][]act {
	name, account := fmt.Sprintf("/panel/domains/%d/", w.ours.ID), fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
	mine := w.affairs[w.Account.ID]
	return map[reseller.UserRole][]act{
		reseller.UserOwner: {
			{"/panel/tokens/new/", url.Values{"name": {"late"}, "kind": {"api"}, "scopes": {"read"}, "cidrs": {"203.0.113.7"}, "ends": {""}, "cap": {""}}},
			{fmt.Sprintf("/panel/tokens/%d/rotate/", mine.token), url.Values{"keep": {"1"}}},
			{fmt.Sprintf("/panel/tokens/%d/revoke/", mine.token), nil},
			{"/panel/webhooks/", url.Values{"url": {"https://example.net/late"}}},
			{fmt.Sprintf("/panel/webhooks/%d/remove/", mine.webhook), nil},
			{"/panel/team/", url.Values{"email": {"late@example.org"}, "role": {"owner"}}},
			{fmt.Sprintf("/panel/team/%d/role/", w.invited.ID), url.Values{"role": {"owner"}}},
			{fmt.Sprintf("/panel/team/%d/remove/", w.invited.ID), nil},
			{name + "renew/", url.Values{"paid": {w.ours.PaidThrough.Format(time.DateOnly)}, "renew": {"1:1000"}, "key": {"late"}}},
			{name + "unlock/", nil},
			{name + "auto-renew/", url.Values{"to": {"on"}}},
			{name + "dns/save/", url.Values{"type": {"A"}, "host": {"late"}, "value": {"192.0.2.7"}, "ttl": {"3600"}}},
			{"/panel/domains/views/", url.Values{"name": {"late"}, "search": {"tld:com"}}},
			{"/panel/language/", url.Values{"language": {"sv"}}},
			{"/panel/you/time-zone/", url.Values{"zone": {"stockholm"}}},
		},
		reseller.UserStaff: {
			{account + "credit/", url.Values{"kind": {"payment"}, "amount": {"5"}, "ref": {"late"}, "note": {"late"}, "confirmed": {"yes"}}},
			{account + "people/", url.Values{"owner": {"later@example.org"}}},
			{"/operator/registries/pause/", url.Values{"name": {"sandbox"}, "reason": {"late"}}},
			{"/operator/jobs/planned-prices/run/", nil},
			{"/operator/domains/" + w.ours.Name.String() + "/hold/", url.Values{"hold": {"on"}, "reason": {"late"}, "confirmed": {"yes"}}},
			{"/operator/team/", url.Values{"email": {"latest@example.org"}, "role": {"staff"}}},
		},
	}
}

// done is what a person has brought about: audit records, orders and versions of zones.
func (p *person) done() (n int) {
	p.Helper()
	records, err := p.Store.SearchAudit(p.Context(), reseller.AuditSearch{Actor: "user " + p.user.Email, Page: reseller.Page{Limit: 200}})
	p.Must(err)
	orders, err := p.Store.SearchOrders(p.Context(), reseller.OrderSearch{Account: p.Account.ID, Page: reseller.Page{Limit: 200}})
	p.Must(err)
	for _, o := range orders {
		if o.By.Name == "user "+p.user.Email {
			n++
		}
	}
	zones, err := p.Store.ZoneVersions(p.Context(), p.ours.ID, "dns", reseller.Page{Limit: 100})
	p.Must(err)
	return n + len(records) + len(zones)
}

// leaves are the ways in which somebody may act no more.
var leaves = map[string]func(p *person){
	"signing out":   func(p *person) { p.Must(p.Store.EndUserSession(p.Context(), p.signedIn(), p.user, reseller.Operator)) },
	"another's end": func(p *person) { p.Must(p.Store.EndOtherSessions(p.Context(), p.user, "elsewhere", reseller.Operator)) },
	"another role": func(p *person) {
		p.Must(p.Store.SetUserRole(p.Context(), p.user, reseller.UserReadOnly, reseller.Operator))
	},
	"a reset": func(p *person) {
		_, err := p.users().Reset(p.Context(), p.user.Email)
		p.Must(err)
	},
	"removal": func(p *person) {
		_, err := p.users().Remove(p.Context(), p.user.Email)
		p.Must(err)
	},
}

// signedIn is the session that a person has.
func (p *person) signedIn() reseller.Session {
	p.Helper()
	n, _, err := p.Store.UserSession(p.Context(), p.stay(p.user))
	p.Must(err)
	return n
}

// What somebody has asked for is not done once the session has ended, for whatever reason, between the look at it and the change: the browser is sent to sign in.
// A session that stays, under another token after a fresh proof, too, is no hindrance.
func TestNobodyActsOnceSignedOut(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		w.invited = w.invite("invited@example.com", reseller.UserReadOnly, "en").User
		w.signIn("owner@example.com", reseller.UserOwner, "en") // so that the others are never the last
		w.signIn("staff@example.com", reseller.UserStaff, "en")
		n := 0
		for role, all := range acts(w) {
			for _, act := range all {
				for how, leave := range leaves {
					n++
					p := w.signIn(fmt.Sprintf("p%d@example.com", n), role, "en")
					before := 0
					a := p.between(act.path, act.form, func() { leave(p); before = p.done() })
					if after := p.done(); after != before || a.status != http.StatusSeeOther || !strings.Contains(a.to, "/sign-in/") {
						t.Errorf("%s after %s: %d to %q, and %d things more", act.path, how, a.status, a.to, after-before)
					}
				}
				n++
				w.Clock.Move(24 * time.Hour) // invitations are limited by the day
				p := w.signIn(fmt.Sprintf("p%d@example.com", n), role, "en")
				before := p.done()
				a := p.between(act.path, act.form, func() { p.provesAgain() })
				if after := p.done(); after <= before || strings.Contains(a.to, "/sign-in/") {
					t.Errorf("%s by who is there: %d to %q, and %d things more\n%s", act.path, a.status, a.to, after-before, seen(a.body))
				}
			}
		}
	})
}

// provesAgain puts another session in the place of a person's, as a fresh proof in another tab does.
func (p *person) provesAgain() {
	p.Helper()
	old := p.signedIn()
	renewed := old
	renewed.Hash = reseller.HashToken(reseller.NewToken())
	p.Must(p.Store.RenewUserSession(p.Context(), old, renewed, p.user, reseller.Proof{Session: old.Hash}, reseller.Operator))
}

// The people of an account that is disabled, or was closed, do nothing more, but read why in the language that they choose.
func TestNobodyActsForADisabledAccount(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		w.invited = w.invite("invited@example.com", reseller.UserReadOnly, "en").User
		set := func(disabled bool) {
			_, err := w.Store.ChangeAccount(w.Context(), w.Account.ID, reseller.Operator, "x", func(a *reseller.Account) error {
				a.Disabled = disabled
				return nil
			})
			w.Must(err)
		}
		for _, act := range acts(w)[reseller.UserOwner] {
			before := p.done()
			a := p.between(act.path, act.form, func() { set(true) })
			if after := p.done(); act.path == "/panel/language/" {
				if after != before+1 || a.status != http.StatusSeeOther {
					t.Errorf("%s: %d to %q, and %d things more", act.path, a.status, a.to, after-before)
				}
				p.goes(act.path, url.Values{"language": {"en"}})
			} else if after != before || a.status < http.StatusBadRequest || !strings.Contains(a.body, "the account is disabled") {
				t.Errorf("%s: %d to %q, and %d things more", act.path, a.status, a.to, after-before)
			}
			set(false)
		}
	})
}
