package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// typed are the fields of a form of a page as a browser would send them back.
func (p *person) typed(path, action string) url.Values {
	p.Helper()
	values, found := fieldsOf(p.must(path), path+action)
	if !found {
		p.Fatalf("%s has no form for %s", path, action)
	}
	return values
}

// fieldsOf are the fields of the form of a page that goes to an address.
func fieldsOf(page, action string) (values url.Values, found bool) {
	_, form, found := strings.Cut(page, `action="`+action+`"`)
	form, _, _ = strings.Cut(form, "</form>")
	values = url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]*? name="?([^" ]*)"?(?:[^>]*? value="([^"]*)")?[^>]*>`).FindAllStringSubmatch(form, -1) {
		if m[1] == "on" && !strings.Contains(m[0], " checked") { // names that were taken off a list
			continue
		}
		values.Add(m[1], unescape.Replace(m[2]))
	}
	for _, m := range regexp.MustCompile(`<textarea[^>]*? name="([^"]*)"[^>]*>([^<]*)`).FindAllStringSubmatch(form, -1) {
		values.Add(m[1], unescape.Replace(m[2]))
	}
	return values, found
}

var unescape = strings.NewReplacer("&#43;", "+", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#34;", `"`, "&#39;", "'")

// Contacts are changed as they were typed; another holder is asked for once more, with what follows; markup is text.
func TestContactsAreChangedAndAnotherHolderIsAskedFor(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, engine, nil)
			p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
			at := fmt.Sprintf("/panel/domains/%d/contacts/", w.ours.ID)
			form := p.typed(at, "save/")
			form.Set("registrant.address2", "<b>yard</b>")
			saved := p.post(at+"save/", form)
			p.shows(saved.to, "is done")
			if body := p.must(at); strings.Contains(body, "<b>yard") || !strings.Contains(body, "&lt;b&gt;yard") {
				t.Error("markup in a contact is not shown as text")
			}
			form.Set("seen", p.field(at, "seen"))
			form.Set("registrant.country", "XX")
			if a := p.post(at+"save/", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="fault-registrant.country"`) || !strings.Contains(a.body, `value="XX"`) {
				t.Errorf("a country that is none: %d\n%s", a.status, a.body)
			}
			form.Set("registrant.country", "SE")
			form.Set("registrant.last_name", "Novak")
			asked := p.post(at+"save/", form)
			if asked.status != http.StatusOK || !strings.Contains(asked.body, "Nothing is saved yet") || w.Domain("ours.com").Contacts[reseller.RoleRegistrant].LastName == "Novak" {
				t.Errorf("another holder is not asked for: %d\n%s", asked.status, asked.body)
			}
			sure := regexp.MustCompile(`name="sure" value="([^"]*)"`).FindStringSubmatch(asked.body)
			form.Set("sure", sure[1])
			if a := p.post(at+"save/", form); a.status != http.StatusSeeOther || w.Domain("ours.com").Contacts[reseller.RoleRegistrant].LastName != "Novak" {
				t.Errorf("the new holder: %d\n%s", a.status, a.body)
			}
		})
	}
}

// Forwards: saved as a whole, against what was shown; an address is tried without sending anything.
func TestForwardsAreSavedAndTried(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/forwards/", w.ours.ID)
	seen := p.field(at, "seen")
	form := url.Values{"seen": {seen}, "prefix": {"info", "sales", ""}, "targets": {"anna@dest.example; berta@dest.example", "info@theirs.com", ""}}
	if a := p.post(at+"save/", form); a.to != at+"?saved=" {
		t.Fatalf("saving: %d %s\n%s", a.status, a.to, a.body)
	}
	if a := p.post(at+"save/", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "This was changed since") {
		t.Errorf("saving against others: %d", a.status)
	}
	wrong := url.Values{"seen": {p.field(at, "seen")}, "prefix": {"info", "bad"}, "targets": {"anna@dest.example", `<i>nobody`}}
	if a := p.post(at+"save/", wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="fault-targets-1"`) || strings.Contains(a.body, "<i>nobody") {
		t.Errorf("a target that is none: %d\n%s", a.status, a.body)
	}
	p.shows(at+"?try=info", "Mail to info@ours.com is", "The sender’s server hears")
	idn := w.Register("xn--rksmrgs-5wao1o.se")
	p.shows(fmt.Sprintf("/panel/domains/%d/forwards/?try=%s", idn.ID, url.QueryEscape("Info@Räksmörgås.se\u00a0")), "The sender’s server hears")
	if a := p.get(at + "?try=info@theirs.com"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an address of another's name: %d", a.status)
	}
}

// Child name servers and DNSSEC: what is done is an order, and a refusal is said in words.
func TestChildNameServersAndDNSSEC(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	host := url.Values{"seen": {p.field(at+"hosts/", "seen")}, "host": {"ns1"}, "addresses": {"192.0.2.1 2001:db8::1"}}
	p.shows(p.post(at+"hosts/set/", host).to, "is done")
	p.shows(at+"hosts/", "ns1.ours.com", "192.0.2.1 , 2001:db8::1")
	host.Set("addresses", "nowhere")
	if a := p.post(at+"hosts/set/", host); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="nowhere"`) {
		t.Errorf("an address that is none: %d", a.status)
	}
	p.shows(p.post(at+"hosts/remove/", url.Values{"seen": {p.field(at+"hosts/", "seen")}, "host": {"ns1.ours.com"}}).to, "is done")
	p.shows(at+"dnssec/", "Not signed.", "The name servers here do not sign this name.")
	digest := strings.Repeat("AB", 32)
	p.shows(p.post(at+"dnssec/records/", url.Values{"seen": {p.field(at+"dnssec/", "seen")}, "ds": {"12345 13 2 " + digest}, "keys": {""}}).to, "is done")
	p.shows(at+"dnssec/?ask=yes", "Signed by other name servers", "DS 12345 13 2 "+digest, "The same on both sides")
	if a := p.post(at+"dnssec/records/", url.Values{"seen": {p.field(at+"dnssec/", "seen")}, "ds": {"12345 13 2 short"}, "keys": {""}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "12345 13 2 short") {
		t.Errorf("a digest that is none: %d", a.status)
	}
	p.shows(at+"registry/", "The registry shows the same as we have.", "DS 12345 (13/2)")
	p.shows(p.post(at+"dnssec/switch/", url.Values{"seen": {p.field(at+"dnssec/", "seen")}, "to": {"off"}}).to, "is done")
	w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "info", Times: 1}))
	p.shows(at+"registry/", "The registry did not answer")
}
