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
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("systemd-analyze is missing (Debian package systemd): make setup")
	}
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
