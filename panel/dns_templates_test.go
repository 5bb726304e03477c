package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// recordsOf are what a name has now, one on a line.
func (w *world) recordsOf(name string) string {
	w.Helper()
	dns, err := w.Actions.GetDNS(w.Context(), w.call(w.Account), actions.GetDNS{Name: w.NameOf(name)})
	w.Must(err)
	var lines []string
	for _, r := range dns.Records {
		lines = append(lines, r.Hostname+" "+r.Type+" "+r.Address)
	}
	return strings.Join(lines, "\n")
}

// shopRecords are those of shopTemplate for ours.com.
const shopRecords = "@ A 192.0.2.80\nwww CNAME ours.com\n@ MX mail.ours.com\nmail A 192.0.2.25\n@ TXT v=spf1 include:spf.ours.com -all"

// A template is kept under a name of its own, whatever its letters' case, is shown as text, and goes without touching anything.
func TestATemplateIsKept(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		const at = "/panel/dns-templates/"
		if body := p.must(at); strings.Contains(body, "<b>mail") || !strings.Contains(seen(body), "Shop &amp; &lt;b&gt;mail&lt;/b&gt;") {
			t.Errorf("the list:\n%s", body)
		}
		typed := url.Values{"name": {" Åre "}, "text": {"@ A 192.0.2.1\r\n@ TXT </textarea><script>"}}
		made := p.post(at, typed)
		if !regexp.MustCompile(`^/panel/dns-templates/\d+/\?saved=$`).MatchString(made.to) {
			t.Fatalf("making one: %d %s\n%s", made.status, made.to, made.body)
		}
		if body := p.must(made.to); strings.Contains(body, "<script>") || !strings.Contains(body, "&lt;/textarea&gt;&lt;script&gt;") || !strings.Contains(body, `value="Åre"`) {
			t.Errorf("the template:\n%s", body)
		}
		for what, wrong := range map[string]url.Values{
			"there is another DNS template called": {"name": {"åRE"}, "text": {"@ A 192.0.2.1"}},
			"A template needs a name":              {"name": {" "}, "text": {"@ A 192.0.2.1"}},
			"may have 60":                          {"name": {strings.Repeat("å", 61)}, "text": {"@ A 192.0.2.1"}},
			"line 2: www.sample.example. A":        {"name": {"A"}, "text": {"@ A 192.0.2.1\nwww A 192.0.2"}},
			"no record in the template":            {"name": {"A"}, "text": {""}},
		} {
			if a := p.post(at, wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(seen(a.body), what) || wrong["text"][0] != "" && !strings.Contains(a.body, "@ A 192.0.2.1") {
				t.Errorf("%s: %d\n%s", what, a.status, seen(a.body))
			}
		}
		one := strings.TrimSuffix(made.to, "?saved=")
		p.goes(one, p.filled(staleForm{at: one}, url.Values{"name": {"åre"}}))
		p.goes(one, p.filled(staleForm{at: one}, url.Values{"new": {"on"}}))
		p.shows(at, "åre for new names")
		p.post(one+"remove/", nil)
		p.post(one+"remove/", nil)
		if a := p.get(one); a.status != http.StatusNotFound {
			t.Errorf("a template that is gone: %d", a.status)
		}
		for i := range 50 {
			a := p.post(at, url.Values{"name": {fmt.Sprint("T", i)}, "text": {"@ A 192.0.2.1"}})
			if full := strings.Contains(a.body, "there are 50 DNS templates, as many as an account may have"); full != (i == 49) {
				t.Errorf("template %d: %d\n%s", i, a.status, seen(a.body))
			}
		}
	})
}

// What a template makes of a name is seen first, and saved as it was seen: all of it, or to what is there. Sent twice it is one save, and it
// is taken back like any.
func TestATemplateIsGivenToAName(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
		p.post(at+"save/", url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.9"}})
		p.post(at+"save/", url.Values{"type": {"A"}, "host": {"lab"}, "value": {"192.0.2.8"}})
		before, template := w.recordsOf("ours.com"), fmt.Sprint(w.affairs[w.Account.ID].template)
		add := p.post(at+"template/", url.Values{"template": {template}, "mode": {"add"}})
		if add.status != http.StatusUnprocessableEntity || !strings.Contains(seen(add.body), "line 2 (hostname www): type: a CNAME must be the only record") {
			t.Errorf("what cannot stand beside what is there: %d\n%s", add.status, seen(add.body))
		}
		p.post(at+"remove/", url.Values{"record": {p.recordAt("www")}})
		add = p.post(at+"template/", url.Values{"template": {template}, "mode": {"add"}})
		if text := seen(add.body); add.status != http.StatusOK || !strings.Contains(text, "added ours.com TXT v=spf1 include:spf.ours.com -all") || strings.Contains(text, "removed") {
			t.Fatalf("adding: %d\n%s", add.status, text)
		}
		adding, _ := fieldsOf(add.body, at+"file/")
		whole := p.post(at+"template/", url.Values{"template": {template}})
		if text := seen(whole.body); !strings.Contains(text, "removed lab.ours.com A 192.0.2.8") {
			t.Fatalf("replacing: %d\n%s", whole.status, text)
		}
		replacing, _ := fieldsOf(whole.body, at+"file/")
		for range 2 {
			adding.Set("apply", "yes")
			p.goes(at+"file/", adding)
			if have := w.recordsOf("ours.com"); have != "lab A 192.0.2.8\n"+shopRecords {
				t.Errorf("added:\n%s", have)
			}
		}
		replacing.Set("apply", "yes")
		if a := p.post(at+"file/", replacing); a.status != http.StatusUnprocessableEntity || !strings.Contains(seen(a.body), "The records were changed meanwhile") {
			t.Errorf("what was seen before is saved: %d", a.status)
		}
		replacing, _ = fieldsOf(p.post(at+"template/", url.Values{"template": {template}}).body, at+"file/")
		replacing.Set("apply", "yes")
		p.goes(at+"file/", replacing)
		if have := w.recordsOf("ours.com"); have != shopRecords {
			t.Errorf("replaced:\n%s", have)
		}
		history, _ := fieldsOf(p.must(at+"?restore=2"), at+"history/2/restore/")
		p.goes(at+"history/2/restore/", history)
		if have := w.recordsOf("ours.com"); have != before {
			t.Errorf("taken back:\n%s\nwant:\n%s", have, before)
		}
		w.emptiesAZone(p, at)
		theirs := fmt.Sprint(w.affairs[w.other.ID].template)
		for _, gone := range []string{"", "x", theirs} {
			if a := p.post(at+"template/", url.Values{"template": {gone}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "#field-template") {
				t.Errorf("the template %q: %d", gone, a.status)
			}
		}
	})
}

// emptiesAZone removes all records of a name, once it was shown what goes, and brings them back.
func (w *world) emptiesAZone(p *person, at string) {
	w.Helper()
	before := w.recordsOf("ours.com")
	all, _ := fieldsOf(p.must(at), at+"file/")
	what := p.post(at+"file/", all)
	if text := seen(what.body); what.status != http.StatusOK || !strings.Contains(text, "removed www.ours.com A 192.0.2.9") || w.recordsOf("ours.com") != before {
		w.Fatalf("removing all: %d\n%s", what.status, text)
	}
	all, _ = fieldsOf(what.body, at+"file/")
	all.Set("apply", "yes")
	p.goes(at+"file/", all)
	if have := w.recordsOf("ours.com"); have != "" {
		w.Errorf("left:\n%s", have)
	}
	back, _ := fieldsOf(p.must(at+"?restore=2"), at+"history/2/restore/")
	p.goes(at+"history/2/restore/", back)
	if have := w.recordsOf("ours.com"); have != before {
		w.Errorf("brought back:\n%s\nwant:\n%s", have, before)
	}
}

// Many names get a template: what each would lose and gain is seen first, what cannot be is said, and what has changed since is left alone. The
// same form twice is one save of each.
func TestATemplateIsGivenToManyNames(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		house := []string{"ns1.house.net", "ns2.house.net"}
		w := newWorld(t, engine, nil, apptest.WithConfig(func(c *app.Config) { c.Business.Nameservers = house }))
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		names := []reseller.Domain{w.ours, w.Register("blocked.com"), w.Register("moved.com", func(d *reseller.Desired) { d.Nameservers = house }), w.Register("same.com")}
		has := map[string]string{"ours.com": "old A 192.0.2.9", "blocked.com": "www A 192.0.2.1", "moved.com": "old A 192.0.2.9", "same.com": strings.ReplaceAll(shopTemplate, "{name}", "same.com")}
		list := "template=" + fmt.Sprint(w.affairs[w.Account.ID].template)
		for _, d := range names {
			w.imports(d.Name, has[d.Name.String()])
			list += fmt.Sprintf("&id=%d", d.ID)
		}
		const at = "/panel/domains/template/"
		whole := seen(p.must(at + "?" + list))
		for _, want := range []string{"5 records are added. 1 record is removed: old A Saved, but seen by nobody: its name servers are not ours 1 name ours.com", "1 record is removed: www A Saved", "5 records are added. 1 record is removed: old A 1 name moved.com It is so already 1 name same.com", "Change the DNS records of the chosen names"} {
			if !strings.Contains(whole, want) {
				t.Errorf("replacing does not say %q:\n%s", want, whole)
			}
		}
		page := p.must(at + "?" + list + "&mode=add")
		for _, want := range []string{"5 records are added. Saved, but seen by nobody: its name servers are not ours 1 name ours.com", "Not done Line 2 (hostname www): type: a CNAME must be the only record", "1 name blocked.com", "Change the DNS records of the chosen names"} {
			if !strings.Contains(seen(page), want) {
				t.Errorf("adding does not say %q:\n%s", want, seen(page))
			}
		}
		form, _ := fieldsOf(page[strings.Index(page, `method="post" action="`+at)-1:], at)
		w.imports(w.NameOf("moved.com"), "new A 192.0.2.7")
		for range 2 {
			p.shows(p.goes(at, form), "1 name is changed.", "It was changed since the page was shown. Nothing was saved: look at what would happen now. moved.com")
			if have := w.recordsOf("ours.com") + " | " + w.recordsOf("moved.com") + " | " + w.recordsOf("blocked.com"); have != "old A 192.0.2.9\n"+shopRecords+" | new A 192.0.2.7 | www A 192.0.2.1" {
				t.Errorf("saved:\n%s", have)
			}
		}
		history, err := w.Actions.ZoneHistory(w.Context(), w.call(w.Account), actions.ZoneHistory{Name: w.ours.Name})
		if err != nil || len(history.Rows) != 2 {
			t.Errorf("%d versions, %v", len(history.Rows), err)
		}
		w.imports(w.ours.Name, "old A 192.0.2.9")
		p.shows(p.goes(at, form), "1 name is changed.") // the same form is the same act
		page = p.must(at + "?" + list + "&mode=add")
		form, _ = fieldsOf(page[strings.Index(page, `method="post" action="`+at)-1:], at)
		p.goes(fmt.Sprintf("/panel/dns-templates/%d/", w.affairs[w.Account.ID].template), p.filled(staleForm{at: fmt.Sprintf("/panel/dns-templates/%d/", w.affairs[w.Account.ID].template)}, url.Values{"text": {"@ A 192.0.2.99"}}))
		p.shows(p.goes(at, form), "It was changed since the page was shown. Nothing was saved: look at what would happen now. ours.com")
		if have := w.recordsOf("ours.com"); have != "old A 192.0.2.9" {
			t.Errorf("an old form saved:\n%s", have)
		}
		p.shows(fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID), "The name servers of this name are not ours.")
		p.shows(fmt.Sprintf("/panel/domains/%d/", w.ours.ID), "They are not ours, so the DNS records that are kept here are not published.")
		if page := seen(p.must(fmt.Sprintf("/panel/domains/%d/dns/", names[2].ID))); strings.Contains(page, "not ours") {
			t.Errorf("a name on our name servers:\n%s", page)
		}
		bare := reseller.Domain{State: reseller.DomainActive} // without name servers nobody sees records, unless it may be about to get some
		if waits := (reseller.Domain{State: reseller.DomainPendingRegister}); !w.Actions.Elsewhere(bare) || w.Actions.Elsewhere(waits) {
			t.Error("a name without name servers is told to be seen")
		}
		p.shows(at+"?"+strings.Replace(list, "template=", "template=9", 1), "See what happens", "ours.com")
	})
}

// imports makes the records of a name those of a zone file.
func (w *world) imports(name reseller.Name, file string) {
	w.Helper()
	_, err := w.Actions.ImportZone(w.Context(), w.call(w.Account), actions.ImportZone{Name: name, File: file, Apply: true})
	w.Must(err)
}

// recordAt is the id of the first record of ours.com at a host.
func (p *person) recordAt(host string) string {
	p.Helper()
	dns, err := p.Actions.GetDNS(p.Context(), p.call(p.Account), actions.GetDNS{Name: p.ours.Name})
	p.Must(err)
	for _, r := range dns.Records {
		if r.Hostname == host {
			return r.ID()
		}
	}
	p.Fatalf("there is no record at %s", host)
	return ""
}
