package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nameyard/demo"
	"nameyard/reseller"
)

// newKey writes a new secret key to a file beside the data folder.
func (s *shell) newKey(name string) string {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), name)
	if err := os.WriteFile(file, []byte(reseller.GenerateSecretKey()+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// refuses runs a command line that must be refused with these words.
func (s *shell) refuses(words []string, args ...string) {
	s.t.Helper()
	r := s.run(args...)
	for _, w := range words {
		if r.code != exitRefused || !strings.Contains(r.errOut, w) {
			s.t.Fatalf("nameyard %s: exit %d, says nothing of %q:\n%s", strings.Join(args, " "), r.code, w, r.errOut)
		}
	}
}

func TestServerWithAnotherSecretKeyDoesNotStart(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.demo().stop()
	other := s.newKey("other.key")
	words := []string{"the secret key of this database is ", other, "--secret-key-file", "NAMEYARD_SECRET_KEY_FILE", "nameyard secret rotate"}
	s.refuses(words, "job", "run", "reconcile", "--secret-key-file", other)
	s.refuses(words, "token", "add", demo.Email, "--name", "x", "--kind", "v2", "--secret-key-file", other)
	s.refuses(words, "webhook", "add", demo.Email, "https://example.com/", "--secret-key-file", other)
	if err := os.Remove(filepath.Join(s.data, "secret.key")); err != nil {
		t.Fatal(err)
	}
	s.refuses([]string{"the secret key of this database is ", "secret.key"}, "demo", "--listen", "127.0.0.1:0")
	s.must("token", "revoke", demo.Email, "1")
	s.refuses(words, "serve", "--sandbox", "--seller-name", "Shop", "--listen", "127.0.0.1:0", "--secret-key-file", other)
}

func TestRenewalBeforeARotationIsKnownAsARepeatAfterIt(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	var made tokenView
	s.decode(&made, "token", "add", demo.Email, "--name", "whmcs", "--kind", "v2")
	server.register("once")
	first := server.act("RenewDomain", "sld", "once", "tld", "com", "regperiod", "1")
	next := s.newKey("next.key")
	s.refuses([]string{"stop all of them first"}, "secret", "rotate", "--new-key-file", next)
	server.stop()
	before := s.must("credit", "show", demo.Email)
	if said := s.must("secret", "rotate", "--new-key-file", next); !strings.Contains(said, "secrets sealed anew: 1;") || !strings.Contains(said, next) {
		t.Errorf("it says\n%s", said)
	}
	if said := s.must("secret", "rotate", "--new-key-file", next); !strings.Contains(said, "already") {
		t.Errorf("again it says\n%s", said)
	}
	s.refuses([]string{"the secret key of this database is "}, "demo", "--listen", "127.0.0.1:0")
	key, err := os.ReadFile(next)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.data, "secret.key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	server = s.demo()
	if code, body := server.credits(made.Token); code != http.StatusOK {
		t.Errorf("the v2 key: %d %s", code, body)
	}
	if again := server.act("RenewDomain", "sld", "once", "tld", "com", "regperiod", "1"); again["result"] != first["result"] {
		t.Errorf("the repeat answers %v, the first time was %v", again, first)
	}
	server.stop()
	if after := s.must("credit", "show", demo.Email); after != before {
		t.Errorf("the repeat was charged:\n%s\n%s", before, after)
	}
	s.must("verify")
}

func TestRotationSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	key, next := s.newKey("first.key"), s.newKey("next.key")
	s.refuses([]string{"there is no file nowhere.key", "openssl rand -base64 32"}, "secret", "rotate", "--new-key-file", "nowhere.key")
	s.refuses([]string{"the two keys are the same"}, "secret", "rotate", "--new-key-file", key, "--secret-key-file", key)
	s.must("secret", "rotate", "--new-key-file", next, "--secret-key-file", key)
	s.refuses([]string{"the secret key of this database is "}, "secret", "rotate", "--new-key-file", s.newKey("third.key"), "--secret-key-file", key)
	var v rotatedView
	s.decode(&v, "secret", "rotate", "--new-key-file", key, "--old-key-lost")
	if v.Done || v.Fingerprint == "" || len(v.Lost) != 0 {
		t.Errorf("%+v", v)
	}
	s.tamper("UPDATE secret_keys SET next_fingerprint = 'abc', next_hash_key = hash_key")
	s.refuses([]string{"which did not end", "needs both keys"}, "serve", "--sandbox", "--seller-name", "Shop", "--listen", "127.0.0.1:0", "--secret-key-file", key)
	s.refuses([]string{"which did not end", "Finish that change first"}, "secret", "rotate", "--new-key-file", next, "--secret-key-file", key)
}
