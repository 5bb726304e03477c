package main

import (
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
