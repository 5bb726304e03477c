package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsFileIsTheNamedOneOrTheOneInItsPlace(t *testing.T) {
	t.Parallel()
	named := func(path string) *string { return &path }
	there := func(path string) bool { return path == settingsPlace }
	nothing := func(string) bool { return false }
	for what, c := range map[string]struct {
		named   *string
		command string
		exists  func(string) bool
		want    string
	}{
		"a named one":                           {named("my.json"), "account", there, "my.json"},
		"a named one that is missing is told":   {named("my.json"), "serve", nothing, "my.json"},
		"an empty name: none":                   {named(""), "serve", there, ""},
		"the one in its place":                  {nil, "account", there, settingsPlace},
		"no file":                               {nil, "serve", nothing, ""},
		"the demo does not read a production's": {nil, "demo", there, ""},
		"the demo reads what is named":          {named("my.json"), "demo", there, "my.json"},
		"the manual needs no settings":          {nil, "man", there, ""},
	} {
		if got := settingsPath(c.named, c.command, c.exists); got != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestSettingsFileIsReadByEveryCommand(t *testing.T) {
	s := newShell(t)
	t.Setenv("NAMEYARD_CONFIG", "testdata/settings.json")
	server, out := s.start("serve")
	defer out.Close()
	server.waitForLog("listen")
	server.stop()
	s.must("account", "add", "a@example.com", "--name", "A", "--currency", "SEK")
	if r := s.run("job", "run", "prune"); r.code != exitDone {
		t.Errorf("a job with key and seller from the file: exit %d, %s", r.code, r.errOut)
	}
	t.Setenv("NAMEYARD_CONFIG", "")
	t.Setenv("NAMEYARD_SECRET_KEY_FILE", "testdata/secret.key")
	if r := s.run("job", "run", "prune"); r.code != exitRefused || !strings.Contains(r.errOut, "--seller-name") {
		t.Errorf("a job without a seller: exit %d, %s", r.code, r.errOut)
	}
}

// What "serve" could not listen on is a fault of the settings.
func TestAddressesToListenOnAreChecked(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"": true, ":53": true, "127.0.0.1:8080": true, "[::1]:443": true, "0.0.0.0:0": true,
		"8080": false, "foo": false, "127.0.0.1:99999": false, "127.0.0.1:": false, "zzz:x": false, "::1:80": false,
	} {
		if err := canListen("dns-listen", address); (err == nil) != good || err != nil && !strings.Contains(err.Error(), "--dns-listen") {
			t.Errorf("%q: %v", address, err)
		}
	}
	var f serverFlags
	f.Listen, f.OperatorListen, f.DNSListen, f.MailMapListen, f.WebListen, f.WebTLSListen = "8080", "x", "y", "z", "v", "w"
	if faults := f.badAddresses(); len(faults) != 6 {
		t.Errorf("%d faults: %v", len(faults), faults)
	}
}

func TestSettingsFileHasEachKeyOnce(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"listen": ":1", "listen": ":2"}`:     "have listen twice",
		`{"log-level": "x", "log_level": "y"}`: "have log-level twice",
		`{"listen": ":1", "dns-listen": ":2"}`: "",
		`{}`:                                   "",
		`[]`:                                   "are not a JSON object",
		`{"listen": ":1"`:                      "are not a JSON object",
		`{"listen"}`:                           "are not a JSON object",
		`{} {}`:                                "go on behind the JSON object",
		`{"listen": {}}`:                       "listen must be a text",
	} {
		path := filepath.Join(t.TempDir(), "settings.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readSettings(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestMaskedSettingsShowNoSecret(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, value, want string }{
		{"secret-key", "AAAA", "********"},
		{"smtp-password", "geheim", "********"},
		{"smtp-password", "", ""},
		{"db", "mysql://u:geheim@db.example.net:3306/n?tls=true", "mysql://u:********@db.example.net:3306/n?tls=true"},
		{"db", "mysql://u@db.example.net/n", "mysql://u@db.example.net/n"},
		{"db", "mysql://u:a%zz@db.example.net/n", "********"},
		{"db", "sqlite:/var/lib/nameyard.db", "sqlite:/var/lib/nameyard.db"},
		{"secret-key-file", "/etc/nameyard/secret.key", "/etc/nameyard/secret.key"},
	} {
		if got := masked(c.name, c.value); got != c.want {
			t.Errorf("masked(%s, %s) = %s, want %s", c.name, c.value, got, c.want)
		}
	}
}

// An upgraded service is checked before it starts and so migrates: what an older schema has not is no fault of the settings.
func TestSettingsOfAnOlderEmbeddedDatabaseAreGood(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	db, err := sql.Open("sqlite", filepath.Join(s.data, "nameyard.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"ALTER TABLE accounts DROP COLUMN disabled_reason", "DELETE FROM goose_db_version WHERE version_id = 567"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if said := s.must("config", "check", "--config", "testdata/settings.json"); !strings.Contains(said, "the settings are good") {
		t.Errorf("before the migration: %s", said)
	}
	s.must("migrate")
	if said := s.must("config", "check", "--config", "testdata/settings.json"); !strings.Contains(said, "the settings are good") {
		t.Errorf("after it: %s", said)
	}
}
