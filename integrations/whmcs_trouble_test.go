package integrations_test

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// everything lists the functions that ask the server, with parameters with which they would succeed.
func everything() map[string]params {
	const name = "trouble.com"
	with := func(more params) params { return domain(1, name, more) }
	return map[string]params{
		"config_validate": nil,
		"RegisterDomain":  order(1, name, nil), "TransferDomain": order(1, name, params{"eppcode": "a-secret-code"}), "RenewDomain": with(nil),
		"GetNameservers": with(nil), "SaveNameservers": with(params{"ns1": "ns1.example.net", "ns2": "ns2.example.net"}),
		"GetContactDetails": with(nil), "SaveContactDetails": with(params{"contactdetails": map[string]any{"Registrant": map[string]string{"City": "Lund"}}}),
		"GetRegistrarLock": with(nil), "SaveRegistrarLock": with(params{"lockenabled": "locked"}),
		"GetDNS": with(nil), "SaveDNS": with(params{"dnsrecords": []map[string]string{}}),
		"GetEmailForwarding": with(nil), "SaveEmailForwarding": with(params{"prefix": []string{"a"}, "forwardto": []string{"a@example.net"}}),
		"RegisterNameserver": with(params{"nameserver": "ns1.trouble.com", "ipaddress": "192.0.2.1"}),
		"ModifyNameserver":   with(params{"nameserver": "ns1.trouble.com", "currentipaddress": "192.0.2.1", "newipaddress": "192.0.2.2"}),
		"DeleteNameserver":   with(params{"nameserver": "ns1.trouble.com"}),
		"GetEPPCode":         with(nil), "IDProtectToggle": with(params{"protectenable": true}), "RequestDelete": with(nil),
		"ReleaseDomain": with(params{"transfertag": "TAG"}), "Sync": with(nil), "TransferSync": with(nil), "GetDomainInformation": with(nil),
		"CheckAvailability":    {"searchTerm": "trouble", "tldsToInclude": []string{".com"}},
		"GetDomainSuggestions": {"searchTerm": "trouble", "tldsToInclude": []string{".com"}, "suggestionSettings": map[string]string{}},
		"GetTldPricing":        nil,
		"autorenewon":          with(nil), "autorenewoff": with(nil), "dnssecon": with(nil), "dnssecoff": with(nil), "restore": with(nil), "renewoncemore": with(nil),
		"canceltransfer": with(nil), "approvetransfer": with(nil), "rejecttransfer": with(nil),
	}
}

// failsWith wants every function to fail with these words.
func (w *whmcs) failsWith(words string) {
	w.t.Helper()
	for function, got := range w.allRefused(everything()) {
		contains(w.t, function, got, words)
	}
	contains(w.t, "AdminDomainsTabFields", w.call("AdminDomainsTabFields", domain(1, "trouble.com", nil)), words)
	contains(w.t, "widget", w.drawn(), words)
}

// some gives some functions of everything.
func some(functions ...string) map[string]params {
	chosen := map[string]params{}
	for _, function := range functions {
		chosen[function] = everything()[function]
	}
	return chosen
}

func TestWHMCSTellsThatTheServerIsDead(t *testing.T) {
	t.Parallel()
	newWHMCS(t, deadURL(t), "a@example.net", "a-token-of-ours").failsWith("Nothing was sent")
}

func TestWHMCSTellsThatTheServerIsSlow(t *testing.T) {
	t.Parallel()
	end := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-end }))
	defer server.Close()
	defer close(end)
	w := newWHMCS(t, server.URL, "a@example.net", "a-token-of-ours")
	w.settings["Timeout"] = "2"
	start := time.Now()
	contains(t, "Sync", w.refused("Sync", domain(1, "trouble.com", nil)), "did not answer")
	if took := time.Since(start); took > 25*time.Second {
		t.Errorf("a timeout of 2 s took %s", took)
	}
	contains(t, "SaveDNS", w.refused("SaveDNS", everything()["SaveDNS"]), "Whether the request was carried out is not known")
	w.settings["Timeout"] = "0.1" // a busy machine may not even connect in time, so the words do not count
	w.allRefused(everything())
}

func TestWHMCSTakesNoNonsenseForASuccess(t *testing.T) {
	t.Parallel()
	for title, nonsense := range map[string]struct {
		status int
		body   string
	}{
		"empty body":                        {200, ""},
		"white space":                       {200, "  \n"},
		"HTML":                              {200, "<!DOCTYPE html><html><body><h1>It works!</h1></body></html>"},
		"a word":                            {200, "success"},
		"truncated JSON":                    {200, `{"result":"success","msg":"Domain has been reg`},
		"two answers":                       {200, `{"result":"success"}{"result":"success"}`},
		"a list":                            {200, `["result","success"]`},
		"result is true":                    {200, `{"result":true,"msg":"Domain has been registered"}`},
		"result is a list":                  {200, `{"result":["success"]}`},
		"result in capitals":                {200, `{"RESULT":"success"}`},
		"unknown result":                    {200, `{"result":"okay","msg":"Domain has been registered"}`},
		"error without words":               {200, `{"result":"error","msg":""}`},
		"error whose words are none":        {200, `{"result":"error","msg":["no"],"code":"refused"}`},
		"byte order mark":                   {200, "\ufeff" + `{"result":"success"}`},
		"success with status 500":           {500, `{"result":"success","msg":"Domain has been registered"}`},
		"status 500":                        {500, "Internal Server Error"},
		"status 204":                        {204, ""},
		"redirect":                          {302, ""},
		"cut off":                           {200, `{"result":"success","msg":"Domain has been registered"}`},
		"null":                              {200, "null"},
		"deep":                              {200, strings.Repeat(`{"result":`, 50) + `"success"` + strings.Repeat("}", 50)},
		"error of a proxy that has no code": {502, `{"result":"error","msg":"upstream gone"}`},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if nonsense.status == http.StatusFound {
					http.Redirect(rw, r, "/elsewhere/api.php", http.StatusFound)
					return
				}
				rw.Header().Set("Content-Type", "application/json")
				if title == "cut off" {
					rw.Header().Set("Content-Length", "5000")
				}
				rw.WriteHeader(nonsense.status)
				_, _ = rw.Write([]byte(nonsense.body))
			}))
			defer server.Close()
			w := newWHMCS(t, server.URL, "a@example.net", "a-token-of-ours")
			w.allRefused(everything())
			for _, row := range w.tables()["mod_nameyard_orders"] {
				same(t, "state of the order", row["state"], any("open"))
			}
		})
	}
}

func TestWHMCSReadsNothingIntoAnAnswerThatLacksWhatItMustHold(t *testing.T) {
	t.Parallel()
	w := newWHMCS(t, answering(t, `{"result":"success"}`), "a@example.net", "a-token-of-ours")
	w.allRefused(some("RegisterDomain", "TransferDomain", "RenewDomain", "GetEPPCode", "Sync", "GetRegistrarLock", "GetContactDetails",
		"CheckAvailability", "GetDomainSuggestions", "GetTldPricing", "GetDomainInformation", "config_validate"))
	w.settings["ApiUrl"] = answering(t, `{"result":"success","msg":{},"eppcode":["x"],"active":"false","expired":0,"cancelled":null,`+
		`"transferredAway":1,"status":1,"expirydate":"0000-00-00","lockstatus":true,"Registrant":"me","domains":"none","pricing":5,`+
		`"currency":"USD","ns1":5,"completed":"yes","0":"www","1":7,"value":150.5}`)
	w.allRefused(some("RegisterDomain", "TransferDomain", "RenewDomain", "GetEPPCode", "Sync", "TransferSync", "GetRegistrarLock",
		"GetContactDetails", "CheckAvailability", "GetTldPricing", "GetNameservers", "GetDNS", "GetEmailForwarding", "GetDomainInformation",
		"config_validate"))
}

func TestWHMCSPassesOnWhatTheServerItselfCannotDoNow(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "1")
		rw.WriteHeader(http.StatusTooManyRequests)
		_, _ = fmt.Fprint(rw, `{"result":"error","msg":"too many requests: wait a second","code":"rate_limited","requestid":"x"}`)
	}))
	defer server.Close()
	w := newWHMCS(t, server.URL, "a@example.net", "a-token-of-ours")
	for function, words := range w.allRefused(everything()) {
		contains(t, function, words, "too many requests: wait a second")
	}
	same(t, "state of the order", w.tables()["mod_nameyard_orders"][0]["state"], any("open"))
}

// answering gives the URL of a server that answers everything alike.
func answering(t *testing.T, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, body) }))
	t.Cleanup(server.Close)
	return server.URL
}

func TestWHMCSVerifiesTheServersCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"result":"success","value":"150.50"}`)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes fail on purpose
	server.StartTLS()
	defer server.Close()
	w := newWHMCS(t, server.URL, "a@example.net", "a-token-of-ours")
	if reply := w.run("config_validate", nil); reply.Threw == nil || !strings.Contains(*reply.Threw, "certificate") {
		t.Errorf("a certificate that nobody vouches for is good enough: %v", reply.Threw)
	}
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	w.settings["CaBundle"] = bundle
	if reply := w.run("config_validate", nil); reply.Threw != nil {
		t.Errorf("with its authority's certificate the server is refused: %s", *reply.Threw)
	}
	w.settings["ApiUrl"] = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	if reply := w.run("config_validate", nil); reply.Threw == nil {
		t.Error("the name in the certificate is not looked at")
	}
	w.settings["CaBundle"] = bundle + ".gone"
	contains(t, "missing bundle", w.refused("Sync", domain(1, "a.com", nil)), "cannot be read")
}

func TestWHMCSRefusesSettingsThatWouldGiveTheTokenAway(t *testing.T) {
	t.Parallel()
	for url, words := range map[string]string{
		"http://registrar.example.com/api.php": "https", "": "not a URL", "registrar.example.com": "not a URL", "ftp://example.com": "not a URL",
		"https://user:pass@example.com/api.php": "credentials", "https://example.com/api.php?token=x": "credentials",
	} {
		w := newWHMCS(t, url, "a@example.net", "a-token-of-ours")
		contains(t, url, w.refused("Sync", domain(1, "a.com", nil)), words)
	}
	w := newWHMCS(t, "https://example.com", "a@example.net", "")
	contains(t, "no token", w.refused("Sync", domain(1, "a.com", nil)), "not set")
}

func TestWHMCSLooksUpWhatCanBeBought(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	w.good("RegisterDomain", order(1, "taken.com", nil))
	same(t, "CheckAvailability", w.good("CheckAvailability", params{"searchTerm": "taken", "tldsToInclude": []string{".com", ".se", ".example"}}),
		`[{"sld":"taken","tld":".com","status":"registered"},{"sld":"taken","tld":".se","status":"available for registration"},`+
			`{"sld":"taken","tld":".example","status":"tld not supported"}]`)
	same(t, "CheckAvailability of an IDN", w.good("CheckAvailability", params{
		"searchTerm": "räk", "punyCodeSearchTerm": "xn--rk-via", "isIdnDomain": true, "tldsToInclude": []string{".se"},
	}), `[{"sld":"xn--rk-via","tld":".se","status":"available for registration"}]`)

	suggestions := w.good("GetDomainSuggestions", params{
		"searchTerm": "taken", "tldsToInclude": []string{".com", ".nu"}, "suggestionSettings": map[string]string{"words": "shop, my-, <b>", "most": "10"},
	})
	same(t, "GetDomainSuggestions", suggestions, `[{"sld":"taken","tld":".nu","status":"available for registration","score":1},`+
		`{"sld":"takenshop","tld":".com","status":"available for registration","score":0.99},`+
		`{"sld":"takenshop","tld":".nu","status":"available for registration","score":0.98},`+
		`{"sld":"my-taken","tld":".com","status":"available for registration","score":0.97},`+
		`{"sld":"my-taken","tld":".nu","status":"available for registration","score":0.96}]`)
	contains(t, "DomainSuggestionOptions", w.good("DomainSuggestionOptions", nil), `"words"`)

	prices := w.good("GetTldPricing", nil)
	contains(t, "GetTldPricing", prices, `{"extension":".com","minYears":1,"maxYears":10,"registerPrice":12.99,"renewPrice":12.99,"transferPrice":12.99,"eppRequired":true`)
	contains(t, "GetTldPricing", prices, `"extension":".co.uk"`)
	contains(t, "GetTldPricing", prices, `"currency":"USD"`)
	same(t, "TLDs", strings.Count(prices, `"extension"`), len(demo.ask("GetPricing", nil)["pricing"].(map[string]any)))
}

func TestWHMCSWidgetShowsCreditAndForecast(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	w.good("RegisterDomain", order(1, "ahead.com", nil))
	w.good("autorenewon", domain(1, "ahead.com", nil))
	contains(t, "widget", w.drawn(), `Credit</div><div class="col-xs-6 text-right">987.01 USD`)
	contains(t, "widget", w.drawn(), `>0 for 0.00 USD`)
	demo.cli("credit", "take", demo.Email, "980.00", "--ref", "test", "--note", "spent")
	demo.cli("sandbox", "advance", "340d")
	contains(t, "widget", w.drawn(), `>1 for 12.99 USD`)
	contains(t, "widget", w.drawn(), `Missing</div>`)
	contains(t, "widget", w.drawn(), `5.98 USD`)
}
