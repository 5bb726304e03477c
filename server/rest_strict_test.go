package server_test

import (
	"net/http"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/server/rest"
)

// What GET of a name answers is taken by PUT, with everything that an answer can have.
func TestTheWholeObjectOfADomainMayBeSentBack(t *testing.T) {
	t.Parallel()
	e := newEnvOn(t, apptest.SQLite, apptest.WithConfig(func(c *app.Config) { c.Publishing.DNSListen = "127.0.0.1:0" }))
	e.registered("mine.com", false)
	whole := e.restAsk("GET", "/api/v1/domains/1/", "").Body.String()
	if !strings.Contains(whole, `"published":`) || !strings.Contains(whole, `"verification":`) {
		t.Errorf("the answer has not all: %s", whole)
	}
	if answer := e.restAsk("PUT", "/api/v1/domains/1/", whole); answer.Code != http.StatusOK {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	problem(t, e.restAsk("PUT", "/api/v1/domains/1/", `{"locked": true, "publishd": null}`), http.StatusBadRequest, reseller.CodeInvalidParameter)
}

// A query parameter that means nothing is refused on every route: a misspelt or misplaced one would silently not be done.
func TestEveryRouteRefusesAQueryThatItDoesNotHave(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Burst = 1_000
	e.registered("mine.com", false)
	parts := strings.NewReplacer(":id", "1", ":host", "ns1", ":record", "r", ":version", "1", ":delivery", "1", ":tld", "com")
	for _, r := range rest.Routes {
		words := problem(t, e.restAsk(r.Method, rest.Prefix+parts.Replace(r.Path)+"?nonsense=5", ""), http.StatusBadRequest, reseller.CodeInvalidParameter)
		if !strings.Contains(words, `no query parameter "nonsense"`) {
			t.Errorf("%s %s: %s", r.Method, r.Path, words)
		}
	}
	problem(t, e.restAsk("POST", "/api/v1/domains/1/renew/?years=5", "{}", "Idempotency-Key", "k"), http.StatusBadRequest, reseller.CodeInvalidParameter)
	if answer := e.restAsk("POST", "/api/v1/domains/1/renew/", "{}", "Idempotency-Key", "k"); answer.Code != http.StatusOK {
		t.Errorf("the key was spent on the refusal: %d %s", answer.Code, answer.Body)
	}
}

// A wish that would be forgotten is refused: a draft keeps none.
func TestAutoRenewOfATransferGoesWithItsCode(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	words := problem(t, e.restAsk("POST", "/api/v1/domains/transfers/", `{"domain_name": "coming.com", "auto_renew": false}`), http.StatusBadRequest, reseller.CodeInvalidParameter)
	if !strings.Contains(words, "auto_renew goes with the auth code") {
		t.Error(words)
	}
	if answer := e.restAsk("GET", "/api/v1/domains/coming.com/", ""); answer.Code != http.StatusNotFound {
		t.Errorf("a draft was made: %d %s", answer.Code, answer.Body)
	}
}

// zoneSaves are the routes that save records or forwards, each with a body that would be saved.
var zoneSaves = map[string]string{
	"PUT /domains/:id/dns/":                           `{"records": []}`,
	"POST /domains/:id/dns/records/":                  `{"hostname": "b", "type": "A", "address": "192.0.2.1"}`,
	"POST /domains/:id/dns/records/import/":           `{"zone_file": "b 300 A 192.0.2.1", "apply": true}`,
	"POST /domains/:id/dns/template/":                 `{"template_id": 1, "apply": true}`,
	"PUT /domains/:id/dns/records/:record/":           `{"hostname": "c", "type": "A", "address": "192.0.2.1"}`,
	"DELETE /domains/:id/dns/records/:record/":        "",
	"POST /domains/:id/dns/history/:version/restore/": "",
	"PUT /domains/:id/email-forwards/":                `{"forwards": []}`,
	"PUT /domains/:id/url-forwards/":                  `{"forwards": []}`,
}

// If-Match is looked at by every route that saves a zone, also by one that is new.
func TestEverySaveOfAZoneLooksAtIfMatch(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("mine.com", false)
	e.restAsk("POST", "/api/v1/dns-templates/", `{"name": "t", "zone_file": "www A 192.0.2.1"}`)
	e.restAsk("PUT", "/api/v1/domains/1/email-forwards/", `{"forwards": [{"prefix": "a", "forward_to": ["a@example.org"]}]}`) // version 1
	added := e.restAsk("POST", "/api/v1/domains/1/dns/records/", `{"hostname": "a", "type": "A", "address": "192.0.2.1"}`)
	e.restAsk("PUT", "/api/v1/domains/1/email-forwards/", `{"forwards": [{"prefix": "c", "forward_to": ["a@example.org"]}]}`)
	e.restAsk("POST", "/api/v1/domains/1/dns/records/", `{"hostname": "z", "type": "A", "address": "192.0.2.1"}`)
	for _, r := range rest.Routes {
		body, saves := zoneSaves[r.Method+" "+r.Path]
		inZone := strings.Contains(r.Path, "/dns/") || strings.HasSuffix(r.Path, "-forwards/")
		if changes := r.Method != http.MethodGet && inZone; changes != saves {
			t.Errorf("%s %s is in zoneSaves: %t", r.Method, r.Path, saves)
		}
		if !saves {
			continue
		}
		for _, version := range []string{"1", "2"} { // of forwards, and of records
			path := rest.Prefix + strings.NewReplacer(":id", "1", ":record", strings.Split(added.Body.String(), `"`)[3], ":version", version).Replace(r.Path)
			if strings.HasSuffix(r.Path, "/restore/") { // only looked at
				problem(t, e.restAsk(r.Method, path, `{"apply": false}`, "If-Match", `"x"`), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
			}
			problem(t, e.restAsk(r.Method, path, body, "If-Match", `"x"`), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
		}
	}
	for version, set := range map[string]string{"1": "email-forwards", "2": "dns"} {
		tag := e.restAsk("GET", "/api/v1/domains/1/"+set+"/", "").Header().Get("ETag")
		if answer := e.restAsk("POST", "/api/v1/domains/1/dns/history/"+version+"/restore/", "", "If-Match", tag); answer.Code != http.StatusOK {
			t.Errorf("version %s with the ETag of now: %d %s", version, answer.Code, answer.Body)
		}
	}
}

// An element of a list that is null or empty is a name server, address, kind or target that a program forgot to fill in.
func TestListsOfTextsHaveNoEmptyElements(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("mine.com", false)
	for _, c := range [][4]string{
		{"POST", "/domains/", `{"domain_name": "other.com", "nameservers": ["", ""]}`, "nameservers[0]"},
		{"PUT", "/domains/1/", `{"nameservers": ["ns1.example.net", null, "ns2.example.net"]}`, "nameservers[1]"},
		{"PUT", "/domains/1/child-nameservers/ns1/", `{"addresses": ["192.0.2.1", " "]}`, "addresses[1]"},
		{"POST", "/tokens/", `{"name": "t", "scopes": ["read"], "cidrs": [""]}`, "cidrs[0]"},
		{"PUT", "/domains/1/email-forwards/", `{"forwards": [{"prefix": "a", "forward_to": ["a@example.org", ""]}]}`, "forwards[0].forward_to[1]"},
	} {
		answer := e.restAsk(c[0], rest.Prefix+c[1], c[2])
		if words := problem(t, answer, http.StatusBadRequest, reseller.CodeInvalidParameter); !strings.Contains(words, c[3]+" is empty") || !strings.Contains(answer.Body.String(), `"field":"`+c[3]+`"`) {
			t.Errorf("%s %s: %s", c[0], c[1], answer.Body)
		}
	}
}

// A time whose year in UTC no database holds is refused by name, wherever a time is taken.
func TestTimesOutsideTheCalendarAreRefused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, at := range []string{"9999-12-31T23:59:59-01:00", "0000-06-01"} {
		for _, path := range []string{"/orders/?since=", "/ledger/?until=", "/invoices/?since="} {
			words := problem(t, e.restAsk("GET", rest.Prefix+path+at, ""), http.StatusBadRequest, reseller.CodeInvalidParameter)
			if !strings.Contains(words, strings.TrimSuffix(path[strings.Index(path, "?")+1:], "=")+" is ") {
				t.Errorf("%s%s: %s", path, at, words)
			}
		}
		words := problem(t, e.restAsk("POST", rest.Prefix+"/tokens/", `{"name": "t", "scopes": ["read"], "expires_at": "`+at+`"}`), http.StatusBadRequest, reseller.CodeInvalidParameter)
		if !strings.Contains(words, "expires_at is ") {
			t.Errorf("%s: %s", at, words)
		}
	}
}
