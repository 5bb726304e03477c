package server_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/server/rest"
)

// saved is something that is not a zone and is saved over REST: where it is read, and two states that it can be given.
type saved struct{ route, at, to, one, other string }

var savedOverREST = []saved{
	{"PUT /domains/:id/", "/domains/1/", "/domains/1/", `{"auto_renew": true}`, `{"auto_renew": false}`},
	{"PUT /domains/:id/", "/domains/1/", "/domains/1/", `{"nameservers": ["ns1.a.net", "ns2.a.net"]}`, `{"nameservers": ["ns1.b.net", "ns2.b.net"]}`},
	{"PUT /domains/:id/", "/domains/1/", "/domains/1/", `{"locked": true, "auto_renew": true}`, `{"locked": false, "auto_renew": false}`},
	{
		"PUT /domains/:id/contacts/", "/domains/1/contacts/", "/domains/1/contacts/",
		strings.ReplaceAll(holder, "HOUSE", "1"), strings.ReplaceAll(holder, "HOUSE", "2"),
	},
	{"PUT /domains/:id/child-nameservers/:host/", "/domains/1/child-nameservers/", "/domains/1/child-nameservers/ns1/", `{"addresses": ["192.0.2.1"]}`, `{"addresses": ["192.0.2.2"]}`},
	{"PUT /account/", "/account/", "/account/", `{"language": "sv"}`, `{"language": "en"}`},
	{"PUT /account/notices/", "/account/notices/", "/account/notices/", `{"notices": [{"kind": "registered", "way": "off"}]}`, `{"notices": [{"kind": "registered", "way": "daily"}]}`},
	{"PUT /dns-templates/:id/", "/dns-templates/1/", "/dns-templates/1/", `{"name": "one", "zone_file": "@ A 192.0.2.1"}`, `{"name": "one", "zone_file": "@ A 192.0.2.2"}`},
	{"PUT /tokens/:id/", "/tokens/5/", "/tokens/5/", `{"name": "one"}`, `{"name": "other"}`},
	{"PUT /webhooks/:id/", "/webhooks/1/", "/webhooks/1/", `{"url": "https://hooks.example.com/one", "kinds": []}`, `{"url": "https://hooks.example.com/other", "kinds": []}`},
}

const holder = `{"contacts": {"registrant": {"first_name": "Ada", "last_name": "Berg", "address1": "Street HOUSE", "city": "Lund", "postcode": "22100", "country": "SE", "phone": "+46.46123456", "email": "ada@example.com"}}}`

// Whatever is read and saved again has an ETag, and is not saved over what somebody else has made of it.
func TestWhatAnotherHasChangedIsNotSavedOver(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("mine.com", false)
	if made := e.restAsk("POST", "/api/v1/tokens/", `{"name": "first"}`); made.Code != http.StatusCreated || made.Header().Get("ETag") != e.restAsk("GET", "/api/v1/tokens/5/", "").Header().Get("ETag") {
		t.Fatalf("the token: %d %s", made.Code, made.Body)
	}
	if made := e.restAsk("POST", "/api/v1/dns-templates/", `{"name": "first", "zone_file": "www A 192.0.2.1"}`); made.Header().Get("ETag") != e.restAsk("GET", "/api/v1/dns-templates/1/", "").Header().Get("ETag") {
		t.Fatalf("the template: %d %s", made.Code, made.Body)
	}
	if made := e.restAsk("POST", "/api/v1/webhooks/", `{"url": "https://hooks.example.com/first"}`); made.Header().Get("ETag") != e.restAsk("GET", "/api/v1/webhooks/1/", "").Header().Get("ETag") {
		t.Fatalf("the webhook: %d %s", made.Code, made.Body)
	}
	for _, c := range savedOverREST {
		t.Run(c.route+" "+c.one, func(t *testing.T) {
			tag := func() string { return e.restAsk("GET", rest.Prefix+c.at, "").Header().Get("ETag") }
			save := func(body, seen string) (int, string) {
				answer := e.restAsk("PUT", rest.Prefix+c.to, body, "If-Match", seen)
				return answer.Code, answer.Header().Get("ETag")
			}
			first := tag()
			if code, now := save(c.one, first); code != http.StatusOK || now == first || now != tag() {
				t.Fatalf("saving what was seen: %d with the ETag %s, then %s", code, now, tag())
			}
			now := tag()
			for _, old := range []string{first, `"x"`, "", "W/" + now} {
				problem(t, e.restAsk("PUT", rest.Prefix+c.to, c.other, "If-Match", old), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
			}
			if tag() != now {
				t.Error("it was changed by who had not seen it")
			}
			if code, _ := save(c.other, "*"); code != http.StatusOK || tag() == now {
				t.Errorf("saving whatever is there: %d", code)
			}
		})
	}
	hosts := rest.Prefix + "/domains/1/child-nameservers/"
	problem(t, e.restAsk("DELETE", hosts+"ns1/", "", "If-Match", `"x"`), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	gone := e.restAsk("DELETE", hosts+"ns1/", "", "If-Match", e.restAsk("GET", hosts, "").Header().Get("ETag"))
	if gone.Code != http.StatusNoContent || gone.Header().Get("ETag") != e.restAsk("GET", hosts, "").Header().Get("ETag") {
		t.Errorf("removed: %d %s", gone.Code, gone.Body)
	}
}

// A zone file is answered with the ETag of the records that it was held against, or that it has made: what was looked at is what is applied.
func TestAZoneFileIsAnsweredWithATag(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("mine.com", false)
	tag := func() string { return e.restAsk("GET", "/api/v1/domains/1/dns/", "").Header().Get("ETag") }
	at := "/api/v1/domains/1/dns/records/import/"
	seen := e.restAsk("POST", at, `{"zone_file": "b 300 A 192.0.2.1"}`).Header().Get("ETag")
	if seen == "" || seen != tag() {
		t.Fatalf("what is only looked at has the ETag %s, the records %s", seen, tag())
	}
	applied := e.restAsk("POST", at, `{"zone_file": "b 300 A 192.0.2.1", "apply": true}`, "If-Match", seen)
	if applied.Code != http.StatusOK || applied.Header().Get("ETag") == seen || applied.Header().Get("ETag") != tag() {
		t.Errorf("applied: %d with the ETag %s, the records %s", applied.Code, applied.Header().Get("ETag"), tag())
	}
	problem(t, e.restAsk("POST", at, `{"zone_file": "c 300 A 192.0.2.1", "apply": true}`, "If-Match", seen), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	if other := e.restAsk("POST", at, `{"zone_file": "d 300 A 192.0.2.1", "apply": true}`); other.Code != http.StatusOK {
		t.Errorf("another version: %d", other.Code)
	}
	before := tag()
	shown := e.restAsk("POST", "/api/v1/domains/1/dns/history/1/restore/", `{"apply": false}`)
	if shown.Code != http.StatusOK || shown.Header().Get("ETag") != tag() {
		t.Errorf("an old version that is only looked at: %d with the ETag %s, the records %s", shown.Code, shown.Header().Get("ETag"), tag())
	}
	for range 2 { // the second one, whose answer was lost, is no mistake
		back := e.restAsk("POST", "/api/v1/domains/1/dns/history/1/restore/", `{"apply": true}`, "If-Match", before)
		if back.Code != http.StatusOK || back.Header().Get("ETag") != tag() || tag() == before {
			t.Errorf("an old version: %d with the ETag %s, the records %s", back.Code, back.Header().Get("ETag"), tag())
		}
	}
	looked := e.restAsk("POST", "/api/v1/domains/1/dns/history/1/restore/", `{"apply": false}`, "If-Match", before)
	if looked.Code != http.StatusOK || looked.Header().Get("ETag") != tag() {
		t.Errorf("the old version, which is so already, only looked at: %d %s", looked.Code, looked.Body)
	}
	problem(t, e.restAsk("POST", "/api/v1/domains/1/dns/history/2/restore/", `{"apply": false}`, "If-Match", before), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	before = tag()
	records, one := "/api/v1/domains/1/dns/records/", `{"hostname": "once", "type": "A", "address": "192.0.2.1"}`
	for _, code := range []int{http.StatusCreated, http.StatusOK} { // the second one, whose answer was lost, is no mistake here either
		if added := e.restAsk("POST", records, one, "If-Match", before); added.Code != code || added.Header().Get("ETag") != tag() {
			t.Errorf("adding a record: %d %s, it should be %d", added.Code, added.Body, code)
		}
	}
	for _, other := range []string{strings.Replace(one, "once", "twice", 1), strings.Replace(one, "{", `{"ttl": 600, `, 1)} {
		problem(t, e.restAsk("POST", records, other, "If-Match", before), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	}
}

// A request with If-Match changes nothing that could not be held against it.
func TestIfMatchIsNeverPassedOver(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("mine.com", false)
	numbers := strings.NewReplacer(":id", "1", ":host", "ns1", ":record", "0123456789abcdef", ":version", "1", ":delivery", "1")
	for _, r := range rest.Routes {
		way := r.Method + " " + r.Path
		if _, zone := zoneSaves[way]; zone || r.Method == http.MethodGet || way == "DELETE /domains/:id/child-nameservers/:host/" ||
			slices.ContainsFunc(savedOverREST, func(c saved) bool { return c.route == way }) {
			continue
		}
		problem(t, e.restAsk(r.Method, rest.Prefix+numbers.Replace(r.Path), "{}", "If-Match", `"x"`), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	}
}
