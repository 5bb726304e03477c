package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/registry/sandbox/eppserver"
)

// TestGoingLiveIsAsThePageSays: the files and commands of docs/registries.md, with the sandbox's EPP server at each address, take a server
// that has no sandbox registry of its own to names of three kinds of registries.
func TestGoingLiveIsAsThePageSays(t *testing.T) {
	t.Parallel()
	there := newShell(t) // the registries
	there.demo().stop()
	etc := t.TempDir()
	selfSigned(t, etc)
	_, out := there.start("sandbox", "epp", "--listen", "127.0.0.1:0", "--json", "--registrar", "NAMEYARD:sandbox-secret",
		"--tls-cert", filepath.Join(etc, "gtld.pem"), "--tls-key", filepath.Join(etc, "gtld.key"))
	var hello eppWelcome
	if err := json.NewDecoder(out).Decode(&hello); err != nil {
		t.Fatal(err)
	}
	files, commands := goingLive(t, etc, hello.Listen)

	s := newShell(t) // the server that goes live
	s.must("migrate")
	s.must("account", "add", "host@example.com", "--name", "Host", "--currency", "USD")
	var token struct{ Token string }
	s.decode(&token, "token", "add", "host@example.com", "--name", "billing")
	s.must("credit", "add", "host@example.com", "500.00")
	s.must("price", "import", "../../demo/prices.csv")
	for _, command := range commands[:3] {
		if said := s.must(command...); !strings.Contains(said, command[2]+" answered in") || !strings.Contains(said, "a test system") || !strings.Contains(said, "  logout ") {
			t.Errorf("%v says %s", command, said)
		}
	}
	server, _ := s.start(append(commands[3], "--listen", "127.0.0.1:0", "--secret-key-file", "testdata/secret.key", "--log-level", "info")...)
	at := server.waitForLog("listen")
	ask := func(action string, pairs ...string) map[string]any {
		t.Helper()
		form := url.Values{"token": {token.Token}, "authemail": {"host@example.com"}, "action": {action}}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		answer, err := http.PostForm("http://"+at+"/api.php", form)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var content map[string]any
		if err := json.NewDecoder(answer.Body).Decode(&content); err != nil {
			t.Fatal(err)
		}
		return content
	}
	register := func(tld string) map[string]any {
		t.Helper()
		return ask("RegisterDomain", "sld", "golive", "tld", tld, "regperiod", "1", "firstname", "t", "lastname", "t", "address1", "a", "city", "c",
			"country", "SE", "postcode", "12345", "phonenumber", "1234567890", "email", "a@example.com", "domainfields[orgno]", "[SE]802405-0190",
			"nameserver1", "ns1.hosting.example", "nameserver2", "ns2.hosting.example")
	}
	for _, tld := range []string{"se", "com", "io"} {
		if got := register(tld); got["result"] != "success" {
			t.Errorf("golive.%s: %v", tld, got)
		}
		for _, action := range []string{"RenewDomain", "GetEPPCode", "RequestDelete"} {
			if got := ask(action, "sld", "golive", "tld", tld, "regperiod", "1"); got["result"] != "success" {
				t.Errorf("%s of golive.%s: %v", action, tld, got)
			}
		}
	}
	if got := register("org"); got["result"] != "error" {
		t.Errorf("a TLD that no registry is named for: %v", got)
	}
	server.stop()

	broken := filepath.Join(etc, "half.json")
	if err := os.WriteFile(broken, []byte(strings.ReplaceAll(files, `"client_id"`, `"id"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	half := append([]string{}, commands[0]...)
	half[4] = broken
	if r := s.run(half...); r.code == exitDone || !strings.Contains(r.errOut, `unknown field "id"`) {
		t.Errorf("a half-written file: exit %d, %s", r.code, r.errOut)
	}
}

// goingLive writes the files of the page below a folder in place of /etc/nameyard, with one address in place of all, and gives the
// registries as they were written, and the commands.
func goingLive(t *testing.T, etc, address string) (registries string, commands [][]string) {
	t.Helper()
	page, err := os.ReadFile("../../docs/registries.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Going live\n")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := strings.Split(strings.ReplaceAll(section, "/etc/nameyard/", etc+"/"), "```")
	if len(blocks) != 7 {
		t.Fatalf("the section has %d blocks, want three", len(blocks)/2)
	}
	var entries map[string]map[string]any
	decodeText(t, strings.TrimPrefix(blocks[1], "json"), &entries)
	for _, entry := range entries {
		entry["address"] = address
		if err := os.WriteFile(entry["password_file"].(string), []byte("sandbox-secret\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	body, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"registries.json": string(body), "tlds.json": strings.TrimPrefix(blocks[3], "json")} {
		if err := os.WriteFile(filepath.Join(etc, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(strings.TrimSpace(blocks[5])) {
		line = strings.ReplaceAll(strings.TrimSpace(line), `"Example Registrar"`, "Example")
		commands = append(commands, strings.Fields(strings.TrimPrefix(line, "nameyard ")))
	}
	return string(body), commands
}

// selfSigned writes a certificate as every file of certificates that the page has.
func selfSigned(t *testing.T, folder string) {
	t.Helper()
	certificate, _, err := eppserver.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]})
	for name, text := range map[string][]byte{
		"gtld.pem": chain, "iis-ca.pem": chain, "gtld-ca.pem": chain, "wholesale-ca.pem": chain,
		"gtld.key": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
