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
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// Who goes back to a form whose order was refused, and sends it with what was wrong put right, is shown that order, and orders with the
// next press: neither nothing for ever nor, unasked, a second time.
func TestAFormThatPlacedAnOrderIsNoDeadEnd(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		registry := w.App.SandboxRegistry(w.App.Routes.Rules())
		w.Must(registry.AddForeign(w.Context(), w.NameOf("moves.com"), "right", time.Time{}, false))
		const at = "/panel/transfers/new/"
		const register = "/panel/register/wanted.com/"
		w.Must(registry.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "create", Times: 1}))
		page := at + "?name=moves.com"
		p.correctsAfterRefusal(at, url.Values{"key": {p.field(page, "key")}, "name": {"moves.com"}, "term": {p.field(page, "term")}, "code": {"wrong"}}, "code", "right")
		p.correctsAfterRefusal(register, holder(url.Values{"key": {p.field(register, "key")}, "term": {"1:1000"}}), "registrant.city", "Lund")
		failed := w.failedTransfer("again.com")
		again := fmt.Sprintf("/panel/transfers/%d/", failed.ID)
		p.correctsAfterRefusal(again+"retry/", url.Values{"key": {p.field(again, "key")}, "term": {p.field(again, "term")}, "code": {"still wrong"}}, "code", "right")
		w.Verify()
	})
}

// correctsAfterRefusal sends a form whose order is refused, goes back, and sends it with another value.
func (p *person) correctsAfterRefusal(at string, form url.Values, field, value string) {
	p.Helper()
	before := p.balance()
	refused := p.post(at, form)
	p.shows(refused.to, "Refused")
	form = maps.Clone(form)
	form.Set(field, value)
	var a answer
	for range 2 { // as often as it is sent
		a = p.post(at, form)
		if a.status != http.StatusConflict || !strings.Contains(a.body, `href="`+refused.to+`"`) || !strings.Contains(a.body, "nothing was ordered now") || p.balance() != before {
			p.Fatalf("%s after %s: %d, balance %d of %d\n%s", at, refused.to, a.status, p.balance(), before, seen(a.body))
		}
	}
	form.Set("key", p.found(a.body, `name="key" value="([^"]*)"`))
	if placed := p.post(at, form); placed.status != http.StatusSeeOther || placed.to == refused.to || p.balance() >= before {
		p.Errorf("%s with the key of the page: %d %s, balance %d of %d\n%s", at, placed.status, placed.to, p.balance(), before, seen(placed.body))
	}
}

// The page of a name tells of the order that its form has placed before, and its forms get a key of their own.
func TestThePageOfANameTellsOfTheOrderPlacedBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	at := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	form := url.Values{"key": {p.field(at, "key")}, "paid": {p.field(at, "paid")}, "renew": {"1:1000"}}
	if first := p.post(at+"renew/", form); first.status != http.StatusSeeOther {
		t.Fatalf("a renewal: %d", first.status)
	}
	before := w.balance()
	form.Set("renew", "2:2000") // the other button, after Back
	a := p.post(at+"renew/", form)
	if a.status != http.StatusConflict || !strings.Contains(seen(a.body), "nothing was ordered now") || strings.Contains(a.body, form.Get("key")) || w.balance() != before {
		t.Errorf("another term with the same key: %d, balance %d of %d\n%s", a.status, w.balance(), before, seen(a.body))
	}
}
