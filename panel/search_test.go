package panel_test

import (
	"net/http"
	"net/url"
	"strings"
)

// searches looks for the three names of TestNamesThatExpireAreFoundByTheirMonth in other ways: by words, as a list that was pasted, and in orders.
func (p *person) searches() {
	p.Helper()
	const at = "/panel/domains/?q="
	for q, count := range map[string]string{
		"expires:2027": "3 names", "expires:2028": "No name matches", "registered:2026": "3 names", "registered:2026-02": "No name matches",
		"registered:>346d": "No name matches", "registered:<346d": "3 names", "registered:<2026-03-10": "2 names", "lock:off": "3 names", "lock:on": "No name matches",
		"ns:ns1.example.net": "3 names", "ns:Example.NET.": "3 names", "ns:xample.net": "No name matches",
	} {
		p.shows(at+url.QueryEscape(q), count)
	}
	p.shows(at+url.QueryEscape("ours.com;\u00a0\u200bnosuch.com\u00a0midnight.com,\u00a0\ufeff"), "2 names", "1 of the names is not in this account: nosuch.com Copy") // from a web page
	for _, list := range []string{"/panel/orders/", "/panel/invoices/", "/panel/credit/"} {
		p.shows(list+"?q=our", "A name is found by the whole of it, or by a part of it between stars: *shop*.")
	}
	pasted := at + url.QueryEscape("ours.com\r\nnosuch.com\nmidnight.com\tOURS.com")
	p.shows(pasted, "2 names", "1 of the names is not in this account: nosuch.com Copy")
	if body := p.must(pasted); !strings.Contains(body, `value="ours.com nosuch.com midnight.com OURS.com"`) {
		p.Errorf("the search for a pasted list is another when it is sent again: %s", body)
	}
	p.shows(at+"tld:com&sort=-name", "renewed.com", "ours.com", "midnight.com")
	for sort, order := range map[string][]string{
		"name": {"midnight.com", "ours.com", "renewed.com"}, "-name": {"renewed.com", "ours.com", "midnight.com"}, "-expires": {"midnight.com", "renewed.com", "ours.com"},
	} {
		_, rows, _ := strings.Cut(p.must(at+"&sort="+sort), "<tbody>")
		if first, second, third := strings.Index(rows, order[0]), strings.Index(rows, order[1]), strings.Index(rows, order[2]); first < 0 || first > second || second > third {
			p.Errorf("sorted by %s, not %v", sort, order)
		}
	}
	if body := p.must(at + "tld:com&sort=expires"); !strings.Contains(body, `aria-sort="ascending"><a href="/panel/domains/?q=tld%3Acom&amp;sort=-expires"`) {
		p.Errorf("the head of the column does not turn the order: %s", body)
	}
}

// refusesWords searches by words that would be dropped: more names would be found than were meant, and all of them could be renewed.
func (p *person) refusesWords() {
	p.Helper()
	for q, words := range map[string]string{
		"tld:": "tld: says nothing", "tld:.": "tld:. says nothing", "status:": "status: says nothing", "ours.com TLD:": "TLD: says nothing",
		"tld:com tld:se": "tld:se says again", "status:active status:active": "says again", "renew:on renew:off": "renew:off says again",
		"lock:on lock:off": "lock:off says again", "ns:": "ns: says nothing", "lock:of": "write lock:on or lock:off",
		"registered:2026 registered:>30d": "30d says again", "registered:x": "write registered:&lt;30d", "name:x": "tld, ns, expires, registered, renew, lock and status",
		"expires:<30d expires:<60d": "60d says again", "expires:2027-03 expires:<60d": "60d says again", "expires:2027-03 expires:2027-04": "2027-04 says again",
	} {
		for _, page := range []string{"/panel/domains/", "/panel/domains/renew/"} {
			if a := p.get(page + "?q=" + url.QueryEscape(q)); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, words) {
				p.Errorf("%s with %q: %d, without %q", page, q, a.status, words)
			}
		}
	}
}
