package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/zone"
)

// Staff puts a name on hold with a reason, after it was told what that means, and lifts it; the reseller's page says why the name does not work.
func TestStaffPutsANameOnHold(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p, owner := w.signIn("ops@example.com", reseller.UserStaff, "en"), w.signIn("bo@example.com", reseller.UserOwner, "en")
		const page, at = "/operator/domains/ours.com/", "/operator/domains/ours.com/hold/"
		theirs := owner.link("/panel/domains/?q=ours.com", "ours.com")
		owner.finds(theirs, nil, "out of the zone")
		state, err := w.Store.ZoneState(w.Context(), w.ours.Name)
		w.Must(err)
		w.Must(w.Store.MarkPublished(w.Context(), []zone.Change{{Name: w.ours.Name.String(), Serial: state.Serial, At: w.Clock.Now()}}))
		records, published := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID), "Published on all name servers since"
		owner.finds(records, []string{published}, "does not delegate")
		if a := p.post(at, url.Values{"hold": {"on"}, "reason": {" "}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %d", a.status)
		}
		asked := p.post(at, url.Values{"hold": {"on"}, "reason": {"<phishing>"}})
		if asked.status != http.StatusOK || !strings.Contains(asked.body, `name="confirmed" value="yes"`) || !strings.Contains(asked.body, "&lt;phishing&gt;") || w.Domain("ours.com").Holds.Stand() {
			t.Fatalf("the question: %d\n%s", asked.status, seen(asked.body))
		}
		p.goes(at, url.Values{"hold": {"on"}, "reason": {"<phishing>"}, "confirmed": {"yes"}})
		if h := w.Domain("ours.com").Holds.Operator; !h.Stands() || !strings.Contains(h.By, "ops@example.com") {
			t.Errorf("the hold is %+v", h)
		}
		p.finds(page, []string{"Lift the hold", "ops@example.com", "&lt;phishing&gt;"}, "Put the name on hold")
		p.shows(page, "Charged: held for reseller@example.com −10.00 USD, sales 10.00 USD", "By the server", "By ops@example.com in the panel 127.0.0.1")
		p.finds("/operator/abuse/?show=held", []string{"ours.com", "the operator", "&lt;phishing&gt;"})
		owner.finds(theirs, []string{"We have kept this name out of the zone", "&lt;phishing&gt;"}, "ops@example.com")
		owner.finds(records, []string{"The registry does not delegate this name now, so nobody sees its records."}, published)
		owner.finds(theirs, []string{"Not delegated by the registry now"}, published)
		holds, err := w.Store.DomainOrder(w.Context(), w.ours.ID, reseller.OrderHold)
		w.Must(err)
		for _, where := range []string{"/panel/orders/", fmt.Sprintf("/panel/orders/%d/", holds.ID)} {
			owner.finds(where, []string{"the operator"}, "ops@example.com", "127.0.0.1", holds.By.RequestID)
		}
		p.goes(at, url.Values{"hold": {"off"}, "reason": {"cleared"}, "confirmed": {"yes"}})
		if a := p.post(at, url.Values{"hold": {"off"}, "reason": {"cleared"}, "confirmed": {"yes"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "is not on hold") {
			t.Errorf("lifted twice: %d", a.status)
		}
		p.finds(page, []string{"Put the name on hold"}, "Lift the hold")
		owner.finds(records, []string{published}, "does not delegate")
		w.recorded("domain.hold")
		w.kept(p, owner, theirs)
		w.followsBack(p, page)
		w.Verify()
	})
}

// kept has staff keep a name for a dispute, with a reason that its account does not read, and let it go. The account's page says what it may not do.
func (w *world) kept(p, owner *person, theirs string) {
	w.Helper()
	const page, at = "/operator/domains/ours.com/", "/operator/domains/ours.com/keep/"
	if a := p.post(at, url.Values{"keep": {"on"}, "why": {" "}}); a.status != http.StatusUnprocessableEntity {
		w.Errorf("without a reason: %d", a.status)
	}
	asked := p.post(at, url.Values{"keep": {"on"}, "why": {"<court>"}})
	if asked.status != http.StatusOK || !strings.Contains(asked.body, `name="confirmed" value="yes"`) || !strings.Contains(asked.body, "&lt;court&gt;") || w.Domain("ours.com").Dispute.Stands() {
		w.Fatalf("the question: %d\n%s", asked.status, seen(asked.body))
	}
	p.goes(at, url.Values{"keep": {"on"}, "why": {"<court>"}, "confirmed": {"yes"}})
	p.finds(page, []string{"The name is kept for a dispute", "Let the name go", "ops@example.com", "&lt;court&gt;", "and not why"}, "Keep the name for a dispute", "Another registrar asks")
	for _, query := range []string{"", "&name=ours.*", "&account=" + url.QueryEscape(w.Account.Email)} {
		p.finds("/operator/abuse/?show=kept"+query, []string{"ours.com", "ops@example.com", "&lt;court&gt;", "Kept since"}, "theirs.com")
	}
	p.finds("/operator/abuse/?show=kept&name=other.*", []string{"Nothing"}, "ours.com")
	owner.finds(theirs, []string{"We have held this name since"}, "&lt;court&gt;", "ops@example.com")
	if d := w.Domain("ours.com"); !d.Locked || d.Dispute.Told {
		w.Errorf("kept: %+v", d)
	}
	p.goes(at, url.Values{"keep": {"off"}, "why": {"settled"}, "confirmed": {"yes"}})
	p.finds("/operator/abuse/?show=kept", nil, "ours.com")
	if a := p.post(at, url.Values{"keep": {"off"}, "why": {"settled"}, "confirmed": {"yes"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "is not held for a dispute") {
		w.Errorf("let go twice: %d", a.status)
	}
	p.finds(page, []string{"Keep the name for a dispute"}, "Let the name go")
	owner.finds(theirs, nil, "We have held this name since")
	w.recorded("domain.dispute_lock")
}

// followsBack has a name that is at a registrar of before follow to the one that has it.
func (w *world) followsBack(p *person, page string) {
	w.Helper()
	const move = "/operator/domains/ours.com/move/"
	p.finds(page, []string{"Registrar sandbox"}, "Move to another registrar")
	if a := p.post(move, url.Values{"to": {"nobody"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "is none that is configured") {
		w.Errorf("to nobody: %d", a.status)
	}
	_, err := w.Store.RebindDomain(w.Context(), w.Domain("ours.com"), "before", reseller.Operator, func(*reseller.Domain) {}, nil)
	w.Must(err)
	p.finds(page, []string{"Registrar before", "Move to another registrar", "Where it is now sandbox"})
	p.goes(move, url.Values{"to": {"sandbox"}})
	if at := w.Domain("ours.com").Connector; at != "sandbox" {
		w.Errorf("it is at %s", at)
	}
	w.recorded("domain.change_connector")
}
