// Package integrations_test runs what resellers install on their side, as PHP, against the real program: a demo server for
// each story, looked at from both sides, and its books verified at the end.
//
// PHP itself is real; stand-ins (testdata/) are only for the classes and functions of WHMCS and FOSSBilling.
package integrations_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"nameyard/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if binary.folder != "" {
		_ = os.RemoveAll(binary.folder)
	}
	os.Exit(code)
}

// binary is the program under test, built once for a run of the tests.
var binary struct {
	once         sync.Once
	folder, path string
	err          error
	out          []byte
}

// build gives the program. NAMEYARD_BINARY names one that is built already.
func build(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("NAMEYARD_BINARY"); path != "" {
		return path
	}
	binary.once.Do(func() {
		if binary.folder, binary.err = os.MkdirTemp("", "nameyard-integrations-"); binary.err != nil {
			return
		}
		binary.path = filepath.Join(binary.folder, "nameyard")
		command := exec.Command("go", "build", "-o", binary.path, "nameyard/cmd/nameyard")
		command.Env = append(os.Environ(), "CGO_ENABLED=0")
		binary.out, binary.err = command.CombinedOutput()
	})
	if binary.err != nil {
		t.Fatalf("go build: %v\n%s", binary.err, binary.out)
	}
	return binary.path
}

// findPHP gives the PHP command line with its curl extension.
func findPHP(t *testing.T) string {
	t.Helper()
	php, err := exec.LookPath("php")
	if err == nil && exec.CommandContext(t.Context(), php, "-r", `exit(extension_loaded("curl") ? 0 : 1);`).Run() == nil {
		return php
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("php or its curl extension is missing; install php-cli and php-curl")
	}
	t.Skip("php or its curl extension is missing: install php-cli and php-curl to run this test")
	return ""
}

// demoServer is a demo server with its database.
type demoServer struct {
	t      *testing.T
	binary string
	data   string
	URL    string `json:"url"`
	Email  string `json:"authemail"`
	Token  string `json:"token"`
}

// openDemo starts a demo server of the test's own, with its flags, and stops it at the end of the test; then the books must be right.
func openDemo(t *testing.T, flags ...string) *demoServer {
	t.Helper()
	demo := &demoServer{t: t, binary: build(t), data: storetest.TempDir(t)}
	command := exec.Command(demo.binary, append([]string{"demo", "--listen", "127.0.0.1:0", "--json", "--data", demo.data}, flags...)...)
	var log bytes.Buffer
	command.Stderr = &log
	out, err := command.StdoutPipe()
	demo.must(err)
	demo.must(command.Start())
	t.Cleanup(func() {
		demo.must(command.Process.Signal(syscall.SIGINT))
		if err := command.Wait(); err != nil {
			t.Errorf("the demo server ended with %v\n%s", err, log.String())
		}
		if out, err := demo.run("verify"); err != nil {
			t.Errorf("the books are not right: %v\n%s", err, out)
		}
	})
	if err := json.NewDecoder(out).Decode(demo); err != nil {
		t.Fatalf("the demo server says no greeting: %v\n%s", err, log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return demo
}

func (demo *demoServer) must(err error) {
	demo.t.Helper()
	if err != nil {
		demo.t.Fatal(err)
	}
}

func (demo *demoServer) run(args ...string) (string, error) {
	out, err := exec.Command(demo.binary, append(args, "--data", demo.data)...).CombinedOutput()
	return string(out), err
}

// cli runs a command of the program on its database.
func (demo *demoServer) cli(args ...string) string {
	demo.t.Helper()
	out, err := demo.run(args...)
	if err != nil {
		demo.t.Fatalf("nameyard %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// silence makes the registry deaf to a command, and to questions about its effect, for five minutes of business time.
func (demo *demoServer) silence(command string) {
	demo.t.Helper()
	demo.cli("sandbox", "fault", "down", "--command", command, "--for", "5m")
	demo.cli("sandbox", "fault", "down", "--command", "info", "--for", "5m")
}

// settle lets the registry hear again, and time pass until the server has finished what it could not.
func (demo *demoServer) settle(what string, done func() bool) {
	demo.t.Helper()
	demo.cli("sandbox", "fault", "clear")
	waitUntil(demo.t, what, func() bool {
		demo.cli("sandbox", "advance", "11m") // past the time after which a command without effect is sent again
		return done()
	})
}

// ask posts an action as another client would, and gives the answer.
func (demo *demoServer) ask(action string, fields map[string]string) map[string]any {
	demo.t.Helper()
	form := url.Values{"action": {action}, "token": {demo.Token}, "authemail": {demo.Email}}
	for key, value := range fields {
		form.Set(key, value)
	}
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.PostForm(demo.URL, form)
	demo.must(err)
	defer response.Body.Close()
	var answer map[string]any
	demo.must(json.NewDecoder(response.Body).Decode(&answer))
	return answer
}

// seen asks about a domain and gives one value of the answer as text.
func (demo *demoServer) seen(action, domain, key string) string {
	demo.t.Helper()
	sld, tld, _ := strings.Cut(domain, ".")
	return asText(demo.ask(action, map[string]string{"sld": sld, "tld": tld})[key])
}

// info gives one fact of GetDomainInformation as text.
func (demo *demoServer) info(domain, key string) string {
	demo.t.Helper()
	return demo.seen("GetDomainInformation", domain, key)
}

// credit is the available credit.
func (demo *demoServer) credit() string {
	demo.t.Helper()
	return asText(demo.ask("CreditAmount", nil)["value"])
}

// asText shows a value of an answer; texts bare, everything else as JSON.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	out, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// same compares what was found with what was wanted.
func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// phpCall runs a PHP script with a call as JSON on its standard input and reads what it prints as JSON.
func phpCall(t *testing.T, script string, call, reply any) {
	t.Helper()
	in, err := json.Marshal(call)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), findPHP(t), "-d", "display_errors=stderr", script)
	command.Stdin = bytes.NewReader(in)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("php %s: %v\n%s%s", script, err, complaints.String(), out)
	}
	if err := json.Unmarshal(out, reply); err != nil {
		t.Fatalf("php %s printed no JSON: %v\n%s", script, err, out)
	}
}

// contains wants a part in what was found.
func contains(t *testing.T, what, got, part string) {
	t.Helper()
	if !strings.Contains(got, part) {
		t.Errorf("%s: %s is not in %s", what, part, got)
	}
}

// later gives the date so many years after another.
func later(t *testing.T, date string, years int) string {
	t.Helper()
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		t.Fatal(err)
	}
	return day.AddDate(years, 0, 0).Format(time.DateOnly)
}
