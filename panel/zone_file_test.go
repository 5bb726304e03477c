package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
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
