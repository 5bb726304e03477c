package torture_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// wireSetting has every story reach the registry over EPP and TLS, in a process of its own that outlives the servers.
const wireSetting = "NAMEYARD_TORTURE_EPP"

// TestServersKilledOverEPPLoseAndDoubleNothing is the killing of servers whose registry lives in another process and is reached over EPP:
// what a killed server had sent is carried out all the same, and nobody hears the answer.
func TestServersKilledOverEPPLoseAndDoubleNothing(t *testing.T) {
	oneByOne(t, func(t *testing.T, engine string) {
		if engine == "mariadb" && !scorecard.Long() {
			t.Skip("on MariaDB in the long form only: make wire")
		}
		card := scorecard.Open(t, scorecard.Item{
			ID: "T17, T35", Fault: "kill -9 at random times, all actions, over EPP", Engine: engine, Target: "nothing lost, nothing twice",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		k := killRound(t, engine, seed, scorecard.Budget(0.3, 2*time.Second), true)
		card.Put("kills", k.kills)
		k.put(card)
	})
}

// overEPP starts the registry of an installation in a process of its own, and sends all TLDs of its servers there.
func (inst *installation) overEPP(t *testing.T) {
	t.Helper()
	d, err := app.OpenDatabase(t.Context(), app.DatabaseConfig{URL: inst.db})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.EnableSandbox(t.Context()), d.Close()); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(inst.binary, "sandbox", "epp", "--listen", "127.0.0.1:0", "--json", "--data", inst.dir, "--db", inst.db)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(inst.dir, "registry.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	command.Stderr = log
	if err := spawn(command); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = command.Process.Kill(), command.Wait() })
	var hello struct{ Listen, Password, Fingerprint string }
	line, err := bufio.NewReader(out).ReadBytes('}')
	if err == nil {
		err = json.Unmarshal(line, &hello)
	}
	if err != nil {
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("the EPP server did not start: %v\n%s", err, text)
	}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	wired := map[string]any{}
	for tld := range rules {
		wired[tld] = map[string]string{"connector": "wire"}
	}
	body, err := json.Marshal(wired)
	if err != nil {
		t.Fatal(err)
	}
	// What a killed server had sent is carried out all the same, late on a busy machine: it is not asked for again at once.
	inst.settings = slices.DeleteFunc(slices.Clone(inst.settings), func(flag string) bool { return flag == quickSettle })
	inst.wiring = []string{
		"--tld-rules", inst.write(t, "tlds.json", string(body)),
		"--registries", inst.write(t, "registries.json", fmt.Sprintf(
			`{"wire": {"protocol": "epp", "address": %q, "client_id": "NAMEYARD", "password_file": %q, "certificate_sha256": %q, "sessions": 8, "timeout": "5s"}}`,
			hello.Listen, inst.write(t, "password", hello.Password), hello.Fingerprint)),
	}
	inst.settings = append(append(inst.settings, "--settle-time=1m"), inst.wiring...)
}

func (inst *installation) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(inst.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
