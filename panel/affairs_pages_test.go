package panel_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Who sets up WHMCS gets a token that may neither delete names nor be used elsewhere, sees it once, and can take it away.
func TestATokenForWHMCSIsMadeShownOnceAndTakenAway(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		form := p.must("/panel/tokens/new/?for=whmcs")
		if !strings.Contains(form, `value="spend" checked`) || strings.Contains(form, `value="release" checked`) {
			t.Error("the form for WHMCS does not offer what WHMCS needs")
		}
		typed := url.Values{"whmcs": {"yes"}, "kind": {"api"}, "name": {"WHMCS"}, "scopes": {"read", "manage", "spend"}, "cidrs": {"203.0.113.7\nnonsense"}, "ends": {""}, "cap": {""}}
		if a := p.post("/panel/tokens/new/", typed); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "nonsense is no address") || !strings.Contains(a.body, `value="spend" checked`) {
			t.Errorf("an address that is none: %d\n%s", a.status, a.body)
		}
		typed.Set("cidrs", "203.0.113.7")
		for _, limit := range []string{"cidrs", "ends", "cap"} { // a token without one that its form has would be given more
			without := maps.Clone(typed)
			without.Del(limit)
			if a := p.post("/panel/tokens/new/", without); a.status != http.StatusUnprocessableEntity && a.status != http.StatusBadRequest || !strings.Contains(a.body, "the form was sent without its field &#34;"+limit) {
				t.Errorf("without %s: %d\n%s", limit, a.status, a.body)
			}
		}
		made := p.post("/panel/tokens/new/", typed)
		secret := regexp.MustCompile(`<code id="secret">(nyd_\w+)</code>`).FindStringSubmatch(made.body)
		if made.status != http.StatusOK || secret == nil {
			t.Fatalf("making it: %d\n%s", made.status, made.body)
		}
		list, err := w.Actions.ListTokens(t.Context(), w.call(w.Account), struct{}{})
		w.Must(err)
		token := list[len(list)-1]
		if token.Allows(reseller.ScopeRelease) || !token.Allows(reseller.ScopeSpend) || len(token.CIDRs) != 1 || token.CIDRs[0].String() != "203.0.113.7/32" {
			t.Errorf("the token is %+v", token)
		}
		at := fmt.Sprintf("/panel/tokens/%d/", token.ID)
		p.shows(at, "Read, change, buy", "203.0.113.7")
		if strings.Contains(p.must(at), secret[1]) || strings.Contains(p.must("/panel/tokens/"), secret[1]) {
			t.Error("the secret is shown again")
		}
		more := url.Values{"seen": {p.field(at, "seen")}, "name": {"WHMCS"}, "scopes": {"read", "release"}}
		if a := p.post(at+"narrow/", more); a.status != http.StatusUnprocessableEntity {
			t.Errorf("giving it more: %d", a.status)
		}
		if a := p.post(at+"narrow/", url.Values{"seen": {p.field(at, "seen")}, "name": {"WHMCS reads"}, "scopes": {"read"}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("opening it to all addresses: %d", a.status)
		}
		if a := p.post(at+"narrow/", url.Values{"seen": {p.field(at, "seen")}, "name": {"WHMCS reads"}, "scopes": {"read"}, "cidrs": {"203.0.113.7"}}); a.to != at+"?saved=" {
			t.Errorf("giving it less: %d %s", a.status, a.body)
		}
		p.shows(at, "WHMCS reads")
		if a := p.post(at+"rotate/", url.Values{"keep": {"24"}}); a.status != http.StatusOK || !strings.Contains(a.body, "nyd_") {
			t.Errorf("another one in its place: %d", a.status)
		}
		ends := p.found(p.must(at), `name="ends"[^>]* value="([^"]+)"`)
		if a := p.post(at+"narrow/", url.Values{"seen": {p.field(at, "seen")}, "name": {"WHMCS leaves"}, "scopes": {"read"}, "cidrs": {"203.0.113.7"}, "ends": {ends}}); a.to != at+"?saved=" {
			t.Errorf("leaving the end of one that ends within a day: %d %s", a.status, a.body)
		}
		if left, err := w.Actions.ShowToken(t.Context(), w.call(w.Account), actions.TokenByID{ID: token.ID}); err != nil || !left.ExpiresAt.Equal(w.Clock.Wall().Add(24*time.Hour)) {
			t.Errorf("it ends at %s %v", left.ExpiresAt, err)
		}
		if a := p.post(at+"revoke/", nil); a.to != "/panel/tokens/" {
			t.Errorf("revoking it: %d %s", a.status, a.body)
		}
		p.shows(at, "Ended")
		w.Clock.Move(11 * time.Minute)
		for _, dangerous := range []string{"/panel/tokens/new/", at + "rotate/"} {
			p.isAsked(dangerous, typed)
		}
		if a := p.post(fmt.Sprintf("/panel/tokens/%d/revoke/", w.affairs[w.other.ID].token), nil); a.status != http.StatusNotFound {
			t.Errorf("revoking a neighbour's: %d", a.status)
		}
	})
}

// A name that was charged twice shows both orders to who asks for one; a transfer that failed is asked for again once, however often
// the form is sent.
func TestOrdersTellWhatWasChargedAndTransfersAreTriedAgainOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil, apptest.WithConfig(func(c *app.Config) {
		c.PaymentText = map[string]string{"en": "Pay to <b>12-34</b>.\nEntered next morning."}
	}))
	w.signIn("early@example.com", reseller.UserReadOnly, "en").shows("/panel/", "Registered in the last 12 weeks", "1 name, in the week in which it was registered", "2025-12-17 0", "2026-03-04 1")
	w.trade()
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	renewals, err := w.Actions.ListOrders(t.Context(), w.call(w.Account), actions.ListOrders{Kind: reseller.OrderRenew})
	w.Must(err)
	p.shows(fmt.Sprintf("/panel/orders/%d/", renewals.Rows[0].ID), "Renewal: ours.com", "Held", "Charged", "Other charges for ours.com", "Registration", "1 year")
	p.shows("/panel/orders/?q=ours.com&kind=renew", "2 years", "1 year")
	p.shows("/panel/orders/?q=nothing", "No order matches the search.")
	p.shows("/panel/credit/", "coming.com", "Held", "The credit covers the 1 automatic renewal of the next 90 days.")
	p.shows("/panel/credit/", "Pay to &lt;b&gt;12-34&lt;/b&gt;. Entered next morning.", "Write on the payment "+w.Account.Email)
	p.shows("/panel/invoices/?q=ours.com", "Paid", "ours.com")
	if a := p.get(fmt.Sprintf("/panel/invoices/%d/pdf/", w.affairs[w.Account.ID].invoice)); !strings.HasPrefix(a.body, "%PDF-") || a.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the invoice is %q", a.header)
	}

	failed := w.affairs[w.Account.ID].transfer
	p.shows("/panel/transfers/", "elsewhere-1.com", "Enter new code", "Transfer requested by another")
	elsewhere := w.NameOf("elsewhere-1.com")
	w.Must(w.App.SandboxRegistry(w.App.Routes.Rules()).AddForeign(t.Context(), elsewhere, "right", w.Clock.Now(), false))
	at := fmt.Sprintf("/panel/transfers/%d/", failed)
	form := p.typed(at, "retry/")
	form.Set("code", "right")
	first, second := p.post(at+"retry/", form), p.post(at+"retry/", form)
	if first.status != http.StatusSeeOther || first.to != second.to {
		t.Errorf("the same form twice: %d %s, then %d %s", first.status, first.to, second.status, second.to)
	}
	if a := p.post(fmt.Sprintf("/panel/transfers/away/%d/reject/", w.theirs.ID), nil); a.status != http.StatusNotFound {
		t.Errorf("deciding on a neighbour's name: %d", a.status)
	}
	if a := p.post(at+"retry/", url.Values{}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no code: %d", a.status)
	}
	w.decidesWhilePaused(p)
}

// decidesWhilePaused decides on transfers while nothing is sent to the registry: each leads to its order, which will be carried out.
func (w *world) decidesWhilePaused(p *person) {
	w.Helper()
	transfers, err := w.Actions.ListOrders(w.Context(), w.call(w.Account), actions.ListOrders{Kind: reseller.OrderTransfer, Name: "coming.com"})
	w.Must(err)
	w.signIn("ops@example.com", reseller.UserStaff, "en").goes("/operator/registries/pause/", url.Values{"name": {"sandbox"}, "reason": {"they move"}})
	for path, words := range map[string]string{
		fmt.Sprintf("/panel/transfers/%d/cancel/", transfers.Rows[0].ID): "coming.com",
		fmt.Sprintf("/panel/transfers/away/%d/reject/", w.ours.ID):       "ours.com",
	} {
		p.shows(p.goes(path, nil), words, "Under way")
	}
}

// A webhook shows what was posted and lets it be posted again; the language of mails is the account's.
func TestWebhooksAndSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "sv")
	if a := p.post("/panel/webhooks/", url.Values{"url": {"http://127.0.0.1/x"}, "kinds": {"renew.never"}}); a.status != http.StatusUnprocessableEntity || strings.Count(a.body, "En av händelserna finns inte") != 2 || strings.Contains(a.body, "which never happens") {
		t.Errorf("events that never happen: %d", a.status)
	}
	a := p.post("/panel/webhooks/", url.Values{"url": {"https://hooks.example.com/two"}, "kinds": {"renew.done", "invoice.*"}})
	if a.status != http.StatusOK || !strings.Contains(a.body, `id="secret"`) {
		t.Errorf("adding one: %d\n%s", a.status, a.body)
	}
	at := fmt.Sprintf("/panel/webhooks/%d/", w.affairs[w.Account.ID].webhook)
	p.shows(at, "Har inte tagit emot något än", "renew.done")
	p.shows("/panel/webhooks/", "alla dessa, invoice.* invoice.cancelled", "domain.deleted")
	for _, do := range []string{"secret/", "enable/", "remove/"} {
		if a := p.post(at+do, nil); a.status >= 400 {
			t.Errorf("%s: %d\n%s", do, a.status, a.body)
		}
	}
	if a := p.get(at); a.status != http.StatusNotFound {
		t.Errorf("a webhook that was removed: %d", a.status)
	}
	if a := p.post("/panel/settings/language/", url.Values{"seen": {p.field("/panel/settings/", "seen")}, "language": {"sv"}}); a.to != "/panel/settings/?saved=" {
		t.Errorf("the language: %d", a.status)
	}
	if a := p.post("/panel/settings/language/", url.Values{"seen": {p.field("/panel/settings/", "seen")}, "language": {"tlh"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no language: %d", a.status)
	}
	account, err := w.Store.Account(t.Context(), w.Account.ID)
	w.Must(err)
	if account.Language != "sv" {
		t.Errorf("mails are in %q", account.Language)
	}
}
