package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Staff puts a name on hold with a reason, after it was told what that means, and lifts it; the reseller's page says why the name does not work.
func TestStaffPutsANameOnHold(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p, owner := w.signIn("ops@example.com", reseller.UserStaff, "en"), w.signIn("bo@example.com", reseller.UserOwner, "en")
		const page, at = "/operator/domains/ours.com/", "/operator/domains/ours.com/hold/"
		theirs := owner.link("/panel/domains/?q=ours.com", "ours.com")
		owner.finds(theirs, nil, "out of the zone")
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
		p.finds("/operator/abuse/?show=held", []string{"ours.com", "the operator", "&lt;phishing&gt;"})
		owner.finds(theirs, []string{"We have taken this name out of the zone", "&lt;phishing&gt;"}, "ops@example.com")
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
		w.recorded("domain.hold")
		w.Verify()
	})
}
