package panel_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A term that was chosen stays chosen when its price has changed.
func TestTheTermStaysChosenWhenItsPriceChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	const at = "/panel/register/wanted.com/"
	form := holder(url.Values{"key": {p.field(at, "key")}, "term": {"2:2000"}})
	w.SetPrices(apptest.Prices("USD", 15_00, "com"))
	if a := p.post(at, form); a.status != http.StatusConflict || !strings.Contains(a.body, "<option value=\"2:3000\" data-amount=\"30.00\u00a0USD\" selected>") || strings.Count(a.body, " selected>") != 1 {
		t.Errorf("after the price had risen: %d\n%s", a.status, a.body)
	}
}
