package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnUpgradeOfThePackage: a running service is started again by an upgrade if the new version would start, and goes on as it is if it would
// not; one that does not run is left alone. The programs of the system are stand-ins that say what they were asked.
func TestAnUpgradeOfThePackage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		runs, good bool
		restarted  bool
		says       string
	}{
		"at first":                    {false, true, false, "fill in /etc/nameyard/nameyard.json"},
		"an upgrade":                  {true, true, true, ""},
		"an upgrade with migrations":  {true, false, false, "the old one goes on until you restart it"},
		"an upgrade of what is still": {false, false, false, "fill in /etc/nameyard/nameyard.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, bin := t.TempDir(), t.TempDir()
			for _, folder := range []string{"etc/nameyard", "run/systemd/system"} {
				if err := os.MkdirAll(filepath.Join(root, folder), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(root, "etc/nameyard/nameyard.json"), []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
			stand := func(program, script string) {
				if err := os.WriteFile(filepath.Join(bin, program), []byte("#!/bin/sh\necho \"$(basename $0) $*\" >>"+root+"/asked\n"+script+"\n"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			status := map[bool]string{true: "exit 0", false: "exit 3"}
			stand("systemd-sysusers", "")
			stand("chown", "")
			stand("runuser", "echo 'the schema is older than this binary'; "+status[c.good])
			stand("systemctl", `[ "$1" != is-active ] || `+status[c.runs])
			script := exec.Command("sh", "../../packaging/postinst.sh", "configure", "0.9.0")
			script.Env = []string{"PATH=" + bin + ":/usr/bin:/bin", "DPKG_ROOT=" + root}
			out, err := script.CombinedOutput()
			asked, _ := os.ReadFile(filepath.Join(root, "asked"))
			if err != nil || !strings.Contains(string(out), c.says) || strings.Contains(string(asked), "systemctl restart nameyard.service") != c.restarted {
				t.Errorf("%v: %s\nit asked:\n%s", err, out, asked)
			}
			if key, err := os.Stat(filepath.Join(root, "etc/nameyard/secret.key")); err != nil || key.Mode().Perm() != 0o640 || key.Size() != 45 {
				t.Errorf("the key: %v, %v", key, err)
			}
		})
	}
}

// TestVersionsOfPackagesSortByTime: what is built after a release is newer than the release and older than the next, and of what is built before any the
// later commit is newer.
func TestVersionsOfPackagesSortByTime(t *testing.T) {
	t.Parallel()
	compare, err := exec.LookPath("dpkg")
	if err != nil {
		t.Skip("dpkg is missing: only Debian has it")
	}
	folder := t.TempDir()
	run := func(env string, program string, args ...string) string {
		t.Helper()
		c := exec.Command(program, args...)
		c.Dir, c.Env = folder, append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_COMMITTER_DATE="+env)
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", program, args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	script, err := filepath.Abs("../../packaging/version.sh")
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	commit := func() {
		at++
		run([]string{"", "2026-01-31T10:00:00Z", "2026-01-31T12:00:01+02:00", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"}[at],
			"git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "x")
	}
	run("", "git", "init", "-q")
	var versions []string
	version := func() { versions = append(versions, run("", "sh", script)) }
	commit()
	version()
	commit() // a second later
	version()
	commit()
	run("", "git", "tag", "v1.0.0")
	version()
	commit()
	version()
	versions = append(versions, "1.0.1")
	for i := range versions[1:] {
		run("", compare, "--compare-versions", versions[i], "lt", versions[i+1])
	}
	if versions[2] != "1.0.0" {
		t.Errorf("a release is %s", versions[2])
	}
}
