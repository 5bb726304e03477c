package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nameyard/demo"
)

func TestOtherRegistrarAsksForANameOfOurs(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("wanted")
	if answer := server.act("DomainUpdateLockingStatus", "sld", "wanted", "tld", "com", "lockenabled", "unlocked"); answer["result"] != "success" {
		t.Fatalf("DomainUpdateLockingStatus: %v", answer)
	}
	s.must("sandbox", "advance", "61d") // no registry lets a name go sooner
	code, _ := server.act("GetEPPCode", "sld", "wanted", "tld", "com")["eppcode"].(string)
	server.stop()
	s.sandboxServesItStill("wanted.com")
	if r := s.run("sandbox", "foreign", "ask", "wanted.com", "--auth-code", "wrong"); r.code != exitRefused || !strings.Contains(r.errOut, "the sandbox registry refuses") {
		t.Errorf("with a wrong code: exit %d, %s", r.code, r.errOut)
	}
	var asked registrationView
	s.decode(&asked, "sandbox", "foreign", "ask", "wanted.com", "--auth-code", code)
	if asked.Transfer == nil || asked.Transfer.Incoming || asked.Transfer.Status != "pending" {
		t.Errorf("asked: %+v", asked.Transfer)
	}
	if text := s.must("sandbox", "registry", "show", "wanted.com"); !strings.Contains(text, "pending since") {
		t.Errorf("the registry shows\n%s", text)
	}
}

// sandboxServesItStill has the rules send the TLD of a name elsewhere: that name stays at the sandbox registry, which goes on serving it.
func (s *shell) sandboxServesItStill(name string) {
	s.t.Helper()
	rules := filepath.Join(s.t.TempDir(), "rules.json")
	if err := os.WriteFile(rules, []byte(`{"com": {"connector": "wire"}}`), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.must("sandbox", "fault", "refuse", "--tld", "com", "--times", "1", "--tld-rules", rules)
	s.must("sandbox", "fault", "clear")
	s.must("sandbox", "act", "hold", name, "--tld-rules", rules)
	s.must("sandbox", "act", "lift", name)
}

func TestForeignNameIsPushedToOurTagOnce(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.demo().stop()
	s.must("sandbox", "foreign", "add", "pushed.co.uk")
	if r := s.run("sandbox", "foreign", "push", "nobodys.co.uk"); r.code != exitRefused {
		t.Errorf("a name that is not registered: exit %d, %s", r.code, r.errOut)
	}
	s.must("sandbox", "foreign", "push", "pushed.co.uk")
	if r := s.run("sandbox", "foreign", "push", "pushed.co.uk"); r.code != exitRefused {
		t.Errorf("a second time: exit %d, %s", r.code, r.errOut)
	}
	if log := s.must("sandbox", "registry", "log"); !strings.Contains(log, "pushed.co.uk") {
		t.Errorf("the registry's log has no push:\n%s", log)
	}
}

func TestEachKindOfFaultIsSetListedAndCleared(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.demo().stop()
	kinds := []string{"refuse", "slow", "lost-answer", "lost-request", "late-effect", "pending", "down", "twice"}
	for _, kind := range kinds {
		args := []string{"sandbox", "fault", kind, "--command", "renew", "--times", "1", "--tld", ".com", "--for", "10m"}
		if kind == "slow" || kind == "late-effect" || kind == "pending" {
			args = append(args, "--delay", "45s")
		}
		s.must(args...)
	}
	var list []faultView
	s.decode(&list, "sandbox", "fault", "list")
	if len(list) != len(kinds) {
		t.Fatalf("the faults are %+v", list)
	}
	for i, f := range list {
		if f.Kind != kinds[i] || f.Command != "renew" || f.TLD != "com" || f.Times != 1 || f.Until == nil {
			t.Errorf("fault %d is %+v, want %s", i, f, kinds[i])
		}
	}
	if text := s.must("sandbox", "fault", "clear"); text != "8 faults cleared\n" {
		t.Errorf("clear says %q", text)
	}
}

func TestWebhookIsTestedAndSwitchedOnAgain(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.demo().stop()
	posted := make(chan string, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		posted <- r.Header.Get("Webhook-Id")
		w.WriteHeader(http.StatusAccepted)
	}))
	defer receiver.Close()
	s.must("webhook", "add", demo.Email, receiver.URL+"/hook")
	if text := s.must("webhook", "test", demo.Email, "1"); !strings.Contains(text, "answered with status 202") {
		t.Errorf("test says %q", text)
	}
	if id := <-posted; id == "" {
		t.Error("the test event has no id")
	}
	s.tamper("UPDATE webhook_endpoints SET disabled_at = '2026-01-01 00:00:00', failures = 9")
	if text := s.must("webhook", "list", demo.Email); !strings.Contains(text, "off") {
		t.Errorf("a webhook that is switched off is listed as\n%s", text)
	}
	s.must("webhook", "enable", demo.Email, "1")
	var list []webhookView
	s.decode(&list, "webhook", "list", demo.Email)
	if len(list) != 1 || list[0].State != "on" {
		t.Errorf("afterwards: %+v", list)
	}
}
