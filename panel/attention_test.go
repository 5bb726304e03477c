package panel_test

import (
	"strings"
	"testing"

	"nameyard/app/apptest"
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
			`<a href="/panel/domains/?q=abused.com">1 name is on hold and does not work</a>`,
			`<a href="/panel/orders/?status=in_progress">1 order has no answer from its registry yet</a>`,
		} {
			if !strings.Contains(body, line) {
				t.Errorf("the overview does not say %s\n%s", line, seen(body))
			}
		}
		p.finds("/panel/domains/?q=status:unverified", []string{"unsure.com"}, "abused.com", "ours.com")
		if a := p.get("/panel/domains/?q=status:unverified+status:active"); !strings.Contains(a.body, "says again what another word") {
			t.Errorf("two states at once: %d", a.status)
		}
		p.shows(p.link("/panel/domains/?q=unsure.com", "unsure.com"), "verified by 25 March 2026")
	})
}

// link is where the link with a text leads.
func (p *person) link(path, text string) string {
	p.Helper()
	return p.found(p.must(path), `<a class="whole" href="([^"]+)">(?:<[^>]*>)*`+text)
}
