package panel_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// What is not known is not told as if nothing had been done.
func TestProgressTellsWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	for _, kind := range []string{"internal", "pending", "unavailable"} {
		body := seen(p.must(w.progress("no=" + kind + ":1")))
		if !strings.Contains(body, "It is not known what became of these") || strings.Contains(body, "othing was done") {
			t.Errorf("%s: %s", kind, body)
		}
	}
	p.shows(w.progress("no=funds:1"), "Nothing was done for these", "The credit does not cover it")

	at := fmt.Sprintf("/panel/domains/progress/%d/", w.acted(w.Account, "set=25", false))
	p.shows(at, "500 names were confirmed", "25 names are changed")
	w.Clock.Outwait(2 * time.Minute) // its server is gone
	p.shows(at, "It was stopped before its end")
	p.shows("/panel/domains/progress/", "Lock 2026-03-10 12:00 UTC anna@example.com Stopped 500 25 0", "Not known 500 0 0", "Ended 500 0 1")
	if places := p.must("/panel/jump/?q=many+names"); !strings.Contains(places, `href="/panel/domains/progress/"`) {
		t.Errorf("the list is not found: %s", seen(places))
	}
	w.Account = w.other
	if a := w.signIn("owner@other.example", reseller.UserOwner, "en").get(at); a.status != http.StatusNotFound {
		t.Errorf("another account's act: %d", a.status)
	}
}
