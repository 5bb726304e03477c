package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// harmless are the POSTs that ask for no fresh proof, and why each may do without.
var harmless = map[string]string{
	"/operator/orders/:id/ask/":          "the server does the same by itself before long",
	"/operator/registries/pause/":        "orders wait; nothing is lost by it",
	"/operator/registries/resume/":       "what waits goes on as it would have",
	"/operator/abuse/messages/:id/seen/": "a note for colleagues",
	"/operator/jobs/:job/run/":           "it would run by the clock anyway",

	"/panel/register/:name/":                           "ordinary business, which the credit bounds",
	"/panel/transfers/new/":                            "ordinary business, which the credit bounds",
	"/panel/domains/:id/restore/":                      "ordinary business, which the credit bounds",
	"/panel/domains/renew/":                            "ordinary business, which the credit bounds",
	"/panel/domains/:id/renew/":                        "ordinary business, which the credit bounds",
	"/panel/transfers/:id/retry/":                      "ordinary business, which the credit bounds",
	"/panel/transfers/:id/cancel/":                     "the money goes back, and it can be asked for again",
	"/panel/transfers/away/:id/reject/":                "the name stays",
	"/panel/domains/servers/":                          "taken back on the same page",
	"/panel/domains/servers-back/":                     "taken back on the same page",
	"/panel/domains/lock/":                             "it makes names safer",
	"/panel/domains/auto-on/":                          "taken back on the same page",
	"/panel/domains/auto-off/":                         "taken back on the same page",
	"/panel/domains/:id/back/":                         "it only shows a name again",
	"/panel/domains/:id/auto-renew/":                   "taken back on the same page",
	"/panel/domains/:id/privacy/":                      "taken back on the same page",
	"/panel/domains/:id/lock/":                         "it makes the name safer",
	"/panel/domains/:id/dns/save/":                     "the history of the zone takes it back",
	"/panel/domains/:id/dns/remove/":                   "the history of the zone takes it back",
	"/panel/domains/:id/dns/file/":                     "the history of the zone takes it back",
	"/panel/domains/:id/dns/history/:version/restore/": "the history of the zone takes it back",
	"/panel/domains/template/":                         "the history of each zone takes it back",
	"/panel/domains/:id/dns/template/":                 "it shows, and saves nothing",
	"/panel/dns-templates/":                            "names keep the records that they have",
	"/panel/dns-templates/:id/":                        "names keep the records that they have",
	"/panel/dns-templates/:id/remove/":                 "names keep the records that they have",
	"/panel/domains/:id/contacts/save/":                "taken back on the same page",
	"/panel/domains/:id/forwards/save/":                "taken back on the same page",
	"/panel/domains/:id/hosts/set/":                    "taken back on the same page",
	"/panel/domains/:id/hosts/remove/":                 "taken back on the same page",
	"/panel/domains/:id/dnssec/switch/":                "taken back on the same page",
	"/panel/domains/:id/dnssec/records/":               "taken back on the same page",
	"/panel/domains/views/":                            "one's own list of searches",
	"/panel/domains/views/:view/change/":               "one's own list of searches",
	"/panel/domains/views/:view/remove/":               "one's own list of searches",
	"/panel/credit/limits/floor/":                      "it says when mail comes; nothing is bought",
	"/panel/credit/card/":                              "it charges nobody who does not then pay on another page",
	"/panel/tokens/:id/narrow/":                        "it takes rights away",
	"/panel/tokens/:id/revoke/":                        "it takes rights away",
	"/panel/webhooks/":                                 "what is posted has no secrets, and the page lists it",
	"/panel/webhooks/:id/test/":                        "a post without content",
	"/panel/webhooks/:id/change/":                      "what is posted has no secrets, and the log of changes has the address",
	"/panel/webhooks/:id/pause/":                       "what happens waits",
	"/panel/webhooks/:id/enable/":                      "what waits goes on as it would have",
	"/panel/webhooks/:id/remove/":                      "it sends less",
	"/panel/webhooks/:id/deliveries/:delivery/replay/": "what was posted before",
	"/panel/notices/":                                  "what costs a name or money is told whatever is chosen",
	"/panel/settings/contact/":                         "taken back on the same page; names keep theirs",
	"/panel/settings/language/":                        "taken back on the same page",
	"/operator/mails/:id/again/":                       "what was written goes to whom it was written for",

	"SIDE/sign-in/link/":        "it is itself how one signs in",
	"SIDE/sign-in/passkey/ask/": "it is itself how one signs in",
	"SIDE/sign-in/passkey/":     "it is itself how one signs in",
	"SIDE/sign-in/password/":    "it is itself how one signs in",
	"SIDE/sign-in/forgotten/":   "it is itself how one signs in",
	"SIDE/sign-in/reset/":       "it is itself how one signs in",
	"SIDE/prove/":               "it is the proof",
	"SIDE/you/sessions/end/":    "it ends, and begins nothing",
	"SIDE/you/time-zone/":       "how the pages look",
	"SIDE/sign-out/":            "it ends, and begins nothing",
	"SIDE/theme/":               "how the pages look",
	"SIDE/language/":            "how the pages look",
}

// Whatever is not named as harmless asks for a fresh proof when the last one is old, and does nothing before.
func TestWhatIsNotHarmlessAsksForAFreshProof(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	people := map[bool]*person{true: w.signIn("ops@example.com", reseller.UserStaff, "en"), false: w.signIn("anna@example.com", reseller.UserOwner, "sv")}
	for _, p := range people {
		p.setPassword("en ganska lång mening") // of who has nothing the first is made without
	}
	w.Clock.Move(11 * time.Minute)
	named := map[string]bool{}
	for _, route := range w.routes {
		key := route.Path
		staff := strings.HasPrefix(key, "/operator/")
		if _, own := harmless[key]; !own {
			key = "SIDE" + strings.TrimPrefix(strings.TrimPrefix(key, "/operator"), "/panel")
		}
		_, listed := harmless[key]
		switch {
		case route.Method != http.MethodPost:
		case listed:
			named[key] = true
			if route.Fresh {
				t.Errorf("POST %s asks for a fresh proof, and is named as harmless", route.Path)
			}
		case !route.Fresh:
			t.Errorf("POST %s asks for no fresh proof, and is not named as harmless", route.Path)
		default:
			path := w.at(route, w.ours, w.Account)
			kept := people[staff].isAsked(path, url.Values{"do": {"disable"}, "amount": {"1"}, "cap": {"1"}, "cidrs": {""}, "ends": {""}, "hold": {"on"}, "keep": {"on"}})
			if a := people[staff].post(path, url.Values{"kept": {kept}, "password": {"another"}, "code": {"000000"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, keptField) {
				t.Errorf("POST %s with a wrong proof: %d\n%s", route.Path, a.status, seen(a.body))
			}
		}
	}
	for key, why := range harmless {
		if !named[key] || why == "" {
			t.Errorf("%s is named as harmless (%q), and is no such route", key, why)
		}
	}
}

// keptField begins the field of the page that asks for a proof, which has the form that waits for it.
const keptField = `name="kept" value="`

const keptOf = keptField + `([^"]+)"`

// isAsked fails the test unless a form is answered by the page that asks for a proof, and gives the form as that page keeps it.
func (p *person) isAsked(path string, form url.Values) (kept string) {
	p.Helper()
	a := p.post(path, form)
	if a.status != http.StatusOK || !strings.Contains(a.body, keptField) || !strings.Contains(a.body, `action="`+path+`"`) {
		p.Fatalf("POST %s %v with an old proof: %d %s\n%s", path, form, a.status, a.to, a.body)
	}
	return p.found(a.body, keptOf)
}

// What an operator has typed goes over the proof and is done once; with a wrong proof, or by another, or elsewhere, it is not done.
func TestAnActGoesOnWithItsProof(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p, q := w.signIn("ops@example.com", reseller.UserStaff, "en"), w.signIn("svea@example.com", reseller.UserStaff, "sv")
		const right = "en ganska lång mening"
		secret, _ := p.setPassword(right)
		theirs, _ := q.setPassword(right)
		before := w.balance()
		account := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
		at := account + "credit/"
		w.Clock.Move(11 * time.Minute)
		pay := url.Values{"amount": {"12.50"}, "ref": {"BG-1"}, "note": {"“quoted” & <b>å</b>"}, "direction": {"add"}, "confirmed": {"yes"}}
		kept := p.isAsked(at, pay)
		if strings.Contains(p.post("/operator/you/password/", url.Values{"password": {"a secret typed"}}).body, "secret typed") {
			t.Error("a password stands in the page that asks for a proof")
		}
		proof := url.Values{"kept": {kept}, "password": {right}, "code": {"000000x"}}
		if a := p.post(at, proof); a.status != http.StatusUnprocessableEntity || p.found(a.body, keptOf) != kept || !strings.Contains(a.body, "is wrong") {
			t.Errorf("a wrong proof: %d\n%s", a.status, a.body)
		}
		if a := q.post(at, url.Values{"kept": {kept}, "password": {right}, "code": {w.code(theirs)}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("another's form: %d %s", a.status, a.to)
		}
		proof.Set("code", w.code(secret))
		if a := p.post(account+"access/", proof); a.status != http.StatusUnprocessableEntity {
			t.Errorf("the form of another route: %d %s", a.status, a.to)
		}
		if now := w.balance(); now != before {
			t.Fatalf("%d was booked without a proof", now-before)
		}
		a := p.post(at, proof)
		if a.to != account || a.header.Get("Set-Cookie") == "" {
			t.Fatalf("with the proof: %d %s\n%s", a.status, a.to, a.body)
		}
		p.shows(account, "BG-1", "“quoted” &amp; &lt;b&gt;å")
		if a := p.post(at, proof); a.status != http.StatusOK || !strings.Contains(a.body, "The reference BG-1 was booked") { // sent again, by the back button
			t.Errorf("the same form again: %d\n%s", a.status, a.body)
		}
		pay.Set("ref", "BG-2")
		p.goes(at, pay) // the proof stands for ten minutes
		if now := w.balance(); now-before != 25_00 {
			t.Errorf("%d was booked by two payments of 12.50", now-before)
		}
		w.recorded("user.prove", "credit.deposit")
		w.Verify()
	})
}

// What is wrong with a form that went over a proof is said beside its fields, with all that was typed, and the proof is not asked for again. It must have all
// of its fields; the proof has others.
func TestAFormIsShownAgainAfterItsProof(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	const right = "en ganska lång mening"
	secret, _ := p.setPassword(right)
	w.Clock.Move(11 * time.Minute)
	at := fmt.Sprintf("/operator/accounts/%d/credit/", w.Account.ID)
	kept := p.isAsked(at, url.Values{"amount": {"lots"}, "ref": {"BG-7"}, "note": {"bank"}, "direction": {"add"}, "confirmed": {"yes"}})
	a := p.post(at, url.Values{"kept": {kept}, "password": {right}, "code": {w.code(secret)}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="BG-7"`) || !strings.Contains(a.body, "lots") {
		t.Errorf("the form is not shown again: %d\n%s", a.status, a.body)
	}
	p.goes(at, url.Values{"amount": {"1"}, "ref": {"BG-7"}, "note": {"bank"}, "direction": {"add"}, "confirmed": {"yes"}})

	w.Clock.Move(11 * time.Minute)
	large := strings.Repeat("com,USD,register,1,5.00,4.00\n", 24_000) // 0.9 MB as a form
	list := p.isAsked("/operator/prices/", url.Values{"list": {"tld,price\n" + large}})
	a = p.post("/operator/prices/", url.Values{"kept": {list}, "password": {right}, "code": {w.code(secret)}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "com,USD,register") {
		t.Errorf("a large list: %d\n%.2000s", a.status, seen(a.body))
	}
	w.Clock.Move(11 * time.Minute)
	hold := fmt.Sprintf("/operator/domains/%s/hold/", w.ours.Name)
	held := p.isAsked(hold, url.Values{"hold": {"on"}, "reason": {"phishing"}})
	if a := p.post(hold, url.Values{"kept": {held}, "password": {right}, "code": {w.code(secret)}}); a.status != http.StatusOK || !strings.Contains(a.body, `name="confirmed" value="yes"`) {
		t.Errorf("a form with fields that it must have: %d\n%s", a.status, seen(a.body))
	}
	if a := p.post(hold, url.Values{"reason": {"phishing"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "without its field") {
		t.Errorf("a form without a field that it must have: %d\n%s", a.status, seen(a.body))
	}
	if a := p.post("/operator/prices/", url.Values{"kept": {"bm8"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "nothing was done") {
		t.Errorf("a kept form that nobody sealed: %d\n%s", a.status, a.body)
	}
	w.Verify()
}

// A form that waits for its proof is good for an hour: what lies longer in a browser that somebody has left is not carried out.
func TestAFormDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	const right = "en ganska lång mening"
	secret, _ := p.setPassword(right)
	before := w.balance()
	account := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
	at := account + "credit/"
	w.Clock.Move(11 * time.Minute)
	proof := func(kept string) url.Values {
		return url.Values{"kept": {kept}, "password": {right}, "code": {w.code(secret)}}
	}
	kept := p.isAsked(at, url.Values{"amount": {"12.50"}, "ref": {"BG-1"}, "note": {"bank"}, "direction": {"add"}, "confirmed": {"yes"}})
	w.Clock.Move(time.Hour + time.Second)
	for range 2 { // with a proof, and once that is fresh
		if a := p.post(at, proof(kept)); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "more than an hour") {
			t.Errorf("a form of more than an hour ago: %d %s\n%s", a.status, a.to, a.body)
		}
	}
	if now := w.balance(); now != before {
		t.Errorf("%d was booked", now-before)
	}
	kept = p.isAsked(at, url.Values{"amount": {"12.50"}, "ref": {"BG-1"}, "note": {"bank"}, "direction": {"add"}, "confirmed": {"yes"}})
	w.Clock.Move(time.Hour)
	if a := p.post(at, proof(kept)); a.to != account {
		t.Errorf("a form of an hour ago: %d\n%s", a.status, a.body)
	}
	if now := w.balance(); now-before != 12_50 {
		t.Errorf("%d was booked", now-before)
	}
	w.Verify()
}
