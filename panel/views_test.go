package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A search is given a name, stands beside the search with what it finds, and is changed and removed by whose it is alone; what people
// call it is text, and there are not more of them than there may be.
func TestASearchIsSavedAsAView(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserReadOnly, "en")
		const at = "/panel/domains/views/"
		p.shows("/panel/domains/?q=tld:com", "Save this search as a view")
		typed := url.Values{"name": {"<b>Com</b>"}, "search": {"tld:com renew:off"}}
		list := p.post(at, typed).to
		if again := p.post(at, typed); list != "/panel/domains/?q=tld%3Acom+renew%3Aoff" || again.to != list {
			t.Errorf("saving it twice: %s, then %d %s", list, again.status, again.to)
		}
		if body := p.must(list); !strings.Contains(body, `aria-current="page">&lt;b&gt;Com&lt;/b&gt;`) || strings.Contains(body, "<b>Com") || strings.Contains(body, "Save this search") {
			t.Errorf("the view is not beside the search, as text:\n%s", body)
		}
		p.shows(at, "tld:com renew:off 1")
		id := regexp.MustCompile(`views/(\d+)/remove/`).FindStringSubmatch(p.must(at))[1]
		for field, wrong := range map[string]url.Values{
			"name": {"name": {strings.Repeat("å", 61)}, "search": {"tld:se"}}, "search": {"name": {"Wrong"}, "search": {"owner:me"}}, "search ": {"name": {"All"}, "search": {" "}},
			"name ": {"name": {"<b>Com</b>"}, "search": {"tld:se"}},
		} {
			if a := p.post(at, wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "#field-"+strings.TrimSpace(field)) {
				t.Errorf("%v: %d\n%s", wrong, a.status, a.body)
			}
		}

		neighbour := w.signIn("bert@example.com", reseller.UserOwner, "sv")
		if a := neighbour.post(at+id+"/change/", url.Values{"name": {"Mine"}, "search": {"tld:se"}}); a.status != http.StatusNotFound {
			t.Errorf("changing a colleague's: %d", a.status)
		}
		neighbour.post(at+id+"/remove/", nil)
		p.shows(at+"?view="+id, "Cancel", "tld:com renew:off")
		if a := p.post(at+id+"/change/", url.Values{"name": {"Com"}, "search": {"tld:com"}}); a.to != "/panel/domains/?q=tld%3Acom" {
			t.Errorf("changing it: %d\n%s", a.status, a.body)
		}
		p.post(at+id+"/remove/", nil)
		p.post(at+id+"/remove/", nil)
		for _, odd := range []string{"\x1b[31mred", "a\x00b", "e\u202evil", "two\nlines"} {
			if a := p.post(at, url.Values{"name": {odd}, "search": {"tld:com"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "control characters") {
				t.Errorf("a view named %q: %d", odd, a.status)
			}
		}
		p.shows(at, "No search is saved yet.")

		for i := range 21 {
			a := p.post(at, url.Values{"name": {fmt.Sprint(i)}, "search": {"tld:com"}})
			if full := strings.Contains(a.body, "as many views as you may have"); full != (i == 20) {
				t.Errorf("view %d: %d\n%s", i, a.status, a.body)
			}
		}
		_, err := w.users().Remove(w.Context(), "anna@example.com")
		w.Must(err)
		if left, err := w.Store.SavedViews(w.Context(), p.user.ID); err != nil || len(left) != 0 {
			t.Errorf("somebody who is gone has %d views, %v", len(left), err)
		}
	})
}
