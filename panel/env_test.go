package panel_test

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/panel"
	"nameyard/panel/page"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/payments/stripe"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/server"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// morning is when every test begins.
var morning = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// world is a whole Nameyard with its panel in front, on a clock that stands still. At the end the books must be right.
type world struct {
	*apptest.Env
	url     string
	pages   *panel.Panel
	routes  []visit.Route
	other   reseller.Account // a neighbour with a name of its own
	theirs  reseller.Domain
	ours    reseller.Domain
	reset   string         // what a link for a forgotten password holds
	invited reseller.User  // who has not signed in yet
	stuck   reseller.Order // that needs the operator, once the world is filled

	affairs map[int64]affairs // by account
	stripe  *stripetest.Server
}

func newWorld(t testing.TB, engine apptest.Engine, change func(*server.Config), options ...apptest.Option) *world {
	t.Helper()
	clock := clocktest.New(morning)
	w := &world{stripe: stripetest.New(t, clock.Wall)}
	provider, err := stripe.New(stripe.Config{Key: stripetest.Key, Secrets: []string{stripetest.Secret}, URL: w.stripe.URL})
	if err != nil {
		t.Fatal(err)
	}
	cards := apptest.WithConfig(func(c *app.Config) { c.Cards = app.Cards{Provider: provider} })
	w.Env = apptest.New(t, engine, append([]apptest.Option{cards, apptest.WithClock(clock)}, options...)...)
	pages, err := w.Panel()
	w.Must(err)
	w.serve(pages, change)
	w.ours = w.Register("ours.com")
	w.other = w.AddAccount(reseller.Account{Email: "other@example.net", Name: "Other", Currency: "USD", Language: "en"}, 100_00)
	mine := w.Account
	w.Account = w.other
	w.theirs = w.Register("theirs.com")
	w.Account = mine
	w.affairs = map[int64]affairs{}
	w.busy(w.Account)
	w.busy(w.other)
	return w
}

// serve has a server with these pages in front from now on.
func (w *world) serve(pages *panel.Panel, change func(*server.Config)) {
	w.Helper()
	w.pages, w.routes = pages, pages.Routes()
	config := server.Config{Actions: w.Actions, Credentials: w.Store, Clock: w.Clock, Log: w.App.Log, Panel: pages}
	if change != nil {
		change(&config)
	}
	front, err := server.New(config)
	w.Must(err)
	listening := httptest.NewServer(front)
	w.Cleanup(listening.Close)
	w.url = listening.URL
}

// users are the operator's use cases by which people get in.
func (w *world) users() operator.Users { return operator.Users{Store: w.Store, Clock: w.Clock} }

// person is somebody with a browser without script.
type person struct {
	*world
	client *http.Client
	user   reseller.User
	whose  atomic.Pointer[string] // what the forms of the page that came last say
}

// stranger is a person who has not signed in.
func (w *world) stranger() *person {
	w.Helper()
	jar, err := cookiejar.New(nil)
	w.Must(err)
	return &person{world: w, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// invite makes a user of an account, or of the operator's staff, with the secret of a link.
func (w *world) invite(email string, role reseller.UserRole, language string) operator.Invited {
	w.Helper()
	n := operator.NewUser{Email: email, Role: role, Language: language}
	if role != reseller.UserStaff {
		n.Account = w.Account.Email
	}
	invited, err := w.users().Add(w.Context(), n)
	w.Must(err)
	return invited
}

// signIn makes a user and signs in by the link.
func (w *world) signIn(email string, role reseller.UserRole, language string) *person {
	w.Helper()
	p, invited := w.stranger(), w.invite(email, role, language)
	p.user = invited.User
	whose := page.Whose(p.user)
	p.whose.Store(&whose)
	side := session.Side(invited.User)
	if a := p.post(side+"/sign-in/link/", url.Values{"token": {invited.Secret}}); a.status != http.StatusSeeOther || a.to != side+"/you/first/" {
		w.Fatalf("the link answers %d %s\n%s", a.status, a.to, a.body)
	}
	return p
}

// giveKey gives somebody who is signed in by a link a passkey, that no device has.
func (w *world) giveKey(email string) {
	w.Helper()
	u, err := w.Store.UserByEmail(w.Context(), email)
	w.Must(err)
	w.Must(w.Store.AddPasskey(w.Context(), u, reseller.Passkey{Hash: "of " + email, Name: "Phone", Credential: []byte("{}")}, reseller.Making{Session: w.stay(u)}, reseller.Operator))
}

// answer is what a request brought.
type answer struct {
	status int
	to     string // of a redirect
	body   string
	header http.Header
}

func (p *person) get(path string) answer {
	p.Helper()
	return p.do(http.MethodGet, path, nil, nil)
}

func (p *person) post(path string, form url.Values) answer {
	p.Helper()
	return p.do(http.MethodPost, path, form, map[string]string{"Sec-Fetch-Site": "same-origin"})
}

func (p *person) do(method, path string, form url.Values, header map[string]string) answer {
	p.Helper()
	if method == http.MethodPost {
		form = p.own(form)
	}
	r, err := http.NewRequestWithContext(p.Context(), method, p.url+path, strings.NewReader(form.Encode()))
	p.Must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return p.asks(r)
}

// own is a form that says that it was shown to the person, as all that our pages have do.
func (p *person) own(form url.Values) url.Values {
	whose := p.whose.Load()
	if whose == nil || form.Has(page.WhoseField) {
		return form
	}
	form = maps.Clone(form)
	if form == nil {
		form = url.Values{}
	}
	form.Set(page.WhoseField, *whose)
	return form
}

// asks sends a request. Whatever page comes is valid, and has no words that are the server's own.
func (p *person) asks(r *http.Request) answer {
	p.Helper()
	response, err := p.client.Do(r)
	p.Must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	p.Must(err)
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		for _, wrong := range invalid(string(body)) {
			p.Errorf("%s %s is no valid page: %s", r.Method, r.URL.Path, wrong)
		}
		for _, word := range internal(string(body), response.StatusCode) {
			p.Errorf("%s %s says a word of the server's own: %q", r.Method, r.URL.Path, word)
		}
		for _, form := range unsigned(string(body)) {
			p.Errorf("%s %s has a form that does not say whose it is: %s", r.Method, r.URL.Path, form)
		}
		if said := whoseOf.FindSubmatch(body); said != nil {
			whose := html.UnescapeString(string(said[1]))
			p.whose.Store(&whose)
		}
	}
	return answer{response.StatusCode, response.Header.Get("Location"), string(body), response.Header}
}

// must gets a page that has to be there, and gives its text.
func (p *person) must(path string) string {
	p.Helper()
	a := p.get(path)
	if a.status != http.StatusOK {
		p.Fatalf("GET %s: %d\n%s", path, a.status, a.body)
	}
	return a.body
}

// seen is the text of a page, without its markup.
func seen(body string) string {
	body = strings.ReplaceAll(body, "<wbr>", "") // where an address may break
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

// shows fails the test unless a page has a text.
func (p *person) shows(path string, texts ...string) {
	p.Helper()
	body := seen(p.must(path))
	for _, text := range texts {
		if !strings.Contains(body, text) {
			p.Errorf("%s does not say %q:\n%s", path, text, body)
		}
	}
}

// at is a route's path with the ids filled in: that of a name of ours, or of the neighbour's.
func (w *world) at(route visit.Route, name reseller.Domain, account reseller.Account) string {
	path := strings.ReplaceAll(route.Path, "/accounts/:id/", fmt.Sprintf("/accounts/%d/", account.ID))
	path = w.affairs[account.ID].of(path)
	return strings.NewReplacer(":id", fmt.Sprint(name.ID), ":name", name.Name.String(), ":number", "1", ":group", "gold").Replace(path)
}
