package panel_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Of very many names the operator's page of an account's access says that they are more than it counts, and offers to stop renewals with the exact
// number alone. The list of accounts says what it is sorted by, and what each has bought once it was counted.
func TestVeryManyNamesAreCountedWhenSomebodyAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.Unclean = true // rows that came by no order
	book := w.openBook(apptest.SQLite)
	name := book.text("name-", "n.i", ".com")
	book.copies("domains", fmt.Sprintf("id = %d", w.ours.ID), reseller.ManyNames+1, map[string]string{"id": "1000 + n.i", "name": name, "live_name": name, "auto_renew": "1"})
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	at := fmt.Sprintf("/operator/accounts/%d/access/", w.Account.ID)
	const stop = `value="stop"`
	p.shows(at, "More than 10,000 of its names are renewed automatically", "names (more than 10000): ")
	if strings.Contains(p.must(at), stop) {
		t.Error("renewals can be stopped before it is known of how many names")
	}
	p.shows(at+"?count=all", "Automatic renewal is switched off for 10,001 names")
	if !strings.Contains(p.must(at+"?count=all"), stop) {
		t.Error("renewals cannot be stopped")
	}
	w.runs("account-spend")
	list := p.must("/operator/accounts/?sort=spend")
	if !strings.Contains(list, `aria-sort="descending">Bought in 12 months`) || strings.Count(list, "aria-sort") != 1 || !strings.Contains(seen(list), "10.00 USD") {
		t.Errorf("sorted by what was bought:\n%s", list)
	}
}
