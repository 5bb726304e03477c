package main

import (
	"strings"
	"testing"

	"nameyard/store/storetest"
)

// These tests set the environment, so they do not run beside others.

func TestEnvironmentStandsInForFlags(t *testing.T) {
	s := newShell(t)
	s.must("migrate")
	t.Setenv("NAMEYARD_JSON", "true")
	if text := s.must("account", "list"); text != "[]\n" {
		t.Errorf("with NAMEYARD_JSON=true: %q", text)
	}
	t.Setenv("NAMEYARD_JSON", "perhaps")
	if r := s.run("account", "list"); r.code != exitUsage || !strings.Contains(r.errOut, "NAMEYARD_JSON") {
		t.Errorf("a wrong value: exit %d, %s", r.code, r.errOut)
	}
}

func TestSettingsOfAServerDoNotChangeAccounts(t *testing.T) {
	s := newShell(t)
	s.must("migrate")
	t.Setenv("NAMEYARD_REPLAY_WINDOW", "5m")
	t.Setenv("NAMEYARD_NAME", "Surprise")
	s.must("account", "add", "a@example.com", "--name", "A", "--currency", "SEK")
	if text := s.must("account", "set", "a@example.com", "--language", "sv"); strings.Contains(text, "5m") || strings.Contains(text, "Surprise") {
		t.Errorf("the server's environment went into the account:\n%s", text)
	}
}

// A variable that chose whose prices are listed does not choose whose are changed.
func TestNoVariableSaysWhosePricesAreChanged(t *testing.T) {
	s := newShell(t)
	s.must("migrate")
	s.must("account", "add", "own@example.com", "--name", "Own", "--currency", "SEK")
	for _, name := range []string{"NAMEYARD_PRICE_ACCOUNT", "NAMEYARD_ACCOUNT"} {
		t.Setenv(name, "own@example.com")
	}
	t.Setenv("NAMEYARD_PRICE_YEARS", "9")
	s.must("price", "set", ".se", "--currency", "SEK", "--renew", "100")
	s.must("price", "import", "../../demo/prices.csv")
	if text := s.must("price", "list", "--tld", ".se"); strings.Contains(text, "100.00 100.00") || !strings.Contains(text, "renew") {
		t.Errorf("the price is the account's own:\n%s", text)
	}
	if text := s.must("price", "export"); text != "tld,currency,operation,years,net,cost\n" {
		t.Errorf("the account has prices of its own:\n%s", text)
	}
	s.must("price", "remove", ".se", "--operation", "renew")
}

func TestEnvironmentGoesBeforeTheSettingsFile(t *testing.T) {
	s := newShell(t)
	t.Setenv("NAMEYARD_CONFIG", "testdata/settings_refused.json") // an address that cannot be listened on
	t.Setenv("NAMEYARD_LISTEN", "127.0.0.1:0")
	server, out := s.start("serve")
	defer out.Close()
	server.waitForLog("listen")
	server.stop()
}

// Targets of forwards that are asked by a mail that is left out would never be asked: mail to them would wait without end.
func TestServerThatAsksTargetsMustNotLeaveThatMailOut(t *testing.T) {
	s := newShell(t)
	t.Setenv("NAMEYARD_SECRET_KEY_FILE", "testdata/secret.key")
	t.Setenv("NAMEYARD_SELLER_NAME", "Example Registrar")
	r := s.run("serve", "--sandbox", "--listen", "127.0.0.1:0", "--mail-folder", t.TempDir(), "--mail-verify-url", "https://api.example.net", "--mail-skip", "renewed,forward_target")
	if r.code != exitUsage || !strings.Contains(r.errOut, "--mail-skip leaves out forward_target") {
		t.Errorf("exit %d, %s", r.code, r.errOut)
	}
}

func TestServerOnASharedDatabaseRefusesAnOldSchema(t *testing.T) {
	s := newShell(t)
	t.Setenv("NAMEYARD_DB", storetest.MariaDB(t))
	t.Setenv("NAMEYARD_SECRET_KEY_FILE", "testdata/secret.key")
	t.Setenv("NAMEYARD_SELLER_NAME", "Example Registrar")
	if r := s.run("serve", "--sandbox", "--listen", "127.0.0.1:0"); r.code != exitRefused || !strings.Contains(r.errOut, `run "nameyard migrate" with the same --db`) {
		t.Fatalf("exit %d, %s", r.code, r.errOut)
	}
	s.must("migrate")
	first, out := s.start("serve", "--sandbox", "--listen", "127.0.0.1:0")
	defer out.Close()
	first.waitForLog("listen")
	second, out := s.start("serve", "--sandbox", "--listen", "127.0.0.1:0")
	defer out.Close()
	second.waitForLog("listen")
	before := s.now()
	s.must("sandbox", "advance", "2d")
	if !s.now().After(before.AddDate(0, 0, 2)) {
		t.Error("two servers on one database did not move the clock")
	}
	first.stop()
	s.must("sandbox", "advance", "1d") // the other one leads now
	second.stop()
	s.must("sandbox", "advance", "1d") // and now nobody
	if !s.now().After(before.AddDate(0, 0, 4)) {
		t.Error("the clock did not move by four days in all")
	}
	s.must("verify")
}
