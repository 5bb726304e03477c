package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// A name whose page promised a refund is not deleted for less: the page is shown again with what follows now.
func TestDeletionIsShownAgainWhenItsRefundHasGone(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		fresh := w.Register("fresh.com")
		w.Clock.Move(5*24*time.Hour - time.Minute)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		at := fmt.Sprintf("/panel/domains/%d/delete/", fresh.ID)
		p.shows(at, "10.00 USD go back to the credit", "gone at once")
		form := url.Values{"name": {"fresh.com"}, "key": {p.field(at, "key")}, "shown": {p.field(at, "shown")}}
		w.Clock.Move(2 * time.Minute)
		before := w.balance()
		a := p.post(at, form)
		for _, text := range []string{"What follows has changed since the page was shown. Nothing was deleted.", "Nothing of what was paid for it comes back.", "For 30 days it can be restored"} {
			if a.status != http.StatusConflict || !strings.Contains(seen(a.body), text) {
				t.Errorf("%d without %q:\n%s", a.status, text, seen(a.body))
			}
		}
		if row := w.Domain("fresh.com"); row.State != reseller.DomainActive || w.balance() != before {
			t.Errorf("the name is %s, the balance %d, and was %d", row.State, w.balance(), before)
		}
		form.Set("shown", p.field(at, "shown"))
		p.shows(p.post(at, form).to, "Done")
		w.Verify()
	})
}

// A deletion that waits for a step is told as one, not by the step's page.
func TestDeletionThatWaitsForAHostSaysSo(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		d := w.Register("hosted.com")
		hosts := fmt.Sprintf("/panel/domains/%d/hosts/", d.ID)
		p.post(hosts+"set/", url.Values{"seen": {p.field(hosts, "seen")}, "host": {"ns1"}, "addresses": {"192.0.2.1"}})
		w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultPending, Command: "host", Times: 1, Delay: time.Hour}))
		at := fmt.Sprintf("/panel/domains/%d/delete/", d.ID)
		a := p.post(at, url.Values{"name": {"hosted.com"}, "key": {p.field(at, "key")}, "shown": {p.field(at, "shown")}})
		if says := "the child name servers of hosted.com are removed first, in progress as order"; a.status != http.StatusAccepted || !strings.Contains(seen(a.body), says) {
			t.Errorf("%d %s without %q:\n%s", a.status, a.to, says, seen(a.body))
		}
	})
}
