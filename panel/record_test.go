package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/zone"
)

// recordOf is what is typed for a record of each type.
var recordOf = map[string]url.Values{
	"A":      {"host": {"a"}, "value": {"192.0.2.1"}},
	"AAAA":   {"host": {"a"}, "value": {"2001:db8::1"}},
	"MX":     {"host": {"@"}, "value": {"mx.example.net"}, "priority": {"20"}},
	"MXE":    {"host": {"mxe"}, "value": {"192.0.2.2"}},
	"CNAME":  {"host": {"c"}, "value": {"a.example.net"}},
	"TXT":    {"host": {"t"}, "value": {"v=spf1 -all"}},
	"SRV":    {"host": {"_sip._tcp"}, "priority": {"5"}, "part-weight": {"7"}, "part-port": {"5060"}, "part-target": {"sip.example.net"}},
	"CAA":    {"host": {"@"}, "part-flags": {"0"}, "part-tag": {"issue"}, "part-value": {"letsencrypt.org; validationmethods=dns-01"}},
	"NS":     {"host": {"lab"}, "value": {"ns1.example.net"}},
	"URL":    {"host": {"u"}, "value": {"https://example.net/"}},
	"URL302": {"host": {"v"}, "value": {"https://example.net/"}},
	"FRAME":  {"host": {"f"}, "value": {"https://example.net/"}},
	"HTTPS":  {"host": {"h"}, "part-precedence": {"1"}, "part-target": {"."}, "part-parameters": {"alpn=h2,h3 port=8443"}},
	"SVCB":   {"host": {"_dns"}, "part-precedence": {"0"}, "part-target": {"dns.example.net"}, "part-parameters": {""}},
	"TLSA":   {"host": {"_443._tcp"}, "part-usage": {"3"}, "part-selector": {"1"}, "part-matching": {"1"}, "part-data": {strings.Repeat("ab", 32)}},
	"SSHFP":  {"host": {"s"}, "part-algorithm": {"4"}, "part-hash": {"2"}, "part-fingerprint": {strings.Repeat("cd", 32)}},
	"NAPTR":  {"host": {"n"}, "part-order": {"100"}, "part-preference": {"10"}, "part-flags": {"U"}, "part-services": {"E2U+sip"}, "part-expression": {"!^.*$!sip:a@example.net!"}, "part-replacement": {"."}},
	"DS":     {"host": {"lab"}, "part-key_tag": {"1"}, "part-algorithm": {"13"}, "part-digest_type": {"2"}, "part-digest": {strings.Repeat("ef", 32)}},
	"ALIAS":  {"host": {"l"}, "value": {"other.example.net"}},
}

// Each type has a form with its own fields. What was typed is what they show when the record is changed.
func TestEveryTypeOfRecordHasItsFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
	for _, kind := range zone.RecordTypes {
		typed := recordOf[kind]
		form := p.must(at + "?type=" + kind)
		for field := range typed {
			if !strings.Contains(form, ` name="`+field+`"`) {
				t.Errorf("the form of %s has no field %s", kind, field)
			}
		}
		if says := strings.Contains(seen(form), "mail.example are mail.ours.com and mail.example.ours.com"); says != slices.Contains([]string{"MX", "CNAME", "SRV", "NS", "HTTPS", "SVCB", "NAPTR"}, kind) {
			t.Errorf("the form of %s says what a name without a dot at the end means: %v", kind, says)
		}
		sent := url.Values{"type": {kind}, "ttl": {"600"}}
		for field, value := range typed {
			sent[field] = value
		}
		if a := p.post(at+"save/", sent); a.to != at {
			t.Errorf("adding %s: %d\n%s", kind, a.status, seen(a.body))
			continue
		}
		changed := p.must(at + "?edit=" + w.recordOf(kind).ID())
		for field, value := range typed {
			if !strings.Contains(seen(valuesOf(changed)), field+"="+value[0]) {
				t.Errorf("%s: %s is not %q when it is changed: %s", kind, field, value[0], valuesOf(changed))
			}
		}
	}
}

// A record is changed where it stands, once; somebody else's change meanwhile is said.
func TestARecordIsChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
	p.goes(at+"save/", url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.1"}})
	p.goes(at+"save/", url.Values{"type": {"TXT"}, "host": {"www"}, "value": {"stays"}})
	first := w.recordOf("A").ID()
	open := func(id string) url.Values {
		form := url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.1"}, "record": {id}}
		if form["seen"] = seenIn.FindStringSubmatch(p.must(at + "?edit=" + id))[1:]; len(form["seen"][0]) == 0 {
			t.Fatal("the form has no tag of what it shows")
		}
		return form
	}
	stale, change := open(first), open(first)
	change.Set("value", "192.0.2.5")
	change.Set("ttl", "5")
	if a := p.post(at+"save/", change); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#field-ttl"`) || !strings.Contains(a.body, `name="record" value="`+first+`"`) {
		t.Errorf("a wrong TTL is answered %d", a.status)
	}
	change.Set("ttl", "300")
	p.goes(at+"save/", change)
	p.goes(at+"save/", change) // pressed twice
	if r := w.recordOf("A"); r.Address != "192.0.2.5" || r.TTL != 300 || w.recordOf("TXT").Address != "stays" {
		t.Errorf("changed: %+v", r)
	}
	if a := p.post(at+"save/", stale); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "The records were changed meanwhile") {
		t.Errorf("changing what is not there any more: %d", a.status)
	}
	p.shows(at+"?edit="+first, "Add a record") // it is gone: nothing is changed by mistake

	// A tab from before the TTL was changed does not set it back unseen, not even after another mistake in it; the same form twice is one change.
	id := w.recordOf("A").ID()
	stale, change = open(id), open(id)
	stale.Set("value", "192.0.2.5")
	stale.Set("ttl", "5")
	stale["seen"] = seenIn.FindStringSubmatch(p.post(at+"save/", stale).body)[1:]
	stale.Set("ttl", "900")
	change.Set("value", "192.0.2.5")
	change.Set("ttl", "600")
	p.goes(at+"save/", change)
	p.goes(at+"save/", change)
	a := p.post(at+"save/", stale)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "The records were changed meanwhile") || w.recordOf("A").TTL != 600 {
		t.Fatalf("a stale tab is answered %d: %+v", a.status, w.recordOf("A"))
	}
	stale["seen"] = seenIn.FindStringSubmatch(a.body)[1:]
	p.goes(at+"save/", stale) // it was shown what is there now
	if ttl := w.recordOf("A").TTL; ttl != 900 {
		t.Errorf("saved once it was seen: %d", ttl)
	}

	// Adding what is there already leaves it its TTL.
	p.goes(at+"save/", url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.5"}, "ttl": {""}})
	if ttl := w.recordOf("A").TTL; ttl != 900 {
		t.Errorf("added again: %d", ttl)
	}
}

// seenIn finds the tag of the records that the form of one was shown with.
var seenIn = regexp.MustCompile(`name="edit"[^>]*><input type="hidden" name="seen" value="([^"]*)"`)

// isToldRecordsFieldByField fails the test unless all that is wrong with a record is told at once, each beside its field, in words that do not say again where.
func (p *person) isToldRecordsFieldByField(t *testing.T) {
	t.Helper()
	at := fmt.Sprintf("/panel/domains/%d/dns/", p.ours.ID)
	a := p.post(at+"save/", url.Values{"type": {"MX"}, "host": {"a b"}, "value": {"not a host"}, "priority": {"abc"}, "ttl": {"5"}})
	text := seen(a.body)
	for _, link := range []string{"#field-host", "#field-value", "#field-priority", "#field-ttl"} {
		if !strings.Contains(a.body, `href="`+link+`"`) {
			t.Errorf("nothing is said of %s", link)
		}
	}
	for _, words := range []string{"&#34;abc&#34; is not a priority", "&#34;5&#34; is not a TTL", "&#34;not a host&#34; is not a mail host"} {
		if !strings.Contains(text, words) {
			t.Errorf("it is not said that %s", words)
		}
	}
	if a.status != http.StatusUnprocessableEntity || strings.Contains(text, "the new record") {
		t.Errorf("%d\n%s", a.status, text)
	}
	p.goes(at+"save/", url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.1"}})
	a = p.post(at+"save/", url.Values{"type": {"CNAME"}, "host": {"www"}, "value": {"a.net"}})
	if text := seen(a.body); !strings.Contains(a.body, `href="#field-type"`) || !strings.Contains(text, "a CNAME must be the only record at its hostname") || strings.Contains(text, "the new record (hostname") {
		t.Errorf("beside another one: %s", text)
	}
}

// Where zones are published, the page says whether the last change is on all name servers.
func TestRecordsSayWhereTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
	if body := seen(p.must(at)); strings.Contains(body, "all name servers") {
		t.Errorf("nobody publishes zones, and the page says: %s", body)
	}
	publish := func() {
		state, err := w.Store.ZoneState(w.Context(), w.ours.Name)
		w.Must(err)
		w.Must(w.Store.MarkPublished(w.Context(), []zone.Change{{Name: w.ours.Name.String(), Serial: state.Serial, At: w.Clock.Now()}}))
	}
	publish()
	p.shows(at, "Published on all name servers since 2026-03-10 12:00:00 UTC.")
	p.goes(at+"save/", url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.1"}})
	p.shows(at, "The last change is not on all name servers yet. The one before has been there since 2026-03-10 12:00:00 UTC.")
	w.Clock.Move(time.Minute)
	publish()
	p.shows(at, "Published on all name servers since 2026-03-10 12:01:00 UTC.")
}

// recordOf finds our name's record of a type.
func (w *world) recordOf(kind string) zone.Record {
	w.Helper()
	records, err := w.Store.Records(w.Context(), w.ours.ID)
	w.Must(err)
	for _, r := range records {
		if r.Type == kind {
			return r
		}
	}
	w.Fatalf("there is no %s", kind)
	return zone.Record{}
}

var (
	fieldWithValue = regexp.MustCompile(`<input id="[^"]*" name="([^"]*)"[^>]*? value="([^"]*)"`)
	longText       = regexp.MustCompile(`<textarea id="field-text" name="([^"]*)"[^>]*>([^<]*)`)
)

// valuesOf are the fields of a page with what stands in them.
func valuesOf(body string) string {
	var list []string
	for _, m := range append(fieldWithValue.FindAllStringSubmatch(body, -1), longText.FindAllStringSubmatch(body, -1)...) {
		list = append(list, m[1]+"="+m[2])
	}
	return strings.ReplaceAll(strings.Join(list, " "), "&#43;", "+")
}
