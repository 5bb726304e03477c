package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

var (
	changing = regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)
	whoseOf  = regexp.MustCompile(`name="` + page.WhoseField + `" value="([^"]+)"`)
)

// unsigned lists the forms of a page of somebody who is signed in that do not say whose they are. Each page that any test asks for is held against that.
func unsigned(body string) (forms []string) {
	for _, form := range changing.FindAllString(body, -1) {
		if strings.Contains(body, `<body class="inside">`) && len(whoseOf.FindAllString(form, -1)) != 1 {
			forms = append(forms, form)
		}
	}
	return forms
}

// Two tabs of one browser, in which two people sign in one after the other: what was shown to the first is not done as the second, whose money it would take.
func TestAFormIsNotCarriedOutForAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	anna := w.signIn("anna@example.com", reseller.UserOwner, "en")
	mine := w.Account
	w.Account = w.other
	link := w.invite("bert@example.net", reseller.UserOwner, "sv")
	w.Account = mine
	const order = "/panel/register/twotabs.com/"
	shown := holder(url.Values{"key": {anna.field(order, "key")}, "term": {"1:1000"}, page.WhoseField: {anna.field(order, page.WhoseField)}})

	anna.goes("/panel/sign-in/link/", url.Values{"token": {link.Secret}}) // in the second tab
	before := w.credits()
	for _, header := range []map[string]string{nil, {"HX-Request": "true"}} {
		a := anna.do("POST", order, shown, header)
		says := seen(a.body)
		if a.status != http.StatusConflict || !strings.Contains(says, "visades för anna@example.com") || !strings.Contains(says, "nu bert@example.net som är inloggad") ||
			!strings.Contains(a.body, `href="/panel/"`) || !strings.Contains(a.body, `action="/panel/sign-out/"`) {
			t.Errorf("the first's form, sent as the second: %d %s\n%s", a.status, a.to, says)
		}
		if (a.header.Get("HX-Retarget") == "body") != (header != nil) {
			t.Errorf("with %v it takes the place of %q", header, a.header.Get("HX-Retarget"))
		}
	}
	if a := anna.do("POST", "/panel/you/passkeys/ask/", shown, map[string]string{"Accept": "application/json"}); a.status != http.StatusConflict || !strings.Contains(a.body, "anna@example.com") {
		t.Errorf("the script is told %d %s", a.status, a.body)
	}
	for _, route := range w.routes { // whatever there is, whatever it asks for first
		if path := w.at(route, w.theirs, w.other); route.Method == http.MethodPost && strings.HasPrefix(path, "/panel/") && route.Needs != visit.Open && !route.Whoever {
			for _, whose := range []string{shown.Get(page.WhoseField), "", "x"} {
				if a := anna.post(path, url.Values{page.WhoseField: {whose}}); a.status != http.StatusConflict {
					t.Errorf("%s of %q is answered %d", path, whose, a.status)
				}
			}
		}
	}
	if after := w.credits(); after != before {
		t.Errorf("the credits were %s and are %s", before, after)
	}

	anna.goes("/panel/sign-out/", url.Values{page.WhoseField: {page.Whose(anna.user)}}) // shown to the first: it signs the second out
	w.again(anna)
	if to := anna.goes(order, shown); !strings.HasPrefix(to, "/panel/domains/") && !strings.HasPrefix(to, "/panel/orders/") {
		t.Errorf("signed in again, one's own form leads to %s", to)
	}

	one, two := w.signIn("ops@example.com", reseller.UserStaff, "en"), w.signIn("svea@example.com", reseller.UserStaff, "en")
	credit := fmt.Sprintf("/operator/accounts/%d/credit/", w.Account.ID)
	pay := url.Values{"amount": {"1"}, "ref": {"BG-1"}, "note": {"bank"}, "direction": {"add"}, "confirmed": {"yes"}, page.WhoseField: {page.Whose(one.user)}}
	if a := two.post(credit, pay); a.status != http.StatusConflict || !strings.Contains(seen(a.body), "shown to ops@example.com, and in this browser svea@example.com") {
		t.Errorf("a colleague's form: %d %s", a.status, a.body)
	}
	w.Verify()
}

// credits is what both accounts have.
func (w *world) credits() string {
	w.Helper()
	var all []string
	for _, a := range []reseller.Account{w.Account, w.other} {
		b, err := w.Store.Balance(w.Context(), a.ID)
		w.Must(err)
		all = append(all, fmt.Sprint(b.Available))
	}
	return strings.Join(all, " ")
}
