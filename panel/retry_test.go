package panel_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A transfer that failed is asked for again at the price that its page shows, or less: when it has risen since, nothing is ordered and
// the page comes again with the price of now.
func TestAFailedTransferIsTriedAgainAtThePriceShown(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		failed := w.failedTransfer("moves.com")
		at := fmt.Sprintf("/panel/transfers/%d/", failed.ID)
		p.shows(at, "Ask for it again for 8.00 USD")
		form := p.typed(at, "retry/")
		if form.Set("code", ""); p.post(at+"retry/", form).status != http.StatusUnprocessableEntity {
			t.Error("a retry without a code is taken")
		}
		form.Set("code", "right")
		w.SetPrices([]reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpTransfer, Years: 1, Net: 40_00}})
		before := w.balance()
		unseen := maps.Clone(form)
		unseen.Del("term")
		for _, sent := range []url.Values{form, unseen} {
			a := p.post(at+"retry/", sent)
			if a.status != http.StatusConflict || !strings.Contains(seen(a.body), "The price has changed") || !strings.Contains(seen(a.body), "again for 40.00 USD") || w.balance() != before {
				t.Fatalf("after the price had risen: %d, %d held\n%s", a.status, before-w.balance(), seen(a.body))
			}
		}
		agreed := p.typed(at, "retry/")
		agreed.Set("code", "right")
		first := p.post(at+"retry/", agreed)
		if again := p.post(at+"retry/", agreed); first.status != http.StatusSeeOther || again.to != first.to || before-w.balance() != 40_00 {
			t.Errorf("the form twice: %d %s, %d %s, %d held", first.status, first.to, again.status, again.to, before-w.balance())
		}
		if body := p.must(at); strings.Contains(body, at+"retry/") || !strings.Contains(seen(body), "in this account already") {
			t.Errorf("a name that is on its way is offered again:\n%s", seen(body))
		}
		w.Verify()
	})
}

// failedTransfer asks for a foreign name, whose code is "right", with a wrong code.
func (w *world) failedTransfer(name string) reseller.Order {
	w.Helper()
	w.Must(w.App.SandboxRegistry(w.App.Routes.Rules()).AddForeign(w.Context(), w.NameOf(name), "right", time.Time{}, false))
	placed, err := w.Actions.TransferDomain(w.Context(), w.call(w.Account), actions.TransferDomain{Name: w.NameOf(name), AuthCode: "wrong"})
	if placed.Order.State != reseller.OrderRefused {
		w.Fatalf("a wrong code: %s, %v", placed.Order.State, err)
	}
	return placed.Order
}
