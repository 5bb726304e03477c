package panel_test

import (
	"fmt"
	"regexp"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// firstView is how many bytes a page may have, with its style and its scripts, for somebody who has nothing of it yet.
const firstView = 150_000

var asset = regexp.MustCompile(`(?:href|src)="([^"]+\.(?:css|js)[^"]*)"`)

// Every page with all that it needs to work is small, also where its lists are as long as they get.
func TestFirstViewOfEveryPageIsSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.fill()
	var tlds []string
	for n := range 120 {
		tlds = append(tlds, fmt.Sprintf("tld%d", n))
	}
	w.SetPrices(append(apptest.Prices("USD", 1000, tlds...), reseller.Price{Owner: reseller.OwnList(w.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 9_00}))
	w.Unclean = true // rows that came by no order
	b := w.openBook(apptest.SQLite)
	b.multiplyNamed(500, b.text("names-of-24-letters-", "1000 + n.i", ".com")) // as many as one act is about
	b.crowd(250, 100)
	assets := map[string]int{}
	for role, pages := range shown(w) {
		p := w.stranger()
		if role != "nobody" {
			p = w.signIn(string(role)+"@example.com", role, "sv") // its words are longer
			w.giveKey(p.user.Email)
		}
		if role == reseller.UserOwner {
			pages = append(pages, [2]string{"lock", "/panel/domains/lock/?q=tld:com"}, [2]string{"auto-off", "/panel/domains/auto-off/?q=tld:com"},
				[2]string{"progress-orders", w.progress("orders=rs-dv")}, [2]string{"progress-none", w.progress("no=funds:rs-dv")}) // 1000 to 1499
		}
		for _, page := range pages {
			body := p.get(page[1]).body
			size := len(body)
			for _, m := range asset.FindAllStringSubmatch(body, -1) {
				if assets[m[1]] == 0 {
					assets[m[1]] = len(p.must(m[1]))
				}
				size += assets[m[1]]
			}
			if size > firstView {
				t.Errorf("%s has %d bytes, %d of them of the page itself", page[1], size, len(body))
			}
		}
	}
	if len(assets) < 3 {
		t.Errorf("pages need %v alone", assets)
	}
}

// progress is the page of an act with a result.
func (w *world) progress(result string) string {
	return fmt.Sprintf("/panel/domains/progress/%d/", w.acted(w.Account, result, true))
}
