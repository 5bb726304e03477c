package integrations_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// fossbilling is a FOSSBilling installation that has the adapter, at work on one order.
type fossbilling struct {
	t      *testing.T
	config map[string]string
	order  int
}

// fossReply is what a call of the adapter did.
type fossReply struct {
	Returned   json.RawMessage `json:"returned"`
	Domain     map[string]any  `json:"domain"`
	Threw      *string         `json:"threw"`
	Log        []string        `json:"log"`
	Complaints []string        `json:"complaints"`
}

type fossCall struct {
	Method string         `json:"method"`
	Domain map[string]any `json:"domain,omitempty"`
}

func newFOSSBilling(t *testing.T, url, email, token string) *fossbilling {
	t.Helper()
	return &fossbilling{t: t, order: 5, config: map[string]string{"api_url": url, "email": email, "token": token}}
}

// calls makes calls in one PHP process and gives their replies. PHP must have nothing to complain of.
func (f *fossbilling) calls(calls ...fossCall) []fossReply {
	f.t.Helper()
	var replies []fossReply
	phpCall(f.t, "testdata/fossbilling/call.php", map[string]any{"config": f.config, "order": f.order, "calls": calls}, &replies)
	for i, reply := range replies {
		if len(reply.Complaints) > 0 {
			f.t.Errorf("%s: PHP complains: %s", calls[i].Method, strings.Join(reply.Complaints, "; "))
		}
		if token := f.config["token"]; token != "" && strings.Contains(strings.Join(reply.Log, "\n"), token) {
			f.t.Errorf("%s: the token stands in the log", calls[i].Method)
		}
	}
	return replies
}

// call calls a method that must not throw.
func (f *fossbilling) call(method string, domain map[string]any) fossReply {
	f.t.Helper()
	reply := f.calls(fossCall{method, domain})[0]
	if reply.Threw != nil {
		f.t.Fatalf("%s threw %s", method, *reply.Threw)
	}
	return reply
}

// good calls a method that must return true.
func (f *fossbilling) good(method string, domain map[string]any) {
	f.t.Helper()
	same(f.t, method, string(f.call(method, domain).Returned), "true")
}

// thrown calls a method that must throw Registrar_Exception and gives its words.
func (f *fossbilling) thrown(method string, domain map[string]any) string {
	f.t.Helper()
	reply := f.calls(fossCall{method, domain})[0]
	if reply.Threw == nil {
		f.t.Fatalf("%s threw nothing but returned %s", method, reply.Returned)
	}
	return *reply.Threw
}

// fossDomain is a domain as FOSSBilling hands it to an adapter.
func fossDomain(name string, more map[string]any) map[string]any {
	sld, tld, _ := strings.Cut(name, ".")
	d := map[string]any{
		"sld": sld, "tld": "." + tld, "registrationPeriod": 1, "ns1": "ns1.example.net", "ns2": "ns2.example.net", "ns3": "", "ns4": nil,
		"privacyEnabled": false,
		"contact": map[string]any{
			"firstName": "Åsa", "lastName": "O'Brien & Söner", "email": "asa@example.se", "city": "Malmö", "zip": "211 34", "country": "SE",
			"state": "Skåne", "tel": "040123456", "telCc": "46", "company": "", "companyNumber": "", "address1": "Storgatan 1",
			"address2": "", "documentNr": "",
		},
	}
	maps.Copy(d, more)
	return d
}

func TestFOSSBillingTakesADomainThroughItsLife(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	f := newFOSSBilling(t, demo.URL, demo.Email, demo.Token)
	const name = "foss-life.com"
	here := fossDomain(name, nil)

	f.good("isDomainAvailable", here)
	same(t, "isDomaincanBeTransferred of a free name", string(f.call("isDomaincanBeTransferred", here).Returned), "false")
	f.good("registerDomain", here)
	same(t, "state", demo.info(name, "status"), "active")
	same(t, "credit", demo.credit(), "987.01")
	same(t, "registrant", contact(t, demo, name, "Registrant")["Name"], "Åsa O'Brien & Söner")
	same(t, "telephone", contact(t, demo, name, "Registrant")["Telephone"], "+46.40123456")
	same(t, "isDomainAvailable of a taken name", string(f.call("isDomainAvailable", here).Returned), "false")

	details := f.call("getDomainDetails", fossDomain(name, nil)).Domain
	expires := time.Unix(int64(details["expirationtime"].(float64)), 0).UTC()
	same(t, "expiry", expires.Format(time.DateOnly), demo.info(name, "expirydate"))
	same(t, "registered", time.Unix(int64(details["registrationtime"].(float64)), 0).UTC().Format(time.DateOnly), demo.info(name, "registrationdate"))
	same(t, "locked", details["locked"], any(true))
	same(t, "privacy", details["privacyenabled"], any(false))
	same(t, "second name server", details["ns2"], any("ns2.example.net"))
	registrant := details["contactregistrar"].(map[string]any)
	same(t, "country code", registrant["telcc"], any("46"))
	same(t, "last name", registrant["lastname"], any("O'Brien & Söner"))

	f.good("modifyNs", fossDomain(name, map[string]any{"ns1": "ns1.example.org", "ns2": "ns2.example.org"}))
	same(t, "name servers", demo.info(name, "nameservers"), `{"ns1":"ns1.example.org","ns2":"ns2.example.org"}`)
	moved := fossDomain(name, nil)
	moved["contact"].(map[string]any)["city"] = "Göteborg"
	f.good("modifyContact", moved)
	same(t, "city", contact(t, demo, name, "Registrant")["City"], any("Göteborg"))
	f.good("unlock", here)
	same(t, "lock", demo.info(name, "lockstatus"), "unlocked")
	f.good("lock", here)
	same(t, "lock", demo.info(name, "lockstatus"), "locked")
	f.good("enablePrivacyProtection", here)
	same(t, "privacy", demo.info(name, "idprotection"), "true")
	f.good("disablePrivacyProtection", here)
	same(t, "privacy", demo.info(name, "idprotection"), "false")
	if code := f.call("getEpp", here).Returned; len(code) < 16 {
		t.Errorf("getEpp: %s is no code", code)
	}

	renewed := fossDomain(name, map[string]any{"expirationTime": expires.Unix(), "registrationPeriod": 2})
	f.good("renewDomain", renewed)
	same(t, "expiry", demo.info(name, "expirydate"), later(t, expires.Format(time.DateOnly), 2))
	same(t, "credit", demo.credit(), "961.03")

	f.good("deleteDomain", here)
	if state := demo.info(name, "status"); state == "active" {
		t.Error("a deleted name is active")
	}
	f.thrown("modifyNs", fossDomain("nobody.com", nil))
	contains(t, "getTlds", string(f.call("getTlds", nil).Returned), `".co.uk"`)
	contains(t, "getConfig", string(f.call("getConfig", nil).Returned), `"token":["password"`)
}

func TestFOSSBillingSameOrderIsChargedOnce(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	broken := newRelay(t, demo.URL)
	f := newFOSSBilling(t, broken.URL(), demo.Email, demo.Token)
	const name = "once.com"
	broken.lose("RegisterDomain")
	contains(t, "registerDomain", f.thrown("registerDomain", fossDomain(name, nil)), "charged once only")
	f.good("registerDomain", fossDomain(name, nil))
	f.good("registerDomain", fossDomain(name, nil))
	same(t, "credit", demo.credit(), "987.01")

	before := demo.info(name, "expirydate")
	day, err := time.Parse(time.DateOnly, before)
	demo.must(err)
	known := map[string]any{"expirationTime": day.Unix()}
	broken.lose("RenewDomain")
	f.thrown("renewDomain", fossDomain(name, known))
	f.good("renewDomain", fossDomain(name, known))
	same(t, "credit", demo.credit(), "974.02")
	demo.cli("sandbox", "advance", "9d") // the server forgets the key, the date still tells
	f.good("renewDomain", fossDomain(name, known))
	same(t, "credit after nine days", demo.credit(), "974.02")
	same(t, "expiry", demo.info(name, "expirydate"), later(t, before, 1))
	contains(t, "renewDomain for longer than was paid", f.thrown("renewDomain", fossDomain(name, map[string]any{
		"expirationTime": day.Unix(), "registrationPeriod": 3,
	})), "nothing was charged")
	if keys := broken.keys(); len(keys) < 2 {
		t.Errorf("orders went without keys: %q", keys)
	}
}

func TestFOSSBillingRenewsInEveryTimeZone(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	broken := newRelay(t, demo.URL)
	f := newFOSSBilling(t, broken.URL(), demo.Email, demo.Token)
	const name = "zones.com"
	f.good("registerDomain", fossDomain(name, nil))
	// The newest FOSSBilling reads midnight of UTC back in its own time zone.
	for zone, off := range map[string]time.Duration{
		"UTC": 0, "Stockholm": -time.Hour, "Auckland": -13 * time.Hour, "Kiritimati": -14 * time.Hour, "New York": 5 * time.Hour,
	} {
		before := demo.info(name, "expirydate")
		day, err := time.Parse(time.DateOnly, before)
		demo.must(err)
		known := map[string]any{"expirationTime": day.Add(off).Unix()}
		credit := demo.credit()
		broken.lose("RenewDomain")
		f.thrown("renewDomain", fossDomain(name, known))
		f.good("renewDomain", fossDomain(name, known))
		same(t, "expiry in "+zone, demo.info(name, "expirydate"), later(t, before, 1))
		if after := demo.credit(); after == credit {
			t.Errorf("%s: nothing was charged", zone)
		}
	}
	same(t, "credit after five renewals", demo.credit(), "922.06")
}

func TestFOSSBillingRefusedOrderDoesNotStickToItsKey(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	f := newFOSSBilling(t, demo.URL, demo.Email, demo.Token)
	const name = "sticky.com"
	demo.cli("sandbox", "fault", "refuse", "--command", "create", "--times", "2")
	f.thrown("registerDomain", fossDomain(name, nil))
	f.good("registerDomain", fossDomain(name, nil))
	same(t, "credit", demo.credit(), "987.01")

	// Deleted, and activated again by the same order: registered again, not only said so.
	f.good("deleteDomain", fossDomain(name, nil))
	reply := f.calls(fossCall{"registerDomain", fossDomain(name, nil)})[0]
	if state := demo.info(name, "status"); reply.Threw == nil && state != "active" {
		t.Errorf("registerDomain returned %s, but the name is %s", reply.Returned, state)
	}
}

func TestFOSSBillingSwedishNames(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	f := newFOSSBilling(t, demo.URL, demo.Email, demo.Token)
	contains(t, "registerDomain without identity", f.thrown("registerDomain", fossDomain("smultron.se", nil)), "Identification Number")
	company := fossDomain("smultron.se", nil)
	company["contact"].(map[string]any)["companyNumber"] = "556036-0793"
	f.good("registerDomain", company)
	same(t, "state", demo.info("smultron.se", "status"), "active")
	contains(t, "lock", f.thrown("lock", company), "no such feature")
	person := fossDomain("smultron.nu", nil)
	person["contact"].(map[string]any)["documentNr"] = "[DE]HRB12345"
	f.good("registerDomain", person)
	same(t, "credit", demo.info("smultron.nu", "status"), "active")
}

func TestFOSSBillingTransfersIn(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	f := newFOSSBilling(t, demo.URL, demo.Email, demo.Token)
	const name, code = "transferme.com", "gd23h231s21"
	f.good("isDomaincanBeTransferred", fossDomain(name, nil))
	contains(t, "transferDomain", f.thrown("transferDomain", fossDomain(name, map[string]any{"epp": "wrong"})), "authorization")
	reply := f.call("transferDomain", fossDomain(name, map[string]any{"epp": code}))
	same(t, "transferDomain", string(reply.Returned), "true")
	if strings.Contains(strings.Join(reply.Log, "\n"), code) {
		t.Errorf("the auth code stands in the log: %s", reply.Log)
	}
	contains(t, "getDomainDetails", f.thrown("getDomainDetails", fossDomain(name, nil)), "not registered here yet")
	demo.cli("sandbox", "advance", "6d")
	demo.seen("TransferSync", name, "completed")
	same(t, "getDomainDetails", string(f.call("getDomainDetails", fossDomain(name, nil)).Returned), `"the domain"`)
}

func TestFOSSBillingPendingRegistrationIsNoSuccess(t *testing.T) {
	t.Parallel()
	demo := openDemo(t, "--answer-within", "1s")
	f := newFOSSBilling(t, demo.URL, demo.Email, demo.Token)
	demo.silence("create")
	contains(t, "registerDomain", f.thrown("registerDomain", fossDomain("later.com", nil)), "Domain registration is pending (order ")
	demo.settle("the registry confirms", func() bool { return demo.info("later.com", "status") == "active" })
	f.good("registerDomain", fossDomain("later.com", nil))
	same(t, "credit", demo.credit(), "987.01")
}

// fossMethods are the methods that ask the server.
var fossMethods = []string{
	"isDomainAvailable", "isDomaincanBeTransferred", "modifyNs", "modifyContact", "transferDomain", "getDomainDetails", "getEpp",
	"registerDomain", "renewDomain", "deleteDomain", "enablePrivacyProtection", "disablePrivacyProtection", "lock", "unlock",
}

// failsWith wants every method to throw with these words.
func (f *fossbilling) failsWith(words string) {
	f.t.Helper()
	calls := []fossCall{{Method: "getTlds"}}
	for _, method := range fossMethods {
		calls = append(calls, fossCall{method, fossDomain("trouble.com", map[string]any{"epp": "a-secret-code"})})
	}
	for i, reply := range f.calls(calls...) {
		if reply.Threw == nil {
			f.t.Errorf("%s threw nothing but returned %s", calls[i].Method, reply.Returned)
			continue
		}
		contains(f.t, calls[i].Method, *reply.Threw, words)
	}
}

func TestFOSSBillingTellsTroubleWithTheServer(t *testing.T) {
	t.Parallel()
	newFOSSBilling(t, deadURL(t), "a@example.net", "a-token-of-ours").failsWith("Nothing was sent")

	end := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-end }))
	defer slow.Close()
	defer close(end)
	f := newFOSSBilling(t, slow.URL, "a@example.net", "a-token-of-ours")
	f.config["timeout"] = "2"
	contains(t, "registerDomain", f.thrown("registerDomain", fossDomain("trouble.com", nil)), "is not known")
	f.config["timeout"] = "0.1" // a busy machine may not even connect in time, so the words do not count
	f.failsWith("The registrar ")

	for _, nonsense := range []string{
		"", "<html><body>It works!</body></html>", `{"result":"success","msg":"Domain has been reg`, `{"result":true}`, `["result","success"]`,
		`{"result":"error","msg":""}`, "\ufeff" + `{"result":"success"}`,
	} {
		newFOSSBilling(t, answering(t, nonsense), "a@example.net", "a-token-of-ours").failsWith("something else than was asked for")
	}
	contains(t, "no settings", newFOSSBilling(t, "", "a@example.net", "t").thrown("lock", fossDomain("a.com", nil)), "not set")
}
