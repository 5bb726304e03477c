package dns_test

import (
	"bytes"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nameyard/store/storetest"
)

// exampleSecret is that of the samples in docs/name-servers.
const exampleSecret = "bmFtZXlhcmQgZXhhbXBsZSBrZXkgMzIgYnl0ZXMgbG8="

// stock is a name server from a package, set up with a sample of the documentation.
type stock struct {
	name, program, sample string
	scripts               []script // samples that are run before
	arguments             []string // before the path of its settings
	onDatabase            bool     // it keeps zones in a database
	mend                  func(text, folder, server, self, database string) string
}

// script is a sample that reads the names of the catalogs.
type script struct{ sample, writes string } // a file of settings; "" = nothing

var stocks = []stock{
	{"Knot", "knotd", "knot.conf", knotCatalogs, []string{"-c"}, false, func(text, folder, server, self, database string) string {
		return strings.NewReplacer("192.0.2.1@53", strings.Replace(server, ":", "@", 1), "192.0.2.53@53", strings.Replace(self, ":", "@", 1),
			"address: 192.0.2.1\n", "address: 127.0.0.1\n", "/var/lib/knot", folder, "/run/knot", folder, "8G", "64M", "4G", "64M").Replace(text)
	}},
	{"BIND", "named", "named.conf", []script{{"catalogs-for-bind.sh", "catalogs.conf"}, {"catalog-options-for-bind.sh", "catalog-options.conf"}}, []string{"-g", "-n", "1", "-c"}, false, func(text, folder, server, self, database string) string {
		_, port, _ := net.SplitHostPort(server)
		_, own, _ := net.SplitHostPort(self)
		return strings.NewReplacer("192.0.2.1 port 53", "127.0.0.1 port "+port, "port 53 { 192.0.2.53; }", "port "+own+" { 127.0.0.1; }",
			"options {", "controls { };\noptions { pid-file none; session-keyfile none;", "/var/cache/bind", folder, "/etc/bind", folder).Replace(text)
	}},
	{"PowerDNS", "pdns_server", "pdns.conf", []script{{"pdns-setup.sh", ""}, {"catalogs-for-powerdns.sh", ""}}, nil, true, func(text, folder, server, self, database string) string {
		_, own, _ := net.SplitHostPort(self)
		at, _ := url.Parse(database)
		password, _ := at.User.Password()
		name := strings.TrimPrefix(at.Path, "/")
		return strings.NewReplacer("192.0.2.1:53", server, "local-address=192.0.2.53", "local-address=127.0.0.1\nsocket-dir="+folder, "local-port=53", "local-port="+own,
			"3306", at.Port(), "dbname=pdns", "dbname="+name, "user=pdns", "user="+at.User.Username(), "change-me", password,
			"mariadb pdns ", "mariadb --host=127.0.0.1 --port="+at.Port()+" --user="+at.User.Username()+" --password="+password+" "+name+" ",
			"pdnsutil ", "pdnsutil --config-dir="+folder+" ").Replace(text)
	}},
}

// command are the arguments with which it reads its settings.
func (s stock) command(path string) []string {
	if s.arguments == nil {
		return []string{"--config-dir=" + filepath.Dir(path)}
	}
	return append(slices.Clone(s.arguments), path)
}

// knotCatalogs writes the catalogs of a Knot.
var knotCatalogs = []script{{"catalogs-for-knot.sh", "catalogs.conf"}}

// start runs the server until the test ends. What it gives kills the server, and gives what starts it anew with what it has on disk.
// It takes zones from a primary, by catalogs of it.
func (s stock) start(t *testing.T, server, self string, catalogs []string) (kill func() (restart func())) {
	t.Helper()
	program, err := exec.LookPath(s.program)
	if err != nil {
		program = "/usr/sbin/" + s.program
	}
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: run make setup", s.program)
		}
		t.Skipf("SKIPPED: %s is missing: run make setup", s.program)
	}
	folder, database := t.TempDir(), ""
	if s.onDatabase {
		database = storetest.MariaDB(t)
	}
	sample := func(name string) (path string) {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", "name-servers", name))
		if err != nil {
			t.Fatal(err)
		}
		path = filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(s.mend(string(text), folder, server, self, database)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := sample(s.sample)
	for _, script := range s.scripts {
		shell := exec.CommandContext(t.Context(), "sh", sample(script.sample))
		shell.Stdin = strings.NewReader(strings.Join(catalogs, "\n") + "\n")
		text, err := shell.CombinedOutput()
		if err == nil && script.writes != "" {
			err = os.WriteFile(filepath.Join(folder, script.writes), text, 0o600)
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", script.sample, err, text)
		}
	}
	if err := os.MkdirAll(filepath.Join(folder, "members"), 0o700); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	var running *exec.Cmd
	run := func() {
		running = exec.Command(program, s.command(path)...)
		running.Stdout, running.Stderr = &log, &log
		if err := running.Start(); err != nil {
			t.Fatal(err)
		}
	}
	end := func() {
		_ = running.Process.Kill()
		_ = running.Wait()
	}
	run()
	t.Cleanup(func() {
		end()
		if t.Failed() {
			t.Logf("%s said:\n%s", s.name, log.String())
		}
	})
	return func() func() { end(); return run }
}
