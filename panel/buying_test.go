package panel_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// holder is a contact as the form has it.
func holder(more url.Values) url.Values {
	form := url.Values{}
	for name, value := range map[string]string{
		"first_name": "Anna", "last_name": "Berg", "address1": "Storgatan 1", "city": "Uppsala", "postcode": "75310", "country": "SE",
		"phone": "+46.181234567", "email": "anna@example.com",
	} {
		form.Set("registrant."+name, value)
	}
	maps.Copy(form, more)
	return form
}

// A name is found, registered at the price that was shown and paid once, however often its form comes; what is wrong is told at its field.
func TestANameIsRegisteredOnceAtThePriceShown(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		p.shows("/panel/register/?q=wanted.com+ours.com+no.where+-.com", "wanted.com free 10.00 USD", "ours.com taken", "no.where not sold here", "-.com not a name that can be registered")
		p.shows("/panel/register/?q=wanted", "wanted.com free 10.00 USD", "mywanted.com")
		at := "/panel/register/wanted.com/"
		p.shows(at, "1 year for 10.00 USD", "2 years for 20.00 USD")
		p.shows("/panel/register/ours.com/", "The name is taken.")
		if a := p.get("/panel/register/no.where/"); a.status != http.StatusNotFound {
			t.Errorf("a name that is not sold: %d", a.status)
		}
		form := holder(url.Values{"key": {p.field(at, "key")}, "term": {"2:2000"}, "auto": {"on"}, "servers": {"ns1.example.net\nns2.example.net"}})
		otherTab := maps.Clone(form)
		otherTab["key"] = []string{p.field(at, "key")}
		before := w.balance()
		p.orderIsNotPlaced(at, form)
		first := p.post(at, form)
		p.shows(first.to, "Done", "20.00 USD")
		if again := p.post(at, form); again.to != first.to {
			t.Errorf("the same form again: %d %s", again.status, again.to)
		}
		p.post(at, otherTab)
		if paid := before - w.balance(); paid != 20_00 {
			t.Errorf("paid %d for two years", paid)
		}
		d := w.Domain("wanted.com")
		if !d.AutoRenew || d.Contacts[reseller.RoleRegistrant].City != "Uppsala" || strings.Join(d.Nameservers, " ") != "ns1.example.net ns2.example.net" {
			t.Errorf("it is %+v", d)
		}
		w.Verify()
	})
}

// orderIsNotPlaced fails the test unless what is wrong with the form of a registration is told and nothing is ordered.
func (p *person) orderIsNotPlaced(at string, form url.Values) {
	p.Helper()
	before := p.balance()
	for field, wrong := range map[string][2]string{
		"registrant.email":   {"nobody", "field-registrant.email"},
		"registrant.country": {"Atlantis", "field-registrant.country"},
		"servers":            {"ns1.example.net/", "field-servers"},
		"term":               {"77:100000", "field-term"},
	} {
		bad := maps.Clone(form)
		bad.Set(field, wrong[0])
		if a := p.post(at, bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#`+wrong[1]+`"`) || field != "term" && !strings.Contains(a.body, wrong[0]) {
			p.Errorf("%s %q: %d\n%s", field, wrong[0], a.status, seen(a.body))
		}
	}
	for _, shown := range []string{"2:1999", "2", "2:"} {
		cheap := maps.Clone(form)
		cheap.Set("term", shown)
		if a := p.post(at, cheap); a.status != http.StatusConflict || !strings.Contains(a.body, "The price has changed") {
			p.Errorf("a price of %q was shown: %d\n%s", shown, a.status, seen(a.body))
		}
	}
	if p.balance() != before {
		p.Errorf("the balance is %d, and was %d", p.balance(), before)
	}
}

// What a TLD asks for is asked for on the form, and what is missing of it is told there.
func TestWhatATLDAsksForIsAskedForAtTheRegistration(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "sv")
	at := "/panel/register/r\u00e4ksm\u00f6rg\u00e5s.se/"
	form := holder(url.Values{"key": {p.field(at, "key")}, "term": {"1:1000"}})
	if a := p.post(at, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#field-field.id_number"`) {
		t.Fatalf("without a number: %d\n%s", a.status, seen(a.body))
	}
	form.Set("field.id_number", "[SE]556012-5790")
	p.shows(p.post(at, form).to, "r\u00e4ksm\u00f6rg\u00e5s.se", "Klar")
	w.Verify()
}

// A name is moved here with its code, at the price that was shown; a wrong code costs nothing and can be tried again.
func TestANameIsMovedHere(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		sandbox := w.App.SandboxRegistry(w.App.Routes.Rules())
		w.Must(sandbox.AddForeign(w.Context(), w.NameOf("moves.com"), "right", time.Time{}, false))
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		const at = "/panel/transfers/new/"
		if a := p.get(at + "?name=no.where"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "sold here") {
			t.Errorf("a name that is not sold: %d\n%s", a.status, seen(a.body))
		}
		p.shows(at+"?name=ours.com", "in this account already")
		page := at + "?name=moves.com"
		p.shows(page, "Move it for 8.00 USD", "1 year", "up to 5 days")
		form := url.Values{"key": {p.field(page, "key")}, "name": {"moves.com"}, "term": {p.field(page, "term")}, "auto": {"on"}}
		before := w.balance()
		if a := p.post(at, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Enter the code.") {
			t.Errorf("without a code: %d\n%s", a.status, seen(a.body))
		}
		form.Set("code", "right")
		cheap := maps.Clone(form)
		cheap.Set("term", "1:799")
		if a := p.post(at, cheap); a.status != http.StatusConflict || w.balance() != before {
			t.Errorf("a lower price was shown: %d, balance %d\n%s", a.status, w.balance(), seen(a.body))
		}
		first := p.post(at, form)
		if again := p.post(at, form); first.status != http.StatusSeeOther || again.to != first.to {
			t.Errorf("the form twice: %d %s, %d %s", first.status, first.to, again.status, again.to)
		}
		p.shows("/panel/transfers/", "moves.com")
		if held := before - w.balance(); held != 8_00 {
			t.Errorf("%d are held", held)
		}
		w.Verify()
	})
}

// A deletion says what follows and wants the name typed; in the add grace its price comes back, later the name can be restored for what
// is shown, once.
func TestANameIsDeletedAndRestored(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		before := w.balance()
		fresh := w.Register("fresh.com")
		at := fmt.Sprintf("/panel/domains/%d/", fresh.ID)
		p.shows(at+"delete/", "10.00 USD go back to the credit", "gone at once", "type the name: fresh.com")
		if a := p.post(at+"delete/", url.Values{"name": {"ours.com"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "That is not fresh.com. Nothing was done.") {
			t.Errorf("another name: %d\n%s", a.status, seen(a.body))
		}
		p.shows(p.post(at+"delete/", url.Values{"name": {" FRESH.com"}, "key": {p.field(at+"delete/", "key")}}).to, "Done")
		if w.balance() != before {
			t.Errorf("the balance is %d, and was %d", w.balance(), before)
		}
		w.Clock.Move(6 * 24 * time.Hour)
		p = w.signIn("berit@example.com", reseller.UserOwner, "en")
		at = fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
		p.shows(at+"delete/", "Nothing of what was paid for it comes back.", "For 30 days it can be restored, for 80.00 USD.")
		p.shows(p.post(at+"delete/", url.Values{"name": {"ours.com"}, "key": {p.field(at+"delete/", "key")}}).to, "Done")
		p.shows(at, "Restore it for 80.00 USD")
		form := url.Values{"key": {p.field(at, "key")}, "term": {"1:7999"}}
		before = w.balance()
		if a := p.post(at+"restore/", form); a.status != http.StatusConflict || w.balance() != before {
			t.Errorf("a lower price was shown: %d, balance %d", a.status, w.balance())
		}
		form.Set("term", p.field(at, "term"))
		first := p.post(at+"restore/", form)
		if again := p.post(at+"restore/", form); first.to == "" || again.to != first.to {
			t.Errorf("the form twice: %d %s, %d %s", first.status, first.to, again.status, again.to)
		}
		if paid := before - w.balance(); paid != 80_00 {
			t.Errorf("paid %d for a restore", paid)
		}
		p.shows(at, "Renew now")
		w.Verify()
	})
}
