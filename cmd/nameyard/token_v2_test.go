package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/demo"
	"nameyard/server/v2"
)

// credits asks a running server for the credit with a v2 key, and gives status and body.
func (r *running) credits(key string) (int, string) {
	r.t.Helper()
	base, _, _ := strings.Cut(r.url, "/domainsResellerAPI/")
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, base+"/modules/addons/DomainsReseller/api/index.php/billing/credits", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set(v2.HeaderUsername, demo.Email)
	request.Header.Set(v2.HeaderToken, v2.Sign(demo.Email, key, time.Now()))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(answer.Body); err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, body.String()
}

func TestV2KeyIsMadeOnPurposeAndLiesEncrypted(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	var made tokenView
	s.decode(&made, "token", "add", demo.Email, "--name", "whmcs", "--kind", "v2", "--scope", "read", "--cidr", "127.0.0.0/8")
	if made.Token == "" || made.Kind != "v2" {
		t.Fatalf("made: %+v", made)
	}
	if code, body := server.credits(made.Token); code != http.StatusOK || body != `"1000.00"` {
		t.Errorf("with the key: %d %s", code, body)
	}
	if code, body := server.credits(demo.Token); code != http.StatusUnauthorized {
		t.Errorf("with the token of the action API: %d %s", code, body)
	}
	s.must("token", "revoke", demo.Email, "2")
	if code, body := server.credits(made.Token); code != http.StatusUnauthorized {
		t.Errorf("with the revoked key: %d %s", code, body)
	}
	server.stop()
	if list := s.must("token", "list", demo.Email); !strings.Contains(list, "v2") || strings.Contains(list, made.Token) {
		t.Errorf("the list of tokens is\n%s", list)
	}
	files, err := filepath.Glob(s.data + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if content, err := os.ReadFile(file); err != nil || bytes.Contains(content, []byte(made.Token)) {
			t.Errorf("%s holds the key in clear text (%v)", file, err)
		}
	}
}

func TestV2KeyNeedsASecretKey(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	s.must("account", "add", "a@example.com", "--name", "A", "--currency", "SEK")
	if r := s.run("token", "add", "a@example.com", "--name", "whmcs", "--kind", "v2"); r.code != exitRefused || !strings.Contains(r.errOut, "openssl rand -base64 32") {
		t.Errorf("exit %d, %s", r.code, r.errOut)
	}
	s.must("token", "add", "a@example.com", "--name", "whmcs", "--kind", "v2", "--secret-key-file", "testdata/secret.key")
}
