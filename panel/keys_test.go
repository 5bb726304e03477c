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

// A form's key is held against the rules of all keys; and acts on many names that come without one have nothing to do with each other.
func TestKeysOfFormsAreChecked(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		at := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
		renew := url.Values{"paid": {p.field(at, "paid")}, "renew": {"1:1000"}}
		before := w.balance()
		for _, key := range []string{"nul\x00", "\U0001F511", "a b", strings.Repeat("k", 65), strings.Repeat("k", 300)} {
			renew.Set("key", key)
			if a := p.post(at+"renew/", renew); a.status != http.StatusUnprocessableEntity && a.status != http.StatusBadRequest || w.balance() != before {
				t.Errorf("the key %q: %d %s", key, a.status, a.to)
			}
		}
		servers := func(host string) url.Values {
			form := p.confirming("servers", fmt.Sprintf("id=%d&servers=ns1.%s+ns2.%s", w.ours.ID, host, host))
			form.Del("key")
			return form
		}
		for _, host := range []string{"one.example", "two.example"} {
			done := p.post("/panel/domains/servers/", servers(host))
			w.Drain()
			p.shows(done.to, "1 order")
			if is := w.Domain("ours.com").Nameservers; strings.Join(is, " ") != "ns1."+host+" ns2."+host {
				t.Errorf("after name servers of %s came without a key: %v", host, is)
			}
		}
		w.Verify()
	})
}
