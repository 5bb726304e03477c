package main

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/demo"
	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// TestDemoRunsOverEPP: a registration, records, a name that another registrar brings, a transfer and a renewal, all through the EPP
// server and our client; and the same data goes on without them.
func TestDemoRunsOverEPP(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	running, out := s.start("demo", "--listen", "127.0.0.1:0", "--epp", "--epp-listen", "127.0.0.1:0", "--json")
	var hello welcome
	if err := json.NewDecoder(out).Decode(&hello); err != nil || hello.EPP == nil {
		t.Fatalf("the demo says %+v, %v\n%s", hello, err, running.log)
	}
	running.url = hello.URL
	running.register("wired")
	records := base64Of(`a:1:{i:0;a:3:{s:8:"hostname";s:3:"www";s:4:"type";s:1:"A";s:7:"address";s:9:"192.0.2.7";}}`)
	yes := func(action string, pairs ...string) map[string]any {
		t.Helper()
		answer := running.act(action, pairs...)
		if answer["result"] != "success" {
			t.Errorf("%s %v: %v", action, pairs, answer)
		}
		return answer
	}
	yes("SaveDNS", "sld", "wired", "tld", "com", "dnsrecords", records)
	yes("RenewDomain", "sld", "wired", "tld", "com", "regperiod", "1")
	holder := []string{
		"firstname", "test", "lastname", "test", "address1", "a", "city", "c", "country", "US", "postcode", "12345",
		"phonenumber", "1234567890", "email", "admin@exampledomain.com", "domainfields[orgno]", "[US]12-3456789",
	}
	come := func(sld, code string) { // a .se moves at once
		t.Helper()
		yes("TransferDomain", append([]string{"sld", sld, "tld", "se", "transfersecret", code, "regperiod", "1"}, holder...)...)
		yes("RenewDomain", "sld", sld, "tld", "se", "regperiod", "1")
	}
	come("transferme", demo.AuthCode)
	come("theirs", theirName(t, *hello.EPP))
	var tested testedView
	s.decode(&tested, "registry", "test", "sandbox")
	if len(tested.Steps) == 0 || tested.Steps[1].Name != "login" || tested.System != "test" {
		t.Errorf("the registry is not tried over the wire: %+v", tested)
	}
	running.stop()
	left := filepath.Join(s.data, "epp.json") // as of a demo that was killed
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the registry is said to speak EPP still: %v", err)
	}
	if err := os.WriteFile(left, []byte(`{"listen":"127.0.0.1:1"}`), 0o600); err != nil {
		t.Fatal(err)
	}

	var effects []struct{ Command, Name string }
	s.decode(&effects, "sandbox", "registry", "log")
	var told []string
	for _, e := range effects {
		told = append(told, e.Command+" "+e.Name)
	}
	log := strings.Join(told, ", ")
	for _, want := range []string{"create wired.com", "renew wired.com", "transfer transferme.se", "renew transferme.se", "transfer theirs.se", "renew theirs.se"} {
		if !strings.Contains(log, want) {
			t.Errorf("the registry did not %s: %s", want, log)
		}
	}
	var orders []orderView
	s.decode(&orders, "order", "list")
	for _, o := range orders {
		if o.State != "done" {
			t.Errorf("order %d (%s %s) is %s", o.ID, o.Kind, o.Domain, o.State)
		}
	}
	plain := s.demo()
	if answer := plain.act("GetNameservers", "sld", "wired", "tld", "com"); answer["ns1"] != "ns1.yourdomain.com" {
		t.Errorf("without EPP: %v", answer)
	}
	var called testedView
	if s.decode(&called, "registry", "test", "sandbox"); !called.Answers || len(called.Steps) > 0 {
		t.Errorf("without EPP the registry is tried as %+v", called)
	}
	plain.stop()
	s.must("verify")
}

// theirName registers a name for another registrar of the demo's registry, and gives its auth code.
func theirName(t *testing.T, hello eppWelcome) string {
	t.Helper()
	pinned := &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
		if sum := sha256.Sum256(state.PeerCertificates[0].Raw); hex.EncodeToString(sum[:]) != hello.Fingerprint {
			return errors.New("another certificate")
		}
		return nil
	}}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	c := epp.New(epp.Settings{Address: hello.Listen, TLS: pinned, ClientID: sandbox.OtherRegistrar, Password: hello.Password, Timeout: 20 * time.Second, TLDs: rules})
	defer func() { _ = c.Close() }()
	name := reseller.NameOf("theirs.se", "se")
	if _, err := c.Create(t.Context(), registry.Create{
		ClTRID: "THEY-1", Name: name, Years: 1, Fields: map[string]string{"id_number": "[SE]802405-0190"},
		Contacts: reseller.Contacts{reseller.RoleRegistrant: {FirstName: "Ann", LastName: "Other", City: "Lund", Country: "SE", Email: "ann@example.net"}},
	}); err != nil {
		t.Fatal(err)
	}
	code, err := c.NewAuthCode(t.Context(), "THEY-2", name)
	if err != nil {
		t.Fatal(err)
	}
	return code.Secret
}
