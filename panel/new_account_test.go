package panel_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// An operator makes an account in the browser; its owner follows the link and is in. What is wrong is told at its field, and made is nothing.
func TestAnAccountIsMadeWithItsOwner(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("ops@example.com", reseller.UserStaff, "sv")
		const at = "/operator/accounts/new/"
		form := url.Values{"email": {"new@example.net"}, "name": {"Nytt & bra"}, "currency": {"sek"}, "language": {"sv"}, "tax": {"25"}, "invite": {"on"}}
		for field, wrong := range map[string]string{"email": "nobody", "name": " ", "currency": "kronor", "tax": "much"} {
			bad := maps.Clone(form)
			bad.Set(field, wrong)
			if a := p.post(at, bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#field-`+field+`"`) {
				t.Errorf("%s %q: %d\n%s", field, wrong, a.status, seen(a.body))
			}
		}
		given := p.post(at, form)
		link := regexp.MustCompile(`/panel/sign-in/link/\?token=([^<&"]+)`).FindStringSubmatch(given.body)
		if given.status != http.StatusOK || link == nil {
			t.Fatalf("the account is made: %d %s\n%s", given.status, given.to, seen(given.body))
		}
		if again := p.post(at, form); again.status != http.StatusUnprocessableEntity {
			t.Errorf("the same account again: %d", again.status)
		}
		// Pressed twice it leads on twice; gone back and with another address typed, it does not lead to the first one's page.
		second := url.Values{"email": {"second@example.net"}, "name": {"Two"}, "currency": {"SEK"}, "language": {"sv"}, "tax": {"25"}, "key": {p.field(at, "key")}}
		one, two := p.post(at, second), p.post(at, second)
		if one.to == "" || two.to != one.to {
			t.Errorf("pressed twice: %d %s, %d %s\n%s", one.status, one.to, two.status, two.to, seen(one.body))
		}
		second.Set("email", "third@example.net")
		if other := p.post(at, second); other.status != http.StatusConflict || other.to != "" {
			t.Errorf("another address under the same key: %d %s", other.status, other.to)
		}
		a, err := w.Store.AccountByEmail(w.Context(), "new@example.net")
		w.Must(err)
		if a.Name != "Nytt & bra" || a.Currency != "SEK" || a.Language != "sv" || a.TaxRatePPM != 250_000 {
			t.Errorf("the account is %+v", a)
		}
		owner := w.stranger()
		if in := owner.post("/panel/sign-in/link/", url.Values{"token": {link[1]}}); in.to != "/panel/you/first/" {
			t.Errorf("the owner's link: %d %s", in.status, in.to)
		}
		owner.shows("/panel/settings/", "Nytt &amp; bra", "25 %")
		w.Verify()
	})
}

// What was typed anew of an account is changed, and what others have changed meanwhile stays.
func TestSettingsOfAnAccountThatOthersChangeToo(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("ops@example.com", reseller.UserStaff, "en")
		page := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
		first, second := p.typed(page+"settings/", ""), p.typed(page+"settings/", "")
		for _, form := range []url.Values{first, second} {
			form.Set("language", "en")
		}
		first.Set("tax", "8.1")
		second.Set("name", "Renamed")
		second.Set("email", "renamed@example.com")
		for _, form := range []url.Values{first, second} {
			if a := p.post(page+"settings/", form); a.to != page {
				t.Fatalf("%v: %d\n%s", form, a.status, seen(a.body))
			}
		}
		a, err := w.Store.Account(w.Context(), w.Account.ID)
		w.Must(err)
		if a.Name != "Renamed" || a.Email != "renamed@example.com" || a.TaxRatePPM != 81_000 {
			t.Errorf("the account is %+v", a)
		}
		taken := p.typed(page+"settings/", "")
		taken.Set("language", "en")
		taken.Set("email", w.other.Email)
		taken.Set("name", "Half Done")
		taken.Set("tax", "25")
		if a := p.post(page+"settings/", taken); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "nothing was changed") {
			t.Errorf("another's address: %d\n%s", a.status, seen(a.body))
		}
		if a, err = w.Store.Account(w.Context(), w.Account.ID); err != nil || a.Name != "Renamed" || a.TaxRatePPM != 81_000 {
			t.Errorf("nothing was changed, and the account is %+v, %v", a, err)
		}
	})
}

// An operator invites an owner, gives somebody who has lost every way in another link, and ends a token.
func TestPeopleAndTokensOfAnAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	lost := w.signIn("lost@example.com", reseller.UserOwner, "en")
	at := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
	if a := p.post(at+"people/", url.Values{"owner": {"second@example.com"}}); a.status != http.StatusOK || !strings.Contains(a.body, "/panel/sign-in/link/?token=") || !strings.Contains(a.body, `href="`+at+`"`) {
		t.Errorf("an invitation: %d\n%s", a.status, seen(a.body))
	}
	if a := p.post(at+"people/", url.Values{"owner": {"second@example.com"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#field-owner"`) {
		t.Errorf("the same invitation: %d\n%s", a.status, seen(a.body))
	}
	link := p.post(fmt.Sprintf("%speople/%d/link/", at, lost.user.ID), nil)
	if link.status != http.StatusOK || !strings.Contains(link.body, "/panel/sign-in/link/?token=") {
		t.Errorf("another link: %d\n%s", link.status, seen(link.body))
	}
	if a := lost.get("/panel/"); a.status != http.StatusSeeOther {
		t.Errorf("who got another link is still in: %d", a.status)
	}
	token := w.affairs[w.Account.ID].token
	if a := p.post(fmt.Sprintf("%stokens/%d/revoke/", at, w.affairs[w.other.ID].token), nil); a.status != http.StatusNotFound {
		t.Errorf("another's token: %d", a.status)
	}
	if a := p.post(fmt.Sprintf("%stokens/%d/revoke/", at, token), nil); a.to != at {
		t.Errorf("a token: %d\n%s", a.status, seen(a.body))
	}
	p.shows(at, "reports Revoked")
}

// An account changes the contact of its names to come; what is wrong is told at its field, and a form that is stale saves nothing.
func TestTheDefaultContactIsChanged(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		const at = "/panel/settings/contact/"
		form := holder(url.Values{"seen": {p.field(at, "seen")}})
		bad := maps.Clone(form)
		bad.Set("registrant.email", "nobody")
		if a := p.post(at, bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#field-registrant.email"`) {
			t.Errorf("an address that is none: %d\n%s", a.status, seen(a.body))
		}
		p.shows(p.post(at, form).to, "Saved. Registrations from now on use this contact.", "Anna Berg")
		p.shows("/panel/register/new-name.com/", "Register new-name.com")
		if !strings.Contains(p.must("/panel/register/new-name.com/"), `value="Storgatan 1"`) {
			t.Error("the form of a registration does not begin with the contact")
		}
		stale := holder(url.Values{"seen": form["seen"], "registrant.city": {"Lund"}})
		if a := p.post(at, stale); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="Lund"`) {
			t.Errorf("a stale form: %d\n%s", a.status, seen(a.body))
		}
		p.shows(p.post(at, url.Values{"seen": {p.field(at, "seen")}, "do": {"remove"}}).to, "None: each order names its contacts.")
	})
}
