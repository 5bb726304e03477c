package panel_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// From every page one jumps to a name, an order, an account or a page, without script too; and to nothing of another account.
func TestJumpAnywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.fill()
	w.Register("xn--bcher-kva.com")
	mine := w.affairs[w.Account.ID]
	people := map[reseller.UserRole]*person{}
	for _, role := range []reseller.UserRole{reseller.UserReadOnly, reseller.UserStaff} {
		people[role] = w.signIn(string(role)+"@example.net", role, "en")
	}
	for _, c := range []struct {
		role            reseller.UserRole
		at, found, none string
	}{
		{reseller.UserReadOnly, "/panel/jump/?q=our", fmt.Sprintf(`href="/panel/domains/%d/"`, w.ours.ID), "theirs"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + fmt.Sprint(mine.order), fmt.Sprintf(`<li><a href="/panel/orders/%d/"`, mine.order), "theirs"},
		{reseller.UserReadOnly, "/panel/jump/?q=webh", `<li><a href="/panel/webhooks/"`, `class="empty"`},
		{reseller.UserReadOnly, "/panel/jump/?q=999999", "Nothing here is called", "/panel/orders/999999/"},
		{reseller.UserReadOnly, "/panel/jump/?q=%2A%5B%00", "Nothing here is called", "<ul class=\"places\">"},
		{reseller.UserStaff, "/operator/jump/?q=name+serv", `<li><a href="/operator/nameservers/"`, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=ours", `href="/operator/domains/ours.com/"`, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=" + url.QueryEscape("Bücher.com"), `href="/operator/domains/xn--bcher-kva.com/"`, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=" + url.QueryEscape("bücher"), `href="/operator/domains/xn--bcher-kva.com/"`, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=other", `<li><a href="/operator/accounts/`, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=" + fmt.Sprint(mine.order), fmt.Sprintf(`<li><a href="/operator/orders/%d/"`, mine.order), `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=%2A%5B%00", "Nothing here is called", "<ul class=\"places\">"},
	} {
		p := people[c.role]
		if a := p.get(c.at); !strings.Contains(a.body, c.found) || strings.Contains(a.body, c.none) {
			t.Errorf("%s: %d, with %q: %v, with %q: %v", c.at, a.status, c.found, strings.Contains(a.body, c.found), c.none, strings.Contains(a.body, c.none))
		}
		if a := p.get(c.at[:strings.Index(c.at, "jump/")]); !strings.Contains(a.body, `id="jump"`) {
			t.Errorf("the first page of %s has no jump", c.role)
		}
	}
}
