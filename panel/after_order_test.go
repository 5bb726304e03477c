package panel_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/reseller"
)

// An order's page leads on to what can be done: another code for a transfer that was refused, the restoration of a name that was deleted, whose page
// says until when. What was refused is not listed as a charge.
func TestWhatCanBeDoneAfterAnOrderIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p, looks := w.signIn("anna@example.com", reseller.UserOwner, "en"), w.signIn("looks@example.com", reseller.UserReadOnly, "en")

	failed := w.failedTransfer("moves.com")
	page := fmt.Sprintf("/panel/orders/%d/", failed.ID)
	ofName := p.must(fmt.Sprintf("/panel/domains/%d/", failed.DomainID))
	if !strings.Contains(seen(ofName), "The transfer failed, and the name never came into this account.") || strings.Contains(seen(ofName), "any more") ||
		!strings.Contains(ofName, fmt.Sprintf(`href="/panel/transfers/%d/"`, failed.ID)) || !strings.Contains(ofName, fmt.Sprintf(`href="%s"`, page)) {
		t.Errorf("the page of a name that never came leads nowhere: %s", seen(ofName))
	}
	if body := p.must(page); !strings.Contains(body, fmt.Sprintf(`href="/panel/transfers/%d/"`, failed.ID)) || !strings.Contains(body, "Enter new code") {
		t.Errorf("a refused transfer leads nowhere: %s", seen(body))
	}
	if body := looks.must(page); strings.Contains(body, "Enter new code") {
		t.Errorf("who may not order is led to an order: %s", seen(body))
	}
	if body := seen(p.must("/panel/orders/?q=moves.com")); !strings.Contains(body, "not charged") || strings.Contains(body, "8.00") {
		t.Errorf("a refused order has an amount: %s", body)
	}

	w.attempted(failed, 92, 12)
	body := p.must(page)
	p.shows(page, "Refused", "12 attempts, 2 to 13 no answer 0", "7 attempts, 86 to 92", "Earlier attempts")
	outcome, last, first := strings.Index(body, `class="now"`), strings.Index(body, "7 attempts, 86 to 92"), strings.Index(body, "12 attempts, 2 to 13")
	if fold := strings.Index(body, "<details"); outcome < 0 || outcome > last || last > fold || fold > first || strings.Count(body, " attempts, ") != 8 {
		t.Errorf("not the outcome, what came last, and folded what was before: %s", seen(body))
	}

	d := w.Register("leaves.com")
	w.Clock.Move(10 * 24 * time.Hour)
	p = w.signIn("bert@example.com", reseller.UserOwner, "en")
	at := fmt.Sprintf("/panel/domains/%d/", d.ID)
	if body := p.must(at); !strings.Contains(body, `href="/panel/orders/?q=leaves.com"`) {
		t.Errorf("the name does not lead to its orders: %s", seen(body))
	}
	p.shows(at+"delete/", "For 30 days it can be restored", "Then it can no longer be restored, and 5 days later anybody can register it.")
	gone := p.post(at+"delete/", url.Values{"name": {"leaves.com"}, "key": {p.field(at+"delete/", "key")}, "shown": {p.field(at+"delete/", "shown")}})
	if body := p.must(gone.to); !strings.Contains(body, `href="`+at+`"`) || !strings.Contains(body, "Have it back") {
		t.Errorf("the deletion does not lead to the restoration: %s", seen(body))
	}
	p.shows(at, "It can still be restored until 19 April 2026", "2026-03-20", "2026-04-19 in 30 days It can no longer be renewed or restored", "2026-04-24 in 35 days Anybody can register it")
	if body := seen(p.must(at)); strings.Contains(body, "Transfer lock") || strings.Contains(body, "Automatic renewal") {
		t.Errorf("a deleted name has settings: %s", body)
	}
	w.Clock.Move(31 * 24 * time.Hour)
	p = w.signIn("cecilia@example.com", reseller.UserOwner, "en")
	w.Must(w.App.Jobs.Run(w.Context(), jobs.Messages))
	p.shows(at, "2026-04-24 in 4 days Anybody can register it")
}

// attempted gives an order attempts up to a number, each sent and without an answer, so many in a row for the same reason.
func (w *world) attempted(o reseller.Order, last, alike int) {
	w.Helper()
	b := w.openBook(apptest.SQLite)
	for n := o.Attempt + 1; n <= last; n++ {
		at := w.Clock.Now().Add(time.Duration(n) * time.Minute).Format("2006-01-02 15:04:05")
		for state, reason := range map[reseller.OrderState]string{reseller.OrderSending: "", reseller.OrderUnknown: fmt.Sprint("no answer ", (n-o.Attempt-1)/alike)} {
			_, err := b.db.Exec("INSERT INTO order_attempts (id, order_id, at, attempt, state, code, reason) VALUES (?, ?, ?, ?, ?, '', ?)", 10_000+2*n+len(reason)/10, o.ID, at, n, string(state), reason)
			w.Must(err)
		}
	}
}
