package panel_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// The overview tells what needs a hand, each with the page that lists it, and the page of a name says until when its holder must be verified.
func TestTheOverviewTellsWhatNeedsAHand(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		p.shows("/panel/", "Nothing needs a hand")
		w.watched()
		w.stick("stuck.com") // a day passes
		p = w.signIn("bo@example.com", reseller.UserOwner, "en")
		body := p.must("/panel/")
		for _, line := range []string{
			`<a href="/panel/domains/?q=status%3Aunverified">1 name has a holder that must be verified</a>`,
			`<a href="/panel/domains/?q=status%3Ahold">1 name is on hold and does not work</a>`,
			`<a href="/panel/orders/?status=in_progress">1 order has no answer from its registry yet</a>`,
		} {
			if !strings.Contains(body, line) {
				t.Errorf("the overview does not say %s\n%s", line, seen(body))
			}
		}
		p.finds("/panel/domains/?q=status:unverified", []string{"unsure.com", "Holder to be verified by 2026-03-25"}, "abused.com", "ours.com")
		p.finds("/panel/domains/?q=status:hold", []string{"abused.com", "On hold: out of the zone"}, "cleared.com", "unsure.com", "ours.com")
		p.shows(p.link("/panel/domains/?q=abused.com", "abused.com"), "On hold: out of the zone. Paid through")
		p.shows(p.link("/panel/domains/?q=cleared.com", "cleared.com"), "Active. Paid through")
		if a := p.get("/panel/domains/?q=status:lost"); !strings.Contains(a.body, "locked, hold or unverified") {
			t.Errorf("no status: %d", a.status)
		}
		ops := w.signIn("ops@example.com", reseller.UserStaff, "en")
		ops.finds("/operator/domains/?name=abused.com", []string{"On hold: out of the zone"})
		ops.finds("/operator/domains/?name=unsure.com", []string{"Holder to be verified by 2026-03-25"})
		if a := p.get("/panel/domains/?q=status:unverified+status:active"); !strings.Contains(a.body, "says again what another word") {
			t.Errorf("two states at once: %d", a.status)
		}
		p.shows(p.link("/panel/domains/?q=unsure.com", "unsure.com"), "verified by 25 March 2026")

		w.Clock.Move(340 * 24 * time.Hour)
		p = w.signIn("cy@example.com", reseller.UserOwner, "en")
		balance, err := w.Store.Balance(w.Context(), w.Account.ID)
		w.Must(err)
		w.Must(w.Store.MoveCredit(w.Context(), w.Account, 1-balance.Available, "", "spent"))
		_, err = w.Store.ChangeDomain(w.Context(), w.ours.ID, reseller.Operator, "domain.set", func(d *reseller.Domain) error { d.AutoRenew = true; return nil })
		w.Must(err)
		w.tops(w.Account, stripetest.Good, reseller.TopUpOn)
		p.shows("/panel/", "The first renewal that cannot be paid is that of ours.com", "Those after it that cost less are paid", "Automatic top-up charges the card once less than 99,999,999.00 USD is available")
		w.tops(w.Account, stripetest.Good, reseller.TopUpPaused)
		p.shows("/panel/", "Automatic top-up is paused.")
	})
}

// link is where the link with a text leads.
func (p *person) link(path, text string) string {
	p.Helper()
	return p.found(p.must(path), `<a class="whole" href="([^"]+)">(?:<[^>]*>)*`+text)
}
