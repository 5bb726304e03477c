package panel_test

import (
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// What is not known is not told as if nothing had been done.
func TestProgressTellsWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	for _, kind := range []string{"internal", "pending", "unavailable"} {
		body := seen(p.must("/panel/domains/progress/?no=" + kind + ":1"))
		if !strings.Contains(body, "It is not known what became of these") || strings.Contains(body, "othing was done") {
			t.Errorf("%s: %s", kind, body)
		}
	}
	p.shows("/panel/domains/progress/?no=funds:1", "Nothing was done for these", "The credit does not cover it")

}
