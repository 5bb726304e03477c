// Package fleet_test runs several servers on one database behind a load balancer, takes servers and database nodes away
// under load, and looks at the books afterwards.
//
// installation_test.go is the database with its accounts and the operator's commands; server_test.go a server process;
// balancer_test.go what stands in front of the servers; load_test.go the clients; servers_test.go the stories of several
// servers; cluster_test.go a Galera cluster and galera_test.go its stories.
package fleet_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/store/storetest"
)

// folder holds what is shared by all tests.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "nameyard-fleet-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for name, value := range map[string]string{"NAMEYARD_SELLER_NAME": "Example Registrar", "NAMEYARD_CONFIG": ""} { // for every command
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	code := storetest.Run(m)
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// binary is the program under test, built once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "nameyard")
	if out, err := exec.Command("go", "build", "-o", path, "nameyard/cmd/nameyard").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// account is a reseller with its token.
type account struct{ email, token string }

// installation is one database with accounts, prices and credit, served by any number of servers.
type installation struct {
	t        *testing.T
	binary   string
	db       string   // as the servers and commands are told it
	key      string   // file of the secret key
	flags    []string // of its servers, beside those that all have
	accounts []account
}

const (
	tlds   = "com net"
	credit = "10000000.00"
)

// newInstallation migrates an empty database and fills it with what servers need.
func newInstallation(t *testing.T, db string) *installation {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	inst := &installation{t: t, binary: path, db: db, key: filepath.Join(t.TempDir(), "secret.key")}
	if err := os.WriteFile(inst.key, []byte("bmFtZXlhcmQgc2VjcmV0IGtleSBmb3IgdGhlIGZsZWU="), 0o600); err != nil {
		t.Fatal(err)
	}
	inst.run("migrate")
	for _, tld := range strings.Fields(tlds) {
		inst.run("price", "set", "."+tld, "--currency", "USD", "--register", "10.00", "--renew", "12.00", "--transfer", "12.00")
		inst.run("price", "set", "."+tld, "--currency", "USD", "--years", "2", "--register", "20.00", "--renew", "24.00")
	}
	for _, email := range []string{"one@example.com", "two@example.com"} {
		inst.run("account", "add", email, "--name", "Reseller", "--currency", "USD")
		inst.run("credit", "add", email, credit, "--note", "for the load")
		var made struct{ Token string }
		inst.read(&made, "token", "add", email, "--name", "load")
		inst.accounts = append(inst.accounts, account{email, made.Token})
	}
	return inst
}

// try carries out a command of the operator.
func (inst *installation) try(args ...string) (string, error) {
	var out, trouble bytes.Buffer
	c := exec.Command(inst.binary, append(args, "--db", inst.db)...)
	c.Dir = filepath.Dir(inst.key)
	c.Env = append(os.Environ(), "NAMEYARD_SECRET_KEY_FILE="+inst.key, "NAMEYARD_LOG_LEVEL=warn")
	c.Stdout, c.Stderr = &out, &trouble
	if err := c.Run(); err != nil {
		return out.String(), fmt.Errorf("nameyard %s: %w\n%s%s", strings.Join(args, " "), err, out.String(), trouble.String())
	}
	return out.String(), nil
}

// run carries out a command that must succeed.
func (inst *installation) run(args ...string) string {
	inst.t.Helper()
	out, err := inst.try(args...)
	if err != nil {
		inst.t.Fatal(err)
	}
	return out
}

// read carries out a command and reads the JSON that it prints.
func (inst *installation) read(into any, args ...string) {
	inst.t.Helper()
	if err := json.Unmarshal([]byte(inst.run(append(args, "--json")...)), into); err != nil {
		inst.t.Fatalf("nameyard %s: %v", strings.Join(args, " "), err)
	}
}

// leader is the server that leads the jobs, as it names itself in leases; empty if none does.
func (inst *installation) leader() string {
	inst.t.Helper()
	var jobs []struct{ Server string }
	inst.read(&jobs, "job", "list")
	for _, j := range jobs {
		if j.Server != "" {
			return j.Server
		}
	}
	return ""
}

// settle lets the sandbox's time pass until no order is unfinished. The order of a killed server is taken on once its lease
// is over, 15 s of the machine's time.
func (inst *installation) settle() {
	inst.t.Helper()
	within(inst.t, 120*time.Second, "no order is unfinished", func() bool {
		inst.run("sandbox", "advance", "15m")
		return strings.TrimSpace(inst.run("order", "list", "--unfinished", "--json")) == "[]"
	})
}

// effects counts what the registry has carried out, by command and name.
func (inst *installation) effects() map[effect]int {
	inst.t.Helper()
	var log []effect
	inst.read(&log, "sandbox", "registry", "log")
	counts := map[effect]int{}
	for _, e := range log {
		counts[e]++
	}
	return counts
}

type effect struct {
	Command string `json:"command"`
	Name    string `json:"name"`
}

// numbersAreGapless looks whether the invoices' numbers are 1, 2, 3 … and all there.
func (inst *installation) numbersAreGapless() int {
	inst.t.Helper()
	var invoices []struct{ Number string }
	inst.read(&invoices, "invoice", "list")
	seen := map[string]bool{}
	year := ""
	for _, i := range invoices {
		if i.Number == "" || seen[i.Number] {
			inst.t.Fatalf("invoice number %q is missing or there twice", i.Number)
		}
		seen[i.Number] = true
		year = i.Number[:4]
	}
	for n := range invoices {
		if number := fmt.Sprintf("%s-%08d", year, n+1); !seen[number] {
			inst.t.Errorf("%d invoices, and none has the number %s", len(invoices), number)
		}
	}
	return len(invoices)
}

// within waits until something holds.
func within(t *testing.T, limit time.Duration, what string, holds func() bool) time.Duration {
	t.Helper()
	begun := time.Now()
	for !holds() {
		if time.Since(begun) > limit {
			t.Fatalf("after %s it is still not so that %s", limit, what)
		}
		time.Sleep(50 * time.Millisecond)
	}
	return time.Since(begun)
}
