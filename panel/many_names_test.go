package panel_test

import (
	"fmt"
	"html"
	"regexp"
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
	w.signIn("anna@example.com", reseller.UserOwner, "en").reachesEachName()
}

// reachesEachName goes on from page to page of changes of more names than one may be about: none is out of reach, also where nothing that can be searched for changes.
func (p *person) reachesEachName() {
	p.Helper()
	ids, next := regexp.MustCompile(`<li><a href="\.\./(\d+)/">`), regexp.MustCompile(`<a class="button" href="(\?[^"]*after=([^"&]*)[^"]*)"`)
	const at = "/panel/domains/servers/" // which asks first, and foresees nothing before
	reached, pages, after := map[string]bool{}, 0, ""
	for query := "?q=name-1"; query != ""; pages++ { // 1, 10 to 19, 100 to 199, 1000 to 1999, and 10000
		body := p.must(at + query)
		for _, id := range ids.FindAllStringSubmatch(body, -1) {
			reached[id[1]] = true
		}
		if form, _ := fieldsOf(body, at); form.Get("after") != after {
			p.Errorf("what the names of %s are to get is asked of others: %v", query, form)
		}
		if further := strings.Contains(body, "that come next in the search."); further != (pages > 0) {
			p.Errorf("%s: the names are told as others than the first: %t", query, further)
		}
		onward := next.FindStringSubmatch(body)
		if query = ""; onward != nil {
			query, after = html.UnescapeString(onward[1]), onward[2]
		}
	}
	if len(reached) != 1112 || pages != 3 {
		p.Errorf("of 1,112 names %d are reached on %d pages", len(reached), pages)
	}
	if body := p.must("/panel/domains/renew/?q=name-1&sort=expires"); next.MatchString(body) || !strings.Contains(body, "These are the first 500.") {
		p.Error("names are offered behind one that the renewal moves out of the order in which they are found")
	}
}
