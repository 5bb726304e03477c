package panel_test

import (
	"net/http"
	"strings"
	"testing"

	"nameyard/panel/words"
	"nameyard/reseller"
)

// tellWhy fails the test unless the pages of what is refused say which refusal it is.
func tellWhy(t *testing.T, people map[string]*person) {
	t.Helper()
	for _, c := range []struct {
		who, path string
		status    int
		says      []string
	}{
		{"owner", "/panel/domains/999999/", 404, []string{"<h1>Not found</h1>", "There is nothing at this address.", "To the overview"}},
		{"readonly", "/panel/team/", 403, []string{"<h1>Not with your role</h1>", "Your role in the account is read-only, which does not allow this."}},
		{"viewing", "/panel/team/", 403, []string{"<h1>You only look at this account</h1>"}},
	} {
		a := people[c.who].get(c.path)
		for _, says := range c.says {
			if a.status != c.status || !strings.Contains(a.body, says) {
				t.Errorf("%s gets %s with %d, without %q:\n%s", c.who, c.path, a.status, says, a.body)
			}
		}
		if strings.Contains(a.body, "the role ") {
			t.Errorf("%s is told of a role by its code: %s", c.who, a.body)
		}
	}
	p := people["owner"] // at an address that is a number, to which no passkey can belong
	a := p.do(http.MethodPost, "/panel/you/passkeys/ask/", nil, map[string]string{"Sec-Fetch-Site": "same-origin", "Accept": "application/json"})
	if !strings.Contains(a.body, `"problem":"Passkeys need a name in the address, and \"127.0.0.1\" is none: on this machine open http://localhost:`) {
		t.Errorf("the script is told %d %s", a.status, a.body)
	}
}

// Each case of an error has a title and a sentence.
func TestEachErrorHasItsTitle(t *testing.T) {
	for _, kind := range []reseller.Kind{
		reseller.KindInvalid, reseller.KindUnauthorized, reseller.KindForbidden, reseller.KindNotFound, reseller.KindConflict, reseller.KindFunds, reseller.KindRefused,
		reseller.KindUnsupported, reseller.KindPending, reseller.KindLimited, reseller.KindUnavailable, reseller.KindInternal, "internal_read", "role", "viewing", "disabled", "closed", "cross_site", "whose", "whose_unsaid",
	} {
		if !words.Has("error."+string(kind)) || !words.Has("error_title."+string(kind)) {
			t.Errorf("the catalogue has no words for errors of %s", kind)
		}
	}
}
