package panel_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/panel/page"
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
	w.isSentPacked()
	if len(assets) < 3 {
		t.Errorf("pages need %v alone", assets)
	}
}

// packedView is how many bytes the list of names takes on its way, with style, scripts, mark and font, to somebody who has nothing of it yet.
const packedView = 100_000

// isSentPacked fails the test unless pages, style and scripts are packed for whoever unpacks them, and nothing is that has a secret in it.
func (w *world) isSentPacked() {
	w.Helper()
	p := w.signIn("packed@example.com", reseller.UserOwner, "en")
	names := p.must("/panel/domains/")
	all := len(p.raw("GET", "/panel/domains/", "br, gzip;q=0.5").body)
	for _, m := range regexp.MustCompile(`(?:href|src)="([^"]+/assets/[^"]+)"`).FindAllStringSubmatch(names, -1) {
		a := p.raw("GET", m[1], "gzip")
		again := p.raw("GET", m[1], "gzip", "If-None-Match", a.header.Get("ETag"))
		if tag := a.header.Get("ETag"); tag == "" || again.status != http.StatusNotModified || len(again.body) > 0 || tag == p.raw("GET", m[1], "identity").header.Get("ETag") && a.header.Get("Content-Encoding") != "" {
			w.Errorf("%s with the tag %s: %d", m[1], tag, again.status)
		}
		all += len(a.body)
	}
	if all > packedView {
		w.Errorf("the first view of the names is %d bytes on its way", all)
	}
	w.Logf("the first view of the names is %d bytes on its way", all)
	for accept, packed := range map[string]bool{"gzip": true, "br, GZIP ; q=0.1": true, "identity": false, "br": false, "gzip;q=0": false, "gzip;q=0.0, br": false} {
		if a := p.raw("GET", "/panel/domains/", accept); (a.header.Get("Content-Encoding") == "gzip") != packed || !strings.Contains(a.header.Get("Vary"), "Accept-Encoding") {
			w.Errorf("for %q: %v", accept, a.header)
		}
	}
	link, err := w.users().Link(w.Context(), "packed@example.com")
	w.Must(err)
	for _, secret := range [][2]string{
		{"GET", "/panel/you/password/"}, {"GET", "/panel/sign-in/link/?token=" + link.Secret}, {"POST", fmt.Sprintf("/panel/domains/%d/auth-code/", w.ours.ID)},
	} {
		if a := p.raw(secret[0], secret[1], "gzip"); a.status != http.StatusOK || a.header.Get("Content-Encoding") != "" {
			w.Errorf("%v: %d %v", secret, a.status, a.header)
		}
	}
}

// raw asks for something, and gives it as it is on its way.
func (p *person) raw(method, path, accept string, more ...string) answer {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, p.url+path, strings.NewReader(url.Values{page.WhoseField: {*p.whose.Load()}}.Encode()))
	p.Must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Encoding", accept)
	for i := 0; i < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	response, err := p.client.Do(r)
	p.Must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	p.Must(err)
	return answer{response.StatusCode, "", string(body), response.Header}
}

// progress is the page of an act with a result.
func (w *world) progress(result string) string {
	return fmt.Sprintf("/panel/domains/progress/%d/", w.acted(w.Account, result, true))
}
