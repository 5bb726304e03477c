package torture_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
	"nameyard/verify"
)

// installation is a database with an account, its token, credit and prices, and the settings of its servers.
type installation struct {
	binary   string
	engine   string
	dir      string   // data folder, with the secret key
	db       string   // database URL
	wrap     []string // command before the program, such as one that enters another namespace
	settings []string // flags of its servers
	wiring   []string // those of them that say how its registry is reached; empty = it is the embedded one
	token    string
	watch    *watch // of what its servers publish; nil = they publish nothing
}

const (
	resellerEmail = "torture@example.com"
	secretKey     = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	// quickLease and quickSettle let what a dead server left be taken on within a second, and an unanswered command be sent again soon.
	quickLease  = "--lease-time=400ms"
	quickSettle = "--settle-time=1s"
)

// newInstallation makes one on a new database.
func newInstallation(t *testing.T, engine string, settings ...string) *installation {
	t.Helper()
	inst := &installation{binary: build(t), engine: engine, dir: t.TempDir(), settings: settings}
	if engine == "mariadb" {
		inst.db = storetest.MariaDB(t)
	} else {
		inst.db = filepath.Join(inst.dir, "nameyard.db")
	}
	inst.seed(t)
	if os.Getenv(wireSetting) != "" {
		inst.overEPP(t)
	}
	return inst
}

// seed fills an empty database.
func (inst *installation) seed(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(inst.dir, "secret.key"), []byte(secretKey), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { inst.keep(t) })
	t.Cleanup(func() { inst.showLog(t) })
	inst.run(t, "migrate")
	inst.run(t, "account", "add", resellerEmail, "--name", "Torture", "--currency", "USD")
	var token struct{ Token string }
	if err := json.Unmarshal(inst.run(t, "token", "add", resellerEmail, "--name", "clients", "--json"), &token); err != nil {
		t.Fatal(err)
	}
	inst.token = token.Token
	inst.run(t, "credit", "add", resellerEmail, "50000000.00", "--note", "for the load")
	prices, err := filepath.Abs("../demo/prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	inst.run(t, "price", "import", prices)
}

// run carries out a command on the installation's database; it must succeed.
func (inst *installation) run(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := inst.try(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// try carries out a command on the installation's database.
func (inst *installation) try(args ...string) ([]byte, error) {
	whole := append(append(append([]string{}, inst.wrap...), inst.binary), args...)
	whole = append(whole, "--data", inst.dir, "--db", inst.db)
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	var out, trouble bytes.Buffer
	command := exec.CommandContext(ctx, whole[0], whole[1:]...)
	command.Stdout, command.Stderr = &out, &trouble
	if err := command.Run(); err != nil {
		return out.Bytes(), fmt.Errorf("nameyard %s: %w\n%s%s", strings.Join(args, " "), err, out.String(), trouble.String())
	}
	return out.Bytes(), nil
}

func (inst *installation) log() string { return filepath.Join(inst.dir, "servers.log") }

func (inst *installation) logTail() string {
	text, err := os.ReadFile(inst.log())
	if err != nil {
		return err.Error()
	}
	return tail(text)
}

// showLog shows the end of what the servers logged when the test has failed, and fails it for a fault in the program.
func (inst *installation) showLog(t *testing.T) {
	text, err := os.ReadFile(inst.log())
	if err != nil {
		return
	}
	for _, fault := range []string{"panic", "a fault in the program", "DATA RACE"} {
		if at := bytes.Index(text, []byte(fault)); at >= 0 {
			t.Errorf("a server logged a fault of its own: …%s", text[max(0, at-300):min(len(text), at+1500)])
		}
	}
	if t.Failed() {
		t.Logf("the servers' log ends with\n%s", tail(text))
	}
}

// unfinished lists the orders that have not ended, by state.
func (inst *installation) unfinished(t *testing.T) (byState map[string]int, text string) {
	t.Helper()
	out := inst.run(t, "order", "list", "--unfinished", "--limit", "1000000", "--json")
	var orders []struct{ State string }
	if err := json.Unmarshal(out, &orders); err != nil {
		t.Fatalf("order list: %v\n%s", err, out)
	}
	byState = map[string]int{}
	for _, o := range orders {
		byState[o.State]++
	}
	return byState, string(out[:min(len(out), 4000)])
}

// advance lets the sandbox's time pass. With no server running the command does what falls due, and reaches the registry as servers do.
func (inst *installation) advance(t *testing.T, by string) {
	t.Helper()
	inst.run(t, append([]string{"sandbox", "advance", by, "--secret-key-file", filepath.Join(inst.dir, "secret.key")}, inst.wiring...)...)
}

// settle lets the sandbox's time pass until no order is unfinished but those that the registry itself is deciding, and those
// only if they may wait. It tells how long it took.
func (inst *installation) settle(t *testing.T, mayWait bool) time.Duration {
	t.Helper()
	begun := time.Now()
	if inst.wrap == nil { // the clock's lease of a server that was killed lasts 6 s, which nobody learns anything from
		execute(t, inst.sql(t), "DELETE FROM leases WHERE name = 'sandbox-clock'")
	}
	for step := "15m"; ; time.Sleep(200 * time.Millisecond) {
		inst.advance(t, step)
		open, text := inst.unfinished(t)
		waiting := open["pending"]
		delete(open, "pending")
		if len(open) == 0 && (mayWait || waiting == 0) {
			return time.Since(begun)
		}
		if step = "15m"; len(open) == 0 {
			step = "2h" // what the registry decides is looked at once an hour
		}
		if time.Since(begun) > 2*time.Minute {
			t.Fatalf("orders stay unfinished: %s", text)
		}
	}
}

// books are the installation's books and its registry, read by this process itself.
type books struct {
	store    *store.Store
	registry *sandbox.Registry
}

// open opens the books; they are closed when the test ends.
func (inst *installation) open(t *testing.T) books {
	t.Helper()
	d, err := app.OpenDatabase(t.Context(), app.DatabaseConfig{URL: inst.db})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	return books{d.Store, d.SandboxRegistry(rules)}
}

// verified runs "nameyard verify", which must find nothing, and gives its figures.
func (inst *installation) verified(t *testing.T) map[string]int64 {
	t.Helper()
	out, failed := inst.try("verify", "--json")
	var report verify.Report
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(errors.Join(failed, err))
	}
	figures := map[string]int64{}
	for _, f := range report.Figures {
		figures[f.Name] = f.Value
	}
	for _, i := range report.Invariants {
		if i.Breaches > 0 {
			t.Errorf("verify: %s (%s) is broken %d times:\n%s", i.ID, i.Title, i.Breaches, strings.Join(i.Examples, "\n"))
		}
		figures[i.ID] = i.Breaches
	}
	if failed != nil && !t.Failed() {
		t.Error(failed)
	}
	return figures
}

// effects counts what the registry carried out, by name and command.
func (b books) effects(t *testing.T) map[string]map[string]int {
	t.Helper()
	counts := map[string]map[string]int{}
	for after := int64(0); ; {
		page, err := b.registry.Effects(t.Context(), after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			if counts[e.Name] == nil {
				counts[e.Name] = map[string]int{}
			}
			counts[e.Name][e.Command]++
			after = e.Seq
		}
		if len(page) == 0 {
			return counts
		}
	}
}

// shown is what the registry itself has of a name; nil if it has none.
func (b books) shown(t *testing.T, name reseller.Name) *registry.Registration {
	t.Helper()
	shown, err := b.registry.Show(t.Context(), name)
	if errors.Is(err, registry.ErrNoSuchName) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return &shown
}
