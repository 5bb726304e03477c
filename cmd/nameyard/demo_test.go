package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"nameyard/demo"
	"nameyard/operator"
)

func TestDemoAnswersTheFirstLineOfTheDocumentation(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("exampledomain")
	if answer := server.act("CreditAmount"); answer["value"] != "987.01" {
		t.Errorf("credit is %v, want the price of a .com less than 1000.00", answer)
	}
	answer := server.act("TransferDomain", "sld", "transferme", "tld", "se", "transfersecret", demo.AuthCode, "regperiod", "1",
		"firstname", "test", "lastname", "test", "address1", "a", "city", "c", "country", "US", "postcode", "12345",
		"phonenumber", "1234567890", "email", "admin@exampledomain.com", "domainfields[orgno]", "[US]12-3456789")
	if answer["result"] != "success" {
		t.Errorf("TransferDomain of a foreign name: %v", answer)
	}
	server.invites("friend@example.com")
	server.stop()

	// A second start keeps the data and adds nothing.
	server = s.demo()
	if answer := server.act("GetNameservers", "sld", "exampledomain", "tld", "com"); answer["ns1"] != "ns1.yourdomain.com" {
		t.Errorf("after the second start: %v", answer)
	}
	server.stop()
	s.must("verify")
	if ledger := s.must("credit", "ledger", demo.Email); strings.Count(ledger, "deposit") != 1 {
		t.Errorf("the demo's credit was not posted once:\n%s", ledger)
	}
}

func TestDemoSaysWhatToPasteNext(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	running, out := s.start("demo", "--listen", "127.0.0.1:0")
	text := make([]byte, 0, 4096)
	for !strings.Contains(string(text), "Stop with Ctrl-C") {
		piece := make([]byte, 4096)
		n, err := out.Read(piece)
		if err != nil {
			t.Fatalf("%v after %s\n%s", err, text, running.log)
		}
		text = append(text, piece[:n]...)
	}
	running.stop()
	for _, piece := range []string{
		demo.Token, demo.Email, "curl 'http://127.0.0.1:", "/domainsResellerAPI/api.php' --data 'token=" + demo.Token, "action=RegisterDomain&sld=exampledomain",
		s.data, "it is new", "nameyard sandbox advance 31d --data " + s.data,
	} {
		if !strings.Contains(string(text), piece) {
			t.Errorf("the greeting does not have %q:\n%s", piece, text)
		}
	}
	key, err := os.Stat(s.data + "/secret.key")
	if err != nil || key.Mode().Perm() != 0o600 {
		t.Errorf("the secret key is %v, %v, want it readable for its owner only", key, err)
	}
}

func TestDemoLeavesADatabaseOfOthersAlone(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	s.must("account", "add", "real@example.com", "--name", "Real", "--currency", "SEK")
	if r := s.run("demo", "--listen", "127.0.0.1:0"); r.code != exitRefused || !strings.Contains(r.errOut, "nameyard serve") {
		t.Errorf("exit %d, %s", r.code, r.errOut)
	}
	if tokens := s.must("account", "list"); strings.Contains(tokens, demo.Email) {
		t.Errorf("the demo's account was made:\n%s", tokens)
	}
}

func TestClockOfARunningDemoMovesWithWhatFallsDueInOrder(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("aging")
	before := s.now()
	s.must("sandbox", "advance", "366d")
	if moved := s.now().Sub(before); moved < 366*24*time.Hour || moved > 366*24*time.Hour+time.Minute {
		t.Errorf("business time moved by %s, want 366 days", moved)
	}
	// The registry renewed the name at its expiry, and the server knows; the account has not paid for that year.
	var effects []struct {
		Command string    `json:"command"`
		At      time.Time `json:"at"`
		Expires time.Time `json:"expires"`
	}
	s.decode(&effects, "sandbox", "registry", "log")
	if len(effects) != 2 || effects[1].Command != "autorenew" || !effects[1].At.Equal(effects[0].Expires) {
		t.Fatalf("effects: %v", effects)
	}
	if answer := server.act("Sync", "sld", "aging", "tld", "com"); answer["expirydate"] != effects[0].Expires.Format(time.DateOnly) {
		t.Errorf("Sync after the year: %v, want the paid-through date %s", answer, effects[0].Expires)
	}
	server.stop()
	s.must("verify")
}

func TestClockOfAStoppedDemoMovesToo(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("aging")
	server.stop()
	before := s.now()
	var told nowView
	s.decode(&told, "sandbox", "advance", "366d")
	if told.Steps < 2 || told.Now.Sub(before) < 366*24*time.Hour {
		t.Errorf("advance says %+v", told)
	}
	var shown registrationView
	s.decode(&shown, "sandbox", "registry", "show", "aging.com")
	if !shown.Expires.After(before.AddDate(1, 6, 0)) {
		t.Errorf("the registry did not renew the name: %s", shown.Expires)
	}
	var invoices []invoiceView
	s.decode(&invoices, "invoice", "list")
	if len(invoices) != 1 || invoices[0].Number == "" || invoices[0].Account != demo.Email || invoices[0].Total != "12.99" {
		t.Fatalf("invoices: %+v", invoices)
	}
	if text := s.must("invoice", "show", invoices[0].Number); !strings.Contains(text, "register aging.com, 1 years: 12.99 + 0.00 tax") {
		t.Errorf("the invoice is\n%s", text)
	}
	// The next start goes on at that time.
	server = s.demo()
	if now := s.now(); now.Before(told.Now) {
		t.Errorf("after a start it is %s, before it was %s", now, told.Now)
	}
	server.stop()
}

func TestTransferIsDoneWhenTheLosingRegistrarHasBeenSilentLongEnough(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo("--answer-within", "1s")
	answer := server.act("TransferDomain", "sld", "transferme", "tld", "com", "transfersecret", demo.AuthCode, "regperiod", "1",
		"firstname", "test", "lastname", "test", "address1", "a", "city", "c", "country", "US", "postcode", "12345",
		"phonenumber", "1234567890", "email", "admin@exampledomain.com", "domainfields[orgno]", "[US]12-3456789")
	if answer["result"] != "success" {
		t.Fatalf("TransferDomain: %v", answer)
	}
	s.must("sandbox", "advance", "4d")
	var orders []orderView
	s.decode(&orders, "order", "list", "--unfinished")
	if len(orders) != 1 || orders[0].State != "pending" {
		t.Errorf("after four days: %+v, want the transfer pending", orders)
	}
	s.must("sandbox", "advance", "2d")
	s.decode(&orders, "order", "list")
	if len(orders) != 1 || orders[0].State != "done" {
		t.Errorf("after six days: %+v, want the transfer done", orders)
	}
	server.stop()
	s.must("verify")
}

func TestFaultSetByACommandHitsARunningServer(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	s.must("sandbox", "fault", "refuse", "--command", "create", "--times", "1")
	answer := server.act("RegisterDomain", "sld", "refused", "tld", "com", "regperiod", "1", "firstname", "t", "lastname", "t", "address1", "a",
		"city", "c", "country", "US", "postcode", "12345", "phonenumber", "1234567890", "email", "admin@exampledomain.com",
		"nameserver1", "ns1.yourdomain.com", "nameserver2", "ns2.yourdomain.com")
	if answer["result"] != "error" || !strings.Contains(answer["msg"].(string), "scripted fault") {
		t.Errorf("answer: %v", answer)
	}
	var orders []orderView
	s.decode(&orders, "order", "list")
	if len(orders) != 1 || orders[0].State != "refused" || orders[0].Domain != "refused.com" {
		t.Errorf("orders: %+v", orders)
	}
	server.register("refused")
	server.stop()
	s.must("verify")
}

func TestOperatorResolvesAnOrderThatTheRegistryDoesNotTellOf(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo("--answer-within", "1ms")
	s.must("sandbox", "fault", "lost-request", "--command", "create")
	open := []string{"tld", "com", "regperiod", "1", "firstname", "t", "lastname", "t", "address1", "a",
		"city", "c", "country", "US", "postcode", "12345", "phonenumber", "1234567890", "email", "admin@exampledomain.com",
		"nameserver1", "ns1.yourdomain.com", "nameserver2", "ns2.yourdomain.com"}
	answer := server.act("RegisterDomain", append(open, "sld", "open")...)
	if answer["msg"] != "Domain registration is pending (order 1)" {
		t.Fatalf("answer: %v", answer)
	}
	s.must("sandbox", "fault", "lost-request", "--command", "create")
	server.act("RegisterDomain", append(open, "sld", "wrong")...)
	server.stop()
	var orders []orderView
	s.decode(&orders, "order", "list", "--unfinished")
	if len(orders) != 2 || orders[1].ID != 1 || orders[0].Needs != "" || orders[0].WorksUntil == nil {
		t.Fatalf("unfinished orders: %+v", orders)
	}
	if list := s.must("order", "list"); !strings.Contains(list, "works until "+orders[0].WorksUntil.Format(time.RFC3339)) {
		t.Errorf("the list does not say who has the next move:\n%s", list)
	}
	if r := s.run("order", "resolve", "1", "refused"); r.code != exitUsage || !strings.Contains(r.errOut, "--reason") {
		t.Errorf("without a reason: exit %d, %s", r.code, r.errOut)
	}
	if asked := s.must("order", "ask", "1"); !strings.Contains(asked, "unknown") {
		t.Errorf("asked again, with nothing new: %s", asked)
	}
	lost := []string{"order", "resolve", "1", "refused", "--reason", "the registry lost it"}
	if r := s.run(append(lost, "--yes")...); r.code != exitRefused || !strings.Contains(r.errOut, "goes on with it by itself until") {
		t.Errorf("while the server has moves: exit %d, %s", r.code, r.errOut)
	}
	lost = append(lost, "--against-the-registry")
	r := s.runWith("yes\n", lost...)
	for _, want := range []string{"ends as refused", "USD that is held goes back", "refused, was pending_register", "register.refused, by mail", "say --yes"} {
		if r.code != exitRefused || !strings.Contains(r.errOut, want) {
			t.Errorf("without a terminal: exit %d, and it does not say %q:\n%s", r.code, want, r.errOut)
		}
	}
	var resolved orderView
	s.decode(&resolved, append(lost, "--yes")...)
	if resolved.State != "refused" || resolved.Reason != "the registry lost it" {
		t.Errorf("resolved: %+v", resolved)
	}
	if r := s.run("order", "resolve", "1", "done", "--reason", "twice"); r.code != exitRefused || !strings.Contains(r.errOut, "has ended as refused") {
		t.Errorf("a second time: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("order", "reverse", "1", "--reason", "wrong", "--yes"); r.code != exitRefused || !strings.Contains(r.errOut, "the registry bears that out") {
		t.Errorf("what was refused is taken back: exit %d, %s", r.code, r.errOut)
	}
	s.must("order", "resolve", "2", "done", "--reason", "they say so", "--against-the-registry", "--yes")
	s.must("sandbox", "advance", "11m")
	if said := s.must("order", "reverse", "2", "--reason", "they were wrong", "--yes"); !strings.Contains(said, "order 2 was taken back, and ") {
		t.Errorf("taken back: %s", said)
	}
	if shown := s.must("order", "show", "2"); !strings.Contains(shown, "taken back") {
		t.Errorf("the order: %s", shown)
	}
	if r := s.run("order", "ask", "2"); r.code != exitRefused || !strings.Contains(r.errOut, "there is nothing to ask") {
		t.Errorf("asking about what has ended: exit %d, %s", r.code, r.errOut)
	}
	if credit := s.must("credit", "show", demo.Email); !strings.Contains(credit, "has 1000.00 USD available, 0.00 held") {
		t.Errorf("after the refusal: %s", credit)
	}
	s.must("verify")
}

func TestZoneIsShownAndRestored(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("zoned")
	for _, address := range []string{"192.0.2.1", "192.0.2.2"} {
		records := `a:1:{i:0;a:4:{s:8:"hostname";s:3:"www";s:4:"type";s:1:"A";s:7:"address";s:9:"` + address + `";s:8:"priority";s:3:"N/A";}}`
		if answer := server.act("SaveDNS", "sld", "zoned", "tld", "com", "dnsrecords", base64Of(records)); answer["result"] != "success" {
			t.Skipf("SaveDNS is not there yet: %v", answer)
		}
	}
	server.stop()
	if text := s.must("zone", "show", "zoned.com"); !strings.Contains(text, "192.0.2.2") {
		t.Errorf("the zone is\n%s", text)
	}
	s.must("zone", "restore", "zoned.com", "1")
	var zone zoneView
	s.decode(&zone, "zone", "show", "ZONED.com")
	if len(zone.Records) != 1 || zone.Records[0].Address != "192.0.2.1" {
		t.Errorf("after the restore: %+v", zone)
	}
	var versions []operator.Revision
	s.decode(&versions, "zone", "history", "zoned.com")
	if len(versions) != 3 || versions[0].Version != 3 || !strings.HasPrefix(versions[0].SavedBy, "operator ") {
		t.Errorf("versions: %+v", versions)
	}
	if r := s.run("zone", "restore", "zoned.com", "9"); r.code != exitRefused || !strings.Contains(r.errOut, "zone history") {
		t.Errorf("a version that is not there: exit %d, %s", r.code, r.errOut)
	}
}

func TestServerStartsFromASettingsFileAndEndsInOrder(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server, out := s.start("serve", "--config", "testdata/settings.json")
	go func() { _, _ = out.Read(make([]byte, 1)) }()
	address := server.waitForLog("listen")
	for _, path := range []string{"/healthz", "/readyz"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", path, answer.StatusCode)
		}
	}
	if now := s.must("sandbox", "now"); now == "" {
		t.Error("the sandbox commands do not work beside the server")
	}
	server.stop()
	if !strings.Contains(server.log.String(), `"msg":"stopping`) {
		t.Errorf("the log does not tell of the end:\n%s", server.log)
	}
}

// now is the sandbox's time.
func (s *shell) now() time.Time {
	s.t.Helper()
	var v nowView
	s.decode(&v, "sandbox", "now")
	return v.Now
}

// decode runs a command with --json and reads what it prints.
func (s *shell) decode(into any, args ...string) {
	s.t.Helper()
	text := s.must(append(args, "--json")...)
	if err := json.Unmarshal([]byte(text), into); err != nil {
		s.t.Fatalf("nameyard %s --json: %v\n%s", strings.Join(args, " "), err, text)
	}
}

func TestDemoAnswersForANameAsSoonAsItsRecordsAreSaved(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo("--dns-listen", "127.0.0.1:0")
	server.register("onair")
	row := base64.StdEncoding.EncodeToString([]byte(`a:1:{i:0;a:3:{s:8:"hostname";s:3:"www";s:4:"type";s:1:"A";s:7:"address";s:9:"192.0.2.7";}}`))
	if answer := server.act("SaveDNS", "sld", "onair", "tld", "com", "dnsrecords", row); answer["result"] != "success" {
		t.Fatalf("SaveDNS: %v", answer)
	}
	question := new(dns.Msg).SetQuestion("www.onair.com.", dns.TypeA)
	answer, err := dns.ExchangeContext(t.Context(), question, server.dns)
	if err != nil || len(answer.Answer) != 1 || !strings.HasSuffix(answer.Answer[0].String(), "192.0.2.7") {
		t.Errorf("the name is answered with %v, %v", answer, err)
	}
	text := s.must("zone", "export", "onair.com", "--nameservers", "ns1.nameyard.example")
	if !strings.Contains(text, "www.onair.com.\t3600\tIN\tA\t192.0.2.7\n") || !strings.Contains(text, "onair.com.\t3600\tIN\tNS\tns1.nameyard.example.\n") {
		t.Errorf("the zone file:\n%s", text)
	}
	importZone(t, s, text)
	server.stop()
}
