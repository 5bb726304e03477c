package panel_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
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
	w.runs(jobs.Numbers)
	w.Must(w.Store.MoveCredit(t.Context(), w.Account, 5_00, "bank-77", "paid in"))
	owner := w.signIn("owner@example.com", reseller.UserOwner, "en")
	const request, nothing, inner = "quoted-4711-0001", "quoted-4711-0002", "quoted-4711-0003"
	for _, change := range []string{"auto-renew", "privacy"} {
		owner.do("POST", fmt.Sprintf("/panel/domains/%d/%s/", w.ours.ID, change), url.Values{"to": {"on"}}, map[string]string{"Sec-Fetch-Site": "same-origin", "X-Request-Id": request})
	}
	people[reseller.UserOwner] = owner
	for actor, action := range map[string]string{"user " + string(reseller.UserStaff) + "@example.net": "domain.set", "operator eve@ns1": "domain.set", "user owner@example.com": "price.set"} {
		w.Must(w.Store.RecordAudit(t.Context(), reseller.Actor{Name: actor, RequestID: inner}, w.Account.ID, action, "ours.com", ""))
	}
	placed, err := w.Store.Order(t.Context(), mine.order)
	w.Must(err)
	theirs, err := w.Store.Order(t.Context(), w.affairs[w.other.ID].order)
	w.Must(err)
	bill, err := w.Store.InvoiceOfOrder(t.Context(), placed.ID)
	w.Must(err)
	theirBill, err := w.Store.InvoiceOfOrder(t.Context(), theirs.ID)
	w.Must(err)
	for _, c := range []struct {
		role            reseller.UserRole
		at, found, none string
	}{
		{reseller.UserReadOnly, "/panel/jump/?q=our", fmt.Sprintf(`href="/panel/domains/%d/"`, w.ours.ID), "theirs"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + fmt.Sprint(mine.order), fmt.Sprintf(`<li><a href="/panel/orders/%d/"`, mine.order), "theirs"},
		{reseller.UserReadOnly, "/panel/jump/?q=webh", `<li><a href="/panel/webhooks/"`, `class="empty"`},
		{reseller.UserReadOnly, "/panel/jump/?q=999999", "Nothing here is called", "/panel/orders/999999/"},
		{reseller.UserReadOnly, "/panel/jump/?q=%2A%5B%00", "Nothing here is called", "<ul class=\"places\">"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + request, `/panel/orders/`, "Nothing that you can see"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + request, `href="/panel/domains/?q=ours.com"`, "journalctl"},
		{reseller.UserOwner, "/panel/jump/?q=" + request, `href="/panel/activity/?request=` + request, `href="/panel/domains/?q=ours.com"`},
		{reseller.UserOwner, "/panel/activity/?request=" + request, "ours.com", "Nothing matches the search."},
		{reseller.UserOwner, "/panel/jump/?q=" + inner, "Nothing that you can see in this account was changed by a request", "/panel/activity/?request="},
		{reseller.UserOwner, "/panel/activity/?request=" + inner, "Nothing matches the search.", "ours.com"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + nothing, "Nothing that you can see in this account was changed by a request", "journalctl"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + placed.ClTRID(), fmt.Sprintf(`href="/panel/orders/%d/"`, placed.ID), "theirs"},
		{reseller.UserReadOnly, "/panel/jump/?q=" + theirs.ClTRID(), "", `href="/panel/orders/` + fmt.Sprint(theirs.ID)},
		{reseller.UserReadOnly, "/panel/jump/?q=" + bill.Number, fmt.Sprintf(`href="/panel/invoices/?after=%d"`, bill.ID+1), `class="empty"`},
		{reseller.UserReadOnly, "/panel/jump/?q=" + theirBill.Number, "Nothing here is called", "/panel/invoices/?after"},
		{reseller.UserReadOnly, "/panel/jump/?q=bank-77", `href="/panel/credit/?after=`, `class="empty"`},
		{reseller.UserReadOnly, "/panel/jump/?q=" + url.QueryEscape(fmt.Sprint("token ", mine.token)), fmt.Sprintf(`href="/panel/tokens/%d/"`, mine.token), `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=" + request, `href="/operator/audit/?request=` + request, "changed nothing"},
		{reseller.UserStaff, "/operator/jump/?q=" + request, "journalctl -u nameyard --grep " + request, "changed nothing"},
		{reseller.UserStaff, "/operator/jump/?q=" + nothing, "journalctl -u nameyard --grep " + nothing, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=" + theirs.ClTRID(), fmt.Sprintf(`href="/operator/orders/%d/"`, theirs.ID), `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=" + theirBill.Number, `href="/operator/invoices/` + theirBill.Number + `/"`, `class="empty"`},
		{reseller.UserStaff, "/operator/jump/?q=bank-77", fmt.Sprintf(`href="/operator/accounts/%d/ledger/?before=`, w.Account.ID), `class="empty"`},
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
		side, _, _ := strings.Cut(c.at[1:], "/")
		if a := p.get("/" + side + "/"); !strings.Contains(a.body, `id="jump"`) {
			t.Errorf("the first page of %s has no jump", c.role)
		}
	}
	staff := people[reseller.UserStaff]
	staff.searchesTheLog(request)
	staff.listsOrdersOf("sandbox")
}

// searchesTheLog finds records by the request that did them, by what they are, and by days.
func (p *person) searchesTheLog(request string) {
	p.Helper()
	today := p.Clock.Wall().UTC().Format(time.DateOnly)
	rows := func(query string) int {
		return strings.Count(p.must("/operator/audit/?"+query), `<td class="across l1">`)
	}
	for query, want := range map[string]int{
		"request=" + request: 1, "request=none-4711-none-4711": 0, "request=" + request + "&action=SetAutoRenew&account=test@example.com": 1, "request=" + request + "&action=domain.hold": 0,
		"action=SetAutoRenew&name=ours.com&since=" + today + "&until=" + today: 1, "action=SetAutoRenew&until=2020-01-01": 0, "action=SetAutoRenew&since=2090-01-01": 0,
	} {
		query = strings.Replace(query, "test@example.com", url.QueryEscape(p.Account.Email), 1)
		if got := rows(query); got != want {
			p.Errorf("the log by %s has %d records, want %d", query, got, want)
		}
	}
}

// listsOrdersOf follows the number of orders that wait for a registry to as many.
func (p *person) listsOrdersOf(registry string) {
	p.Helper()
	link := regexp.MustCompile(`href="(/operator/orders/\?show=unfinished&amp;registry=` + registry + `)">(\d+) order`).FindStringSubmatch(p.must("/operator/registries/"))
	if link == nil {
		p.Fatal("no number of orders leads to them")
	}
	list := p.must(html.UnescapeString(link[1]))
	if got := strings.Count(list, `<tr class="open">`); fmt.Sprint(got) != link[2] || got == 0 || !strings.Contains(list, `<span class="soft">`+registry+`</span>`) {
		p.Errorf("%s orders wait, and %d are listed:\n%s", link[2], got, seen(list))
	}
	for query, want := range map[string]bool{"registry=elsewhere": false, "kind=register": true, "kind=restore": false, "since=2020-01-01&until=2020-01-02": false, "registry=" + registry + "&kind=register&state=done": true} {
		if got := strings.Contains(p.must("/operator/orders/?show=all&"+query), `<tr class="open">`); got != want {
			p.Errorf("orders by %s: found %v", query, got)
		}
	}
}
