package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/zone"
)

// The difference that is shown before a zone file is saved says what changes of each record: hosts in full, priority and TTL with what they were.
func TestADifferenceShowsPriorityAndTTL(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
	p.goes(at+"save/", url.Values{"type": {"MX"}, "host": {"@"}, "value": {"mx.example.net"}, "priority": {"10"}})
	p.goes(at+"save/", url.Values{"type": {"A"}, "host": {"www"}, "value": {"192.0.2.1"}})
	a := p.post(at+"file/", url.Values{"file": {"@ 3600 MX 20 mx.example.net.\nwww 300 A 192.0.2.1\nmail 300 MX 5 mx1.mailprovider.example\n"}})
	text := seen(a.body)
	for _, want := range []string{
		"changed ours.com MX mx.example.net 20, was 10 3600", "changed www.ours.com A 192.0.2.1 300, was 3600",
		"added mail.ours.com MX mx1.mailprovider.example.ours.com 5 300",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the difference does not say %q", want)
		}
	}
	if a.status != http.StatusOK || strings.Contains(text, "removed") {
		t.Errorf("%d\n%s", a.status, text)
	}
}

// Each earlier version says what it changed, on pages of a bounded size; before one is brought back, the page shows what that would change.
func TestEarlierVersionsSayWhatTheyChanged(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
		at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
		save := func(file string) {
			p.post(at+"file/", url.Values{"file": {"@ SOA ns. root. 1 2 3 4 5\n" + file}, "apply": {"yes"}, "seen": {reseller.Tag(w.recordsNow())}})
		}
		save("@ 300 MX 10 mx.example.net.\nwww 300 A 192.0.2.1\n")
		save("@ 300 MX 20 mx.example.net.\nwww 600 A 192.0.2.1\na 300 A 192.0.2.2\nb 300 A 192.0.2.3\n")
		save("www 600 A 192.0.2.1\n")
		for _, want := range []string{
			"Removed MX ours.com mx.example.net Removed A a.ours.com 192.0.2.2 Removed A b.ours.com 192.0.2.3",
			"Changed MX ours.com mx.example.net Priority 20, was 10 Changed A www.ours.com 192.0.2.1 TTL 600, was 300 Added A a.ours.com 192.0.2.2 Further changes: 1.",
			"The oldest that is kept. Records: 2.",
		} {
			p.shows(at, want)
		}
		versions, err := w.Store.ZoneVersions(w.Context(), w.ours.ID, "dns", reseller.Page{Limit: 100})
		w.Must(err)
		asks := fmt.Sprintf("%s?restore=%d", at, versions[1].Version)
		body := p.must(asks)
		restore := fmt.Sprintf("%shistory/%d/restore/", at, versions[1].Version)
		form, found := fieldsOf(body, restore)
		if text := seen(body); !found || !strings.Contains(text, "added ours.com MX mx.example.net 20 300") || len(w.recordsNow()) != 1 {
			t.Fatalf("before it is brought back:\n%s\n%v", text, w.recordsNow())
		}
		p.goes(restore, form)
		if n := len(w.recordsNow()); n != 4 {
			t.Errorf("%d records are back", n)
		}
		p.shows(asks, "Nothing: the records are so already.")
		if a := p.get(at + "?restore=999"); a.status != http.StatusUnprocessableEntity || !strings.Contains(seen(a.body), "has no version 999") {
			t.Errorf("a version that there is not: %d", a.status)
		}
		for n := range 12 {
			save(fmt.Sprintf("www %d A 192.0.2.1\n", 100+n))
		}
		if first := p.must(at); strings.Count(first, "?restore=") != 9 || !strings.Contains(first, "?versions=") {
			t.Errorf("the first page has %d earlier versions", strings.Count(first, "?restore="))
		}
	})
}

// recordsNow are our name's records.
func (w *world) recordsNow() []zone.Record {
	w.Helper()
	records, err := w.Store.Records(w.Context(), w.ours.ID)
	w.Must(err)
	return records
}
