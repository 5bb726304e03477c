package panel_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// everybody are the kinds of people who may come: the roles, staff that looks at a reseller's pages ("viewing"), and nobody.
const (
	everybody = "owner admin billing readonly viewing"
	staffOnly = "staff"
	self      = "owner admin billing readonly"
	open      = "owner admin billing readonly viewing staff nobody"
)

// mayGo is the matrix of routes and roles: who may go where. What is not here is let through by nobody. A row for each route.
var mayGo = map[string]string{
	"GET /panel/":                                           everybody,
	"GET /panel/domains/":                                   everybody,
	"GET /panel/domains/:id/":                               everybody,
	"GET /panel/credit/export/":                             everybody,
	"GET /panel/invoices/export/":                           everybody,
	"GET /panel/domains/export/":                            everybody,
	"GET /panel/domains/renew/":                             "owner admin",
	"POST /panel/domains/renew/":                            "owner admin",
	"GET /panel/domains/servers/":                           "owner admin",
	"POST /panel/domains/servers/":                          "owner admin",
	"GET /panel/domains/servers-back/":                      "owner admin",
	"POST /panel/domains/servers-back/":                     "owner admin",
	"GET /panel/domains/lock/":                              "owner admin",
	"POST /panel/domains/lock/":                             "owner admin",
	"GET /panel/domains/unlock/":                            "owner admin",
	"POST /panel/domains/unlock/":                           "owner admin",
	"GET /panel/domains/auto-on/":                           "owner admin",
	"POST /panel/domains/auto-on/":                          "owner admin",
	"GET /panel/domains/auto-off/":                          "owner admin",
	"POST /panel/domains/auto-off/":                         "owner admin",
	"GET /panel/domains/template/":                          "owner admin",
	"POST /panel/domains/template/":                         "owner admin",
	"GET /panel/domains/progress/":                          everybody,
	"GET /panel/domains/progress/:id/":                      everybody,
	"POST /panel/domains/progress/:id/":                     "owner admin",
	"POST /panel/domains/:id/back/":                         "owner admin",
	"POST /panel/domains/:id/auto-renew/":                   "owner admin",
	"POST /panel/domains/:id/privacy/":                      "owner admin",
	"POST /panel/domains/:id/lock/":                         "owner admin",
	"POST /panel/domains/:id/unlock/":                       "owner admin",
	"POST /panel/domains/:id/renew/":                        "owner admin",
	"POST /panel/domains/:id/auth-code/":                    "owner admin",
	"GET /panel/domains/:id/dns/":                           everybody,
	"POST /panel/domains/:id/dns/save/":                     "owner admin",
	"POST /panel/domains/:id/dns/remove/":                   "owner admin",
	"POST /panel/domains/:id/dns/file/":                     "owner admin",
	"POST /panel/domains/:id/dns/history/:version/restore/": "owner admin",
	"POST /panel/domains/:id/dns/template/":                 "owner admin",
	"GET /panel/dns-templates/":                             everybody,
	"POST /panel/dns-templates/":                            "owner admin",
	"GET /panel/dns-templates/:id/":                         everybody,
	"POST /panel/dns-templates/:id/":                        "owner admin",
	"POST /panel/dns-templates/:id/remove/":                 "owner admin",

	"GET /panel/domains/views/":               self,
	"POST /panel/domains/views/":              self,
	"POST /panel/domains/views/:view/change/": self,
	"POST /panel/domains/views/:view/remove/": self,
	"GET /panel/domains/:id/history/":         everybody,
	"GET /panel/activity/":                    "owner admin",
	"GET /panel/domains/:id/contacts/":        everybody,
	"POST /panel/domains/:id/contacts/save/":  "owner admin",
	"GET /panel/domains/:id/forwards/":        everybody,
	"POST /panel/domains/:id/forwards/save/":  "owner admin",
	"GET /panel/domains/:id/hosts/":           everybody,
	"POST /panel/domains/:id/hosts/set/":      "owner admin",
	"POST /panel/domains/:id/hosts/remove/":   "owner admin",
	"GET /panel/domains/:id/dnssec/":          everybody,
	"POST /panel/domains/:id/dnssec/switch/":  "owner admin",
	"POST /panel/domains/:id/dnssec/records/": "owner admin",
	"GET /panel/domains/:id/registry/":        everybody,

	"GET /panel/register/":             "owner admin",
	"GET /panel/register/:name/":       "owner admin",
	"POST /panel/register/:name/":      "owner admin",
	"GET /panel/transfers/new/":        "owner admin",
	"POST /panel/transfers/new/":       "owner admin",
	"POST /panel/domains/:id/restore/": "owner admin",
	"GET /panel/domains/:id/delete/":   "owner admin",
	"POST /panel/domains/:id/delete/":  "owner admin",

	"GET /panel/jump/":                                      everybody,
	"GET /panel/orders/":                                    everybody,
	"GET /panel/orders/:id/":                                everybody,
	"GET /panel/transfers/":                                 everybody,
	"GET /panel/transfers/:id/":                             everybody,
	"POST /panel/transfers/:id/retry/":                      "owner admin",
	"POST /panel/transfers/:id/cancel/":                     "owner admin",
	"POST /panel/transfers/away/:id/approve/":               "owner admin",
	"POST /panel/transfers/away/:id/reject/":                "owner admin",
	"GET /panel/credit/pay/":                                everybody,
	"POST /panel/credit/card/":                              "owner billing",
	"GET /panel/credit/card/:id/":                           everybody,
	"GET /panel/credit/top-up/":                             "owner billing",
	"POST /panel/credit/top-up/":                            "owner billing",
	"POST /panel/credit/top-up/card/":                       "owner billing",
	"GET /panel/credit/limits/":                             "owner admin billing",
	"POST /panel/credit/limits/cap/":                        "owner admin billing",
	"POST /panel/credit/limits/floor/":                      "owner admin billing",
	"POST /panel/tokens/:id/cap/":                           "owner admin billing",
	"GET /panel/credit/":                                    everybody,
	"GET /panel/invoices/":                                  everybody,
	"GET /panel/invoices/:id/pdf/":                          everybody,
	"GET /panel/prices/":                                    everybody,
	"GET /panel/tokens/":                                    everybody,
	"GET /panel/tokens/new/":                                "owner admin",
	"POST /panel/tokens/new/":                               "owner admin",
	"GET /panel/tokens/:id/":                                everybody,
	"POST /panel/tokens/:id/narrow/":                        "owner admin",
	"POST /panel/tokens/:id/rotate/":                        "owner admin",
	"POST /panel/tokens/:id/revoke/":                        "owner admin",
	"GET /panel/webhooks/":                                  everybody,
	"POST /panel/webhooks/":                                 "owner admin",
	"GET /panel/webhooks/:id/":                              everybody,
	"POST /panel/webhooks/:id/test/":                        "owner admin",
	"POST /panel/webhooks/:id/secret/":                      "owner admin",
	"POST /panel/webhooks/:id/change/":                      "owner admin",
	"POST /panel/webhooks/:id/pause/":                       "owner admin",
	"POST /panel/webhooks/:id/enable/":                      "owner admin",
	"POST /panel/webhooks/:id/remove/":                      "owner admin",
	"POST /panel/webhooks/:id/deliveries/:delivery/replay/": "owner admin",
	"GET /panel/settings/":                                  everybody,
	"GET /panel/notices/":                                   everybody,
	"GET /panel/notices/sent/":                              everybody,
	"POST /panel/notices/":                                  "owner admin",
	"GET /panel/settings/contact/":                          "owner admin",
	"POST /panel/settings/contact/":                         "owner admin",
	"POST /panel/settings/language/":                        "owner admin",

	"GET /operator/":                                    staffOnly,
	"GET /operator/accounts/":                           staffOnly,
	"GET /operator/health/":                             staffOnly,
	"GET /operator/accounts/:id/":                       staffOnly,
	"GET /operator/accounts/new/":                       staffOnly,
	"POST /operator/accounts/new/":                      staffOnly,
	"GET /operator/accounts/:id/settings/":              staffOnly,
	"POST /operator/accounts/:id/settings/":             staffOnly,
	"POST /operator/accounts/:id/people/":               staffOnly,
	"POST /operator/accounts/:id/people/:user/link/":    staffOnly,
	"POST /operator/accounts/:id/tokens/:token/revoke/": staffOnly,
	"GET /operator/accounts/:id/ledger/":                staffOnly,
	"GET /operator/mails/":                              staffOnly,
	"GET /operator/mails/:id/":                          staffOnly,
	"POST /operator/mails/:id/again/":                   staffOnly,
	"POST /operator/accounts/:id/view/":                 staffOnly,
	"POST /operator/accounts/:id/credit/":               staffOnly,
	"GET /operator/accounts/:id/access/":                staffOnly,
	"POST /operator/accounts/:id/access/":               staffOnly,
	"GET /operator/domains/":                            staffOnly,
	"GET /operator/domains/:name/":                      staffOnly,
	"POST /operator/domains/:name/hold/":                staffOnly,
	"POST /operator/domains/:name/keep/":                staffOnly,
	"POST /operator/domains/:name/move/":                staffOnly,
	"GET /operator/jump/":                               staffOnly,
	"GET /operator/orders/":                             staffOnly,
	"GET /operator/orders/:id/":                         staffOnly,
	"POST /operator/orders/:id/ask/":                    staffOnly,
	"POST /operator/orders/:id/decide/":                 staffOnly,
	"POST /operator/orders/:id/reverse/":                staffOnly,
	"GET /operator/invoices/":                           staffOnly,
	"GET /operator/invoices/:number/":                   staffOnly,
	"GET /operator/invoices/:number/pdf/":               staffOnly,
	"POST /operator/invoices/:number/credit/":           staffOnly,
	"GET /operator/accounts/:id/prices/":                staffOnly,
	"GET /operator/accounts/:id/prices/export/":         staffOnly,
	"POST /operator/accounts/:id/prices/":               staffOnly,
	"GET /operator/prices/":                             staffOnly,
	"GET /operator/prices/export/":                      staffOnly,
	"GET /operator/payments/":                           staffOnly,
	"POST /operator/payments/:id/dismiss/":              staffOnly,
	"POST /operator/accounts/:id/card/remove/":          staffOnly,
	"GET /operator/prices/groups/":                      staffOnly,
	"POST /operator/prices/groups/":                     staffOnly,
	"GET /operator/prices/groups/:group/":               staffOnly,
	"GET /operator/prices/groups/:group/export/":        staffOnly,
	"POST /operator/prices/groups/:group/":              staffOnly,
	"POST /operator/prices/":                            staffOnly,
	"GET /operator/registries/":                         staffOnly,
	"POST /operator/registries/pause/":                  staffOnly,
	"POST /operator/registries/resume/":                 staffOnly,
	"GET /operator/abuse/":                              staffOnly,
	"POST /operator/abuse/messages/:id/seen/":           staffOnly,
	"GET /operator/nameservers/":                        staffOnly,
	"GET /operator/jobs/":                               staffOnly,
	"POST /operator/jobs/:job/run/":                     staffOnly,
	"GET /operator/audit/":                              staffOnly,

	"GET /panel/sign-in/":                     open,
	"GET /panel/sign-in/link/":                open,
	"POST /panel/sign-in/link/":               open,
	"POST /panel/sign-in/passkey/ask/":        open,
	"POST /panel/sign-in/passkey/":            open,
	"GET /panel/team/":                        "owner",
	"POST /panel/team/":                       "owner",
	"POST /panel/team/:id/role/":              "owner",
	"POST /panel/team/:id/invite/":            "owner",
	"POST /operator/team/:id/invite/":         staffOnly,
	"POST /panel/team/:id/link/":              "owner",
	"POST /panel/team/:id/remove/":            "owner",
	"GET /operator/team/":                     staffOnly,
	"POST /operator/team/":                    staffOnly,
	"POST /operator/team/:id/role/":           staffOnly,
	"POST /operator/team/:id/link/":           staffOnly,
	"POST /operator/team/:id/remove/":         staffOnly,
	"GET /panel/sign-in/forgotten/":           open,
	"POST /panel/sign-in/forgotten/":          open,
	"GET /panel/sign-in/reset/":               open,
	"POST /panel/sign-in/reset/":              open,
	"GET /operator/sign-in/forgotten/":        open,
	"POST /operator/sign-in/forgotten/":       open,
	"GET /operator/sign-in/reset/":            open,
	"POST /operator/sign-in/reset/":           open,
	"POST /panel/sign-in/password/":           open,
	"POST /operator/sign-in/password/":        open,
	"GET /panel/you/password/":                self,
	"POST /panel/you/password/":               self,
	"POST /panel/you/password/first/":         self,
	"GET /panel/you/first/":                   self,
	"POST /operator/you/password/first/":      staffOnly,
	"GET /operator/you/first/":                staffOnly,
	"POST /panel/you/password/codes/":         self,
	"POST /panel/you/password/remove/":        self,
	"POST /panel/you/sessions/end/":           self,
	"POST /panel/you/time-zone/":              self,
	"GET /operator/you/password/":             staffOnly,
	"POST /operator/you/password/":            staffOnly,
	"POST /operator/you/password/codes/":      staffOnly,
	"POST /operator/you/password/remove/":     staffOnly,
	"POST /operator/you/sessions/end/":        staffOnly,
	"POST /operator/you/time-zone/":           staffOnly,
	"GET /panel/prove/":                       self,
	"POST /panel/prove/":                      self,
	"GET /panel/you/":                         self,
	"POST /panel/you/passkeys/ask/":           self,
	"POST /panel/you/passkeys/":               self,
	"POST /panel/you/passkeys/:id/remove/":    self,
	"POST /operator/sign-in/passkey/ask/":     open,
	"POST /operator/sign-in/passkey/":         open,
	"GET /operator/prove/":                    staffOnly,
	"POST /operator/prove/":                   staffOnly,
	"GET /operator/you/":                      staffOnly,
	"POST /operator/you/passkeys/ask/":        staffOnly,
	"POST /operator/you/passkeys/":            staffOnly,
	"POST /operator/you/passkeys/:id/remove/": staffOnly,

	"POST /panel/sign-out/":        everybody,
	"POST /panel/theme/":           open,
	"POST /panel/language/":        everybody,
	"GET /operator/sign-in/":       open,
	"GET /operator/sign-in/link/":  open,
	"POST /operator/sign-in/link/": open,
	"POST /operator/sign-out/":     staffOnly,
	"POST /operator/theme/":        open,
	"POST /operator/language/":     staffOnly,
}

// Every route, every role: who may not go there is refused before anything is done; who may sees it, and nothing of another's.
func TestEachRoleGoesWhereItMayAndNowhereElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.PutInGroup(w.other, "gold")
	people := map[string]*person{"nobody": w.stranger()}
	for _, role := range reseller.UserRoles {
		people[string(role)] = w.signIn(string(role)+"@example.com", role, "en")
	}
	viewing := w.signIn("looks@example.com", reseller.UserStaff, "en")
	if a := viewing.post("/operator/accounts/1/view/", nil); a.to != "/panel/" {
		t.Fatalf("viewing an account: %d %s", a.status, a.to)
	}
	people["viewing"] = viewing
	tellWhy(t, people)
	seen := map[string]bool{}
	for _, route := range w.routes {
		key := route.Method + " " + route.Path
		allowed, listed := mayGo[key]
		if !listed {
			t.Errorf("%s is not in the matrix", key)
		}
		seen[key] = true
		for role, p := range people {
			side := strings.HasPrefix(route.Path, "/operator/")
			if side && role == "viewing" { // there it is staff
				continue
			}
			if may := slices.Contains(strings.Fields(allowed), role); !may {
				p.isRefused(route.Method, w.at(route, w.ours, w.Account), side != (role == "staff") && role != "viewing" || role == "nobody")
			} else if route.Method == http.MethodGet {
				p.sees(w.at(route, w.ours, w.Account), route.Path, w.at(route, w.theirs, w.other))
			}
		}
	}
	for key := range mayGo {
		if !seen[key] {
			t.Errorf("the matrix has %s, which is no route", key)
		}
	}
}

// isRefused fails the test unless a person is sent to sign in, or is forbidden to go somewhere.
func (p *person) isRefused(method, path string, unknown bool) {
	p.Helper()
	a := p.do(method, path, url.Values{}, map[string]string{"Sec-Fetch-Site": "same-origin"})
	toSignIn := a.status == http.StatusSeeOther && strings.Contains(a.to, "/sign-in/")
	if unknown && !toSignIn || !unknown && a.status != http.StatusForbidden && !toSignIn {
		p.Errorf("%s %s as %s: %d %s", method, path, p.user.Email, a.status, a.to)
	}
}

// sees fails the test unless a page is there, and another account's is not.
func (p *person) sees(path, route, foreign string) {
	p.Helper()
	a := p.get(path)
	if a.status != http.StatusOK && a.status != http.StatusSeeOther && a.status != http.StatusGone {
		p.Errorf("GET %s as %s: %d\n%s", path, p.user.Email, a.status, a.body)
	}
	if strings.HasPrefix(route, "/panel/") && foreign != path && route != "/panel/register/:name/" { // anybody may ask whether a name is free
		if a := p.get(foreign); a.status != http.StatusNotFound {
			p.Errorf("GET %s, which is another's, as %s: %d", foreign, p.user.Email, a.status)
		}
	}
}
