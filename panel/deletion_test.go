package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
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

// A deleted name is told as one, with the day until which it can be restored, also once it was taken out of the list; after that day no restore is offered. What became of the deletion was
// found out a day late: the day counts from when it was sent.
func TestDeletedNameTellsUntilWhenItCanBeRestored(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		d := w.Register("gone.com", func(d *reseller.Desired) { d.AutoRenew = true })
		w.Clock.Move(20 * 24 * time.Hour) // to the evening of the 30th
		w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "delete", Times: 1}))
		_, err := w.Actions.RequestDelete(w.Context(), w.call(w.Account), actions.RequestDelete{Name: d.Name})
		w.Must(err)
		last := w.Clock.Now().Add(30 * 24 * time.Hour)
		w.Clock.Move(24 * time.Hour)
		w.Drain()
		if now := w.Domain("gone.com"); now.State != reseller.DomainRedemption {
			t.Fatalf("the name is %s", now.State)
		}
		at, until := fmt.Sprintf("/panel/domains/%d/", d.ID), "It can still be restored until "+last.Format("2 January 2006")
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		p.shows(at, until, "Restore it for")
		w.Must(w.Actions.RemoveDomain(w.Context(), w.call(w.Account), actions.DomainByID{ID: d.ID}))
		if p.shows(at, "It was taken out of your list.", until); strings.Contains(seen(p.must(at)), "egistered") {
			t.Errorf("a deleted name is told as registered:\n%s", seen(p.must(at)))
		}
		w.Clock.Move(last.Sub(w.Clock.Now()) + time.Minute)
		p = w.signIn("later@example.com", reseller.UserOwner, "en")
		const over = "The time in which it could be restored ended on "
		p.shows(at, over)
		p.post(at+"back/", nil)
		if p.shows(at, over+last.Format("2 January 2006")); strings.Contains(seen(p.must(at)), "Restore it for") || strings.Contains(seen(p.must(at)), "can be restored") {
			t.Errorf("its restore is offered:\n%s", seen(p.must(at)))
		}
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
