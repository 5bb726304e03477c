package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// staleForm is a form that saves something that it has shown.
type staleForm struct {
	at, to string // of the page; of its form, below the page
	// first and second are what two people put into it; then is what the second sees of the first's, beside what was typed.
	first, second url.Values
	then          string
}

func (w *world) staleForms() map[string]staleForm {
	name := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	ds := func(digit string) url.Values {
		return url.Values{"ds": {"12345 13 2 " + strings.Repeat(digit, 64)}, "keys": {""}}
	}
	return map[string]staleForm{
		"contacts": {name + "contacts/", "save/", url.Values{"registrant.address2": {"first yard"}}, url.Values{"registrant.address2": {"second yard"}}, "There now: first yard"},
		"forwards": {
			name + "forwards/", "save/", url.Values{"prefix": {"first"}, "targets": {"a@dest.example"}},
			url.Values{"prefix": {"second"}, "targets": {"b@dest.example"}}, "first a@dest.example",
		},
		"hosts": {
			name + "hosts/", "set/", url.Values{"host": {"ns1"}, "addresses": {"192.0.2.11"}},
			url.Values{"host": {"ns1"}, "addresses": {"192.0.2.12"}}, "ns1.ours.com 192.0.2.11",
		},
		"dnssec":   {name + "dnssec/", "records/", ds("A"), ds("B"), "DS 12345 13 2 " + strings.Repeat("A", 64)},
		"template": {fmt.Sprintf("/panel/dns-templates/%d/", w.affairs[w.Account.ID].template), "", url.Values{"text": {"www A 192.0.2.1"}}, url.Values{"text": {"www A 192.0.2.2"}}, "There now: Shop &amp; &lt;b&gt;mail&lt;/b&gt; www A 192.0.2.1"},
		"settings": {"/panel/settings/", "language/", url.Values{"language": {"sv"}}, url.Values{"language": {"en"}}, "Svenska"},
		"cap":      {"/panel/credit/limits/", "cap/", url.Values{"cap": {"50"}}, url.Values{"cap": {"60"}}, "of 50.00 "},
		"floor":    {"/panel/credit/limits/", "floor/", url.Values{"floor": {"70"}}, url.Values{"floor": {"80"}}, "is below 70.00 "},
		"notices":  {"/panel/notices/", "", url.Values{"way.registered": {"off"}}, url.Values{"way.registered": {"daily"}}, "There now: "},
	}
}

// filled are the fields of a form as they are shown, with what somebody puts into some.
func (p *person) filled(f staleForm, typed url.Values) url.Values {
	p.Helper()
	form := p.typed(f.at, f.to)
	for name, values := range typed {
		form[name] = values
	}
	return form
}

// A form that was opened before somebody else has saved the same does not save over that: it is shown again with what was typed beside what is there
// now, and may be saved then.
func TestAStaleFormSavesNothingUnseen(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		first, second := w.signIn("anna@example.com", reseller.UserAdmin, "en"), w.signIn("berta@example.com", reseller.UserAdmin, "en")
		for what, f := range w.staleForms() {
			one, other := first.filled(f, f.first), second.filled(f, f.second)
			first.goes(f.at+f.to, one)
			stale := second.post(f.at+f.to, other)
			text := seen(stale.body)
			if stale.status != http.StatusUnprocessableEntity || !strings.Contains(text, "This was changed since") || !strings.Contains(text, f.then) {
				t.Errorf("%s: the stale form is answered %d\n%s", what, stale.status, text)
				continue
			}
			for name, values := range f.second {
				if values[0] != "" && !strings.Contains(stale.body, values[0]) {
					t.Errorf("%s: what was typed as %s is lost", what, name)
				}
			}
			again, _ := fieldsOf(stale.body, f.at+f.to)
			for name, values := range f.second {
				again[name] = values
			}
			if a := second.post(f.at+f.to, again); a.status != http.StatusSeeOther {
				t.Errorf("%s: saving it again is answered %d\n%s", what, a.status, seen(a.body))
			}
			if a := second.post(f.at+f.to, f.second); what != "notices" && a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s: a form that says not what was shown is answered %d", what, a.status)
			}
		}
	})
}

// A change that the registry has not answered yet is shown as it will be: a form saves neither over it unseen nor what was before it.
func TestAFormShowsWhatIsOnItsWay(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		f := w.staleForms()["contacts"]
		opened := p.filled(f, f.second)
		w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Times: 1000}))
		p.post(f.at+f.to, p.filled(f, f.first))
		p.shows(f.at, "still on its way to the registry")
		if shown := p.filled(f, nil).Get("registrant.address2"); shown != "first yard" {
			t.Errorf("the form shows %q", shown)
		}
		if a := p.post(f.at+f.to, opened); a.status != http.StatusUnprocessableEntity || !strings.Contains(seen(a.body), f.then) {
			t.Errorf("a form of before: %d", a.status)
		}
		p.post(f.at+f.to, p.filled(f, f.second))
		if shown := p.filled(f, nil).Get("registrant.address2"); shown != "second yard" {
			t.Errorf("after one that has seen it the form shows %q", shown)
		}
	})
}
