package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"nameyard/app/apptest"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// A form that shows a secret once makes one thing, however often it is sent: loaded anew, pressed twice at the same moment, or after a fault in it.
func TestAFormThatShowsASecretMakesOne(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		tokens := func(named string) int { return strings.Count(p.must("/panel/tokens/"), named) }
		const at = "/panel/tokens/new/"
		typed := url.Values{"name": {"Shop once"}, "scopes": {"read"}, "kind": {"api"}, "cidrs": {"wrong"}, "cap": {""}, "key": {p.field(at, "key")}}
		typed.Set("ends", "2020-01-01")
		p.isTold(at, typed, "2020-01-01 is past: write a day from today (UTC) on.") // told with the other fault
		p.isTold(at, typed, "wrong is no address")                                  // keeps its key
		typed.Set("cidrs", "")
		typed.Set("ends", "")
		p.once(at, typed)
		one := tokens("Shop once")
		typed.Set("name", "Shop twice") // went back, and typed something else
		p.isDone(at, typed)
		if now := tokens("Shop once"); now != one || tokens("Shop twice") != 0 {
			t.Errorf("the token is listed %d times, and before %d", now, one)
		}
		p.must(at)
		typed.Set("key", p.field(at, "key"))
		p.once(at, typed)

		before := len(w.webhooksOf())
		p.once("/panel/webhooks/", url.Values{"url": {"https://hooks.example.com/once"}, "key": {p.field("/panel/webhooks/", "key")}})
		if made := w.webhooksOf(); len(made) != before+1 {
			t.Fatalf("%d webhooks of one form", len(made)-before)
		}
		hook := fmt.Sprintf("/panel/webhooks/%d/", w.webhooksOf()[before].ID)
		p.once(hook+"secret/", url.Values{"key": {p.field(hook, "key")}})
		name := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
		p.once(name+"auth-code/", url.Values{"key": {p.field(name, "key")}})
	})
}

// once sends a form thrice, twice of it at the same moment: one answer shows what was made, the others that it was.
func (p *person) once(at string, form url.Values) {
	p.Helper()
	answers := make([]answer, 2)
	var both sync.WaitGroup
	for i := range answers {
		both.Go(func() { answers[i] = p.post(at, form) })
	}
	both.Wait()
	if a, b := answers[0].status, answers[1].status; a+b != http.StatusOK+http.StatusConflict {
		p.Errorf("%s: pressed twice: %d and %d\n%s\n%s", at, a, b, seen(answers[0].body), seen(answers[1].body))
	}
	p.isDone(at, form)
}

// isDone fails the test unless a form is answered that it was carried out before.
func (p *person) isDone(at string, form url.Values) {
	p.Helper()
	if a := p.post(at, form); a.status != http.StatusConflict || !strings.Contains(a.body, "This was done already") {
		p.Errorf("%s again: %d\n%s", at, a.status, seen(a.body))
	}
}

func (w *world) webhooksOf() []reseller.Endpoint {
	w.Helper()
	list, err := w.Actions.ListWebhooks(w.Context(), w.call(w.Account), struct{}{})
	w.Must(err)
	return list
}

// Every form of a route that is carried out once has the key by which it is known.
func TestFormsThatAreCarriedOutOnceHaveAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	owner, staff := w.signIn("anna@example.com", reseller.UserOwner, "en"), w.signIn("ops@example.com", reseller.UserStaff, "en")
	found := 0
	for _, r := range w.routes {
		if !r.Once {
			continue
		}
		for _, place := range w.formsOf(r) {
			p := owner
			if strings.HasPrefix(place, "/operator/") {
				p = staff
			}
			for _, form := range regexp.MustCompile(`(?s)<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>`).FindAllStringSubmatch(p.get(place).body, -1) {
				if regexp.MustCompile("^" + regexp.MustCompile(`:\w+`).ReplaceAllString(r.Path, `\d+`) + "$").MatchString(form[1]) {
					if found++; !strings.Contains(form[2], `name="key" value="`) {
						t.Errorf("%s has a form for %s without a key", place, form[1])
					}
				}
			}
		}
	}
	if found < 8 {
		t.Errorf("%d forms were found", found)
	}
}

// formsOf are the pages on which the form of a route may be: at its path, or above.
func (w *world) formsOf(r visit.Route) (pages []string) {
	path := w.at(r, w.ours, w.Account)
	for strings.Count(path, "/") > 2 {
		pages = append(pages, path)
		path = path[:strings.LastIndex(strings.TrimSuffix(path, "/"), "/")+1]
	}
	return pages
}
