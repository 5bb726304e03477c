package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const packaging = "../../packaging/"

func TestPackagedSettingsLackOnlyWhatTheOperatorMustSay(t *testing.T) {
	t.Parallel()
	key := filepath.Join(t.TempDir(), "secret.key")
	if err := os.WriteFile(key, []byte(base64Of(strings.Repeat("k", 32))), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newShell(t)
	r := s.run("config", "check", "--config", packaging+"nameyard.json", "--secret-key-file", key)
	if r.code != exitRefused || !strings.HasPrefix(r.out, "no seller is named") || strings.Count(r.out, "\n") != 1 {
		t.Errorf("as packaged: exit %d\n%s%s", r.code, r.out, r.errOut)
	}
	s.must("config", "check", "--config", packaging+"nameyard.json", "--secret-key-file", key, "--seller-name", "Example Registrar")
}

func TestPackagedUnitIsOneThatSystemdTakes(t *testing.T) {
	t.Parallel()
	analyze := needed(t, "systemd-analyze", "systemd")
	unit, err := os.ReadFile(packaging + "nameyard.service")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "nameyard.service")
	here := strings.ReplaceAll(string(unit), "/usr/bin/nameyard", self)
	if err := os.WriteFile(file, []byte(here), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	for line := range strings.Lines(string(unit)) {
		_, command, is := strings.Cut(strings.TrimSpace(line), "=/usr/bin/nameyard ")
		if !is {
			continue
		}
		var grammar cli
		parser, err := newParser(&grammar, os.Stdout, os.Stderr, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(strings.Fields(command)); err != nil {
			t.Errorf("the unit runs %q: %v", command, err)
		}
	}
}

// needed is a program that a test runs; without it the test fails in CI and is skipped elsewhere.
func needed(t *testing.T, program, debian string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil && program == "nginx" {
		path, err = exec.LookPath("/usr/sbin/nginx")
	}
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal(err)
	case err != nil:
		t.Skipf("%s is missing (Debian package %s): make setup", program, debian)
	}
	return path
}

func TestPackagedSiteIsOneThatNginxTakes(t *testing.T) {
	t.Parallel()
	nginx := needed(t, "nginx", "nginx")
	site, err := os.ReadFile(packaging + "nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	key, certificate := filepath.Join(dir, "privkey.pem"), filepath.Join(dir, "fullchain.pem")
	if out, err := exec.CommandContext(t.Context(), "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
		"-subj", "/CN=api.example.net", "-keyout", key, "-out", certificate).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text := strings.NewReplacer("/etc/ssl/api.example.net", dir, "listen 443 ssl", "listen unix:"+dir+"/four.sock ssl", "listen [::]:443 ssl", "listen unix:"+dir+"/six.sock ssl").
		Replace(string(site))
	whole := "pid " + dir + "/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + text + "}\n"
	for _, folder := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		whole = strings.Replace(whole, "http {\n", "http {\n"+folder+"_temp_path "+dir+"/"+folder+";\n", 1)
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), nginx, "-t", "-q", "-e", "stderr", "-c", file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("nginx -t: %v\n%s", err, out)
	}
}

func TestPackagedSiteIsOneThatCaddyTakes(t *testing.T) {
	t.Parallel()
	command := exec.CommandContext(t.Context(), needed(t, "caddy", "caddy"), "validate", "--adapter", "caddyfile", "--config", packaging+"Caddyfile")
	home := t.TempDir()
	command.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
	if out, err := command.CombinedOutput(); err != nil || !strings.Contains(string(out), "Valid configuration") {
		t.Errorf("caddy validate: %v\n%s", err, out)
	}
}
