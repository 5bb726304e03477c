package panel_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// finds fails the test unless a list shows some texts, and others not.
func (p *person) finds(path string, sees []string, misses ...string) {
	p.Helper()
	p.shows(path, sees...)
	body := p.must(path)
	for _, text := range misses {
		if strings.Contains(body, text) {
			p.Errorf("%s shows %q", path, text)
		}
	}
}

// What registries hold against names is listed as they have said it: whose holder is to be verified, and until when; what is on hold, and not
// what was let go; and what nobody understands, until somebody has seen to it.
func TestWhatRegistriesHoldAgainstNamesIsListed(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		w.watched()
		p := w.signIn("ops@example.com", reseller.UserStaff, "en")
		const at = "/operator/abuse/"
		p.finds(at, []string{"unsure.com", "2026-03-25", w.Account.Email}, "abused.com", "ours.com")
		p.finds("/operator/", []string{"Messages of registries", "Closed on", "See to them"}, "Nothing is wrong")
		p.finds(at+"?show=held", []string{"abused.com", "Domain is on hold: serverHold"}, "cleared.com", "unsure.com")
		for _, query := range []string{"name=*.com&account=" + url.QueryEscape(w.Account.Email), "name=unsure.com"} {
			p.finds(at+"?"+query, []string{"unsure.com"})
		}
		p.finds(at+"?show=held&name=abused.com", []string{"abused.com"})
		for _, nothing := range []string{"?account=other@example.net", "?name=x.com", "?due=over", "?due=soon", "?show=held&account=other@example.net", "?show=held&name=x*"} {
			p.finds(at+nothing, []string{"Nothing matches"})
		}
		if a := p.get(at + "?show=held&account=nobody@example.com"); a.status != http.StatusUnprocessableEntity {
			t.Errorf("names of nobody's account: %d", a.status)
		}
		w.Clock.Move(8 * 24 * time.Hour)
		p = w.signIn("later@example.com", reseller.UserStaff, "en")
		p.finds(at+"?due=soon", []string{"unsure.com"})
		w.Clock.Move(8 * 24 * time.Hour)
		p = w.signIn("ops@example.net", reseller.UserStaff, "en")
		p.finds(at+"?due=over", []string{"unsure.com", "Over"})

		if body := p.must(at + "?show=messages"); !strings.Contains(body, "Closed on &lt;b&gt;Friday") {
			t.Errorf("the message is not shown as text:\n%s", body)
		}
		seen := regexp.MustCompile(`action="(/operator/abuse/messages/\d+/seen/)"`).FindStringSubmatch(p.must(at + "?show=messages"))[1]
		p.goes(seen, nil)
		p.goes(seen, nil)
		p.finds(at+"?show=messages", []string{"There is none now."}, "Friday")
		p.finds(at+"?show=messages&seen=yes", []string{"Friday", "Seen to"})
		p.shows("/operator/audit/?actor=ops", "registry.message_done")
	})
}
