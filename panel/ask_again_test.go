package panel_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Whoever waits for an order has the registry asked about it now; what has ended is not asked about.
func TestTheRegistryIsAskedAboutAnOrderNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	lost := w.stick("lost.com") // a day has passed, and nobody has looked since
	staff := w.signIn("staff@example.com", reseller.UserStaff, "en")
	at := fmt.Sprintf("/operator/orders/%d/", lost.ID)
	staff.shows(at, "Ask the registry now", "Outcome unknown")
	staff.goes(at+"ask/", nil)
	if body := seen(staff.must(at)); !strings.Contains(body, "Refused") || strings.Contains(body, "Ask the registry now") {
		t.Errorf("after the registry was asked: %s", body)
	}
	if a := staff.post(at+"ask/", nil); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "there is nothing to ask") {
		t.Errorf("asking about what has ended: %d", a.status)
	}
}
