package panel_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A chosen name that has left since, or is another's, is left out of a preview; the others are shown.
func TestPreviewsLeaveOutNamesThatHaveLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	for _, act := range []string{"lock", "auto-on", "renew"} {
		at := fmt.Sprintf("/panel/domains/%s/?id=%d&id=999999&id=%d", act, w.ours.ID, w.theirs.ID)
		p.shows(at, "ours.com")
		if strings.Contains(p.must(at), "theirs.com") {
			t.Errorf("%s shows another's name", at)
		}
		p.must("/panel/domains/" + act + "/?id=999999")
	}
}
