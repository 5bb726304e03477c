package fleet_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/payments/stripe/stripetest"
)

// takesCards has the servers of an installation take payments at a provider.
func (inst *installation) takesCards() *stripetest.Server {
	inst.t.Helper()
	provider := stripetest.New(inst.t, time.Now)
	key := filepath.Join(filepath.Dir(inst.key), "stripe.key")
	if err := os.WriteFile(key, []byte(stripetest.Key), 0o600); err != nil {
		inst.t.Fatal(err)
	}
	inst.flags = []string{"--panel-url", "https://panel.example.net", "--stripe-key-file", key, "--stripe-url", provider.URL}
	return provider
}

// person is somebody who is signed in to the panel, at all servers alike.
type person struct {
	t       *testing.T
	client  *http.Client
	servers []*server
}

// signIn lets a person in; who are the flags of "user add".
func (inst *installation) signIn(servers []*server, email string, who ...string) *person {
	inst.t.Helper()
	var made struct{ Link string }
	inst.read(&made, append([]string{"user", "add", email}, who...)...)
	link, err := url.Parse(made.Link)
	if err != nil {
		inst.t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		inst.t.Fatal(err)
	}
	p := &person{inst.t, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, servers}
	if status, to := p.post(servers[0], link.Path, link.Query()); status != http.StatusSeeOther {
		inst.t.Fatalf("the link of %s answers %d %s", email, status, to)
	}
	return p
}

func (p *person) post(s *server, path string, form url.Values) (status int, to string) {
	p.t.Helper()
	res, err := p.client.PostForm("http://"+s.address+path, form)
	if err != nil {
		p.t.Error(err)
		return 0, ""
	}
	defer res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// page reads a page at a server.
func (p *person) page(s *server, path string) string {
	p.t.Helper()
	res, err := p.client.Get("http://" + s.address + path)
	if err != nil {
		p.t.Error(err)
		return ""
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		p.t.Errorf("%s answers %d, %v", path, res.StatusCode, err)
	}
	return string(body)
}

var named = regexp.MustCompile(`<input[^>]*? name="?([\w.]+)"?[^>]*? value="([^"]*)"`)

// presses sends the form of a page to all servers at once, twice to each, and gives where it leads, which is the same for all that do not say that it was sent before.
func (p *person) presses(path, action string, typed ...string) (to string) {
	p.t.Helper()
	_, form, found := strings.Cut(p.page(p.servers[0], path), `action="`+action+`"`)
	if !found {
		p.t.Fatalf("%s has no form to %s", path, action)
	}
	form, _, _ = strings.Cut(form, "</form>")
	fields := url.Values{}
	for _, m := range named.FindAllStringSubmatch(form, -1) {
		fields.Add(m[1], html.UnescapeString(m[2]))
	}
	for i := 0; i < len(typed); i += 2 {
		fields.Set(typed[i], typed[i+1])
	}
	var mu sync.Mutex
	led := map[string]int{}
	var all sync.WaitGroup
	for _, s := range append(p.servers, p.servers...) {
		all.Go(func() {
			status, where := p.post(s, action, fields)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case status == http.StatusSeeOther:
				led[where]++
				to = where
			case status != http.StatusConflict && status != http.StatusUnprocessableEntity:
				p.t.Errorf("%s at server %s answers %d", action, s.name, status)
			}
		})
	}
	all.Wait()
	if len(led) != 1 {
		p.t.Errorf("%s, sent %d times, leads to %v", action, 2*len(p.servers), led)
	}
	return to
}

// pressesForms presses forms of the panel at several servers at once: what costs money, or ends something, is done once.
func pressesForms(inst *installation, provider *stripetest.Server, servers ...*server) {
	t, by := inst.t, inst.accounts[1]
	t.Helper()
	owner, staff := inst.signIn(servers, "owner@example.com", "--account", by.email), inst.signIn(servers, "staff@example.com")
	for _, sld := range []string{"single", "pressed-one", "pressed-two"} {
		if got := servers[0].ask(by, "RegisterDomain&tld=com&regperiod=1&sld="+sld+holder); got.Result != "success" {
			t.Fatalf("%+v", got)
		}
	}
	owner.presses("/panel/domains/renew/?q=pressed", "/panel/domains/renew/")
	single := regexp.MustCompile(`/panel/domains/\d+/`).FindString(owner.page(servers[1], "/panel/domains/?q=single"))
	owner.presses(single, single+"renew/", "renew", "1:1200")

	const card = "/panel/credit/card/"
	paid := owner.presses("/panel/credit/pay/?amount=50", card)
	provider.Pay(owner.checkout(paid), stripetest.Good, 0)
	other := owner.presses("/panel/credit/pay/?amount=50", card)
	provider.Pay(owner.checkout(other), stripetest.Good, 40_00) // of another amount: a person decides
	var all sync.WaitGroup
	for _, s := range append(servers, servers...) { // each asks the provider
		all.Go(func() { owner.page(s, paid) })
		all.Go(func() { owner.page(s, other) })
	}
	all.Wait()
	dismiss := "/operator/payments/" + strings.TrimPrefix(other, card) + "dismiss/"
	staff.presses("/operator/payments/?needs=you", dismiss, "reason", "refunded")

	inst.settle()
	carriedOut := inst.effects()
	for _, name := range []string{"single.com", "pressed-one.com", "pressed-two.com"} {
		if n := carriedOut[effect{"renew", name}]; n != 1 {
			t.Errorf("the registry renewed %s %d times", name, n)
		}
	}
	var payments []struct {
		State     string
		Dismissed []string
	}
	inst.read(&payments, "payment", "list")
	if got := fmt.Sprint(payments); got != "[{stranded [refunded]} {paid []}]" || provider.Charges() != 2 {
		t.Errorf("the card payments are %s, of %d charges", got, provider.Charges())
	}
	var records []struct{ Action string }
	inst.read(&records, "audit", "list", "--account", by.email)
	done := map[string]int{}
	for _, r := range records {
		done[r.Action]++
	}
	if done["payment.begun"] != 2 || done["payment.dismissed"] != 1 || done["credit.deposit"] != 2 { // with the one of the beginning
		t.Errorf("recorded is %v", done)
	}
	if credit := servers[0].ask(by, "CreditAmount"); credit.Value != "9999984.00" { // three names for 10, three years for 12, 50 paid in
		t.Errorf("the credit is %s", credit.Value)
	}
}

// checkout is the provider's page of a card payment.
func (p *person) checkout(at string) string {
	p.t.Helper()
	id := regexp.MustCompile(`/c/pay/(cs_test\d+)`).FindStringSubmatch(p.page(p.servers[0], at))
	if id == nil {
		p.t.Fatalf("%s leads to no page of the provider", at)
	}
	return id[1]
}
