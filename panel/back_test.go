package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A page that answers a change has no address of its own: the switches of language and theme lead back to the page above it.
func TestSwitchesOnAPageThatAnswersAChangeLeadToAPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	ops, owner := w.signIn("ops@example.com", reseller.UserStaff, "en"), w.signIn("own@example.com", reseller.UserOwner, "en")
	account := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
	for _, c := range []struct {
		who      *person
		at, back string
	}{
		{ops, account + "credit/", account},
		{ops, account + "prices/", account + "prices/"},
		{owner, "/panel/tokens/new/", "/panel/tokens/new/"},
		{owner, "/panel/settings/language/", "/panel/settings/"},
	} {
		a := c.who.post(c.at, url.Values{})
		if a.status == http.StatusNotFound || a.status == http.StatusSeeOther {
			t.Fatalf("%s: %d", c.at, a.status)
		}
		if back := c.who.found(a.body, `name="back" value="([^"]*)"`); back != c.back {
			t.Errorf("%s leads back to %s", c.at, back)
		}
		if a := c.who.get(c.back); a.status != http.StatusOK {
			t.Errorf("%s: %d", c.back, a.status)
		}
	}
}
