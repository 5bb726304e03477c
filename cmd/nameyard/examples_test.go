package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/demo"
)

// interpreters run the examples of a folder; packages are what Debian calls them.
var interpreters = map[string]struct{ program, packages string }{
	"curl":       {"sh", "curl openssl"},
	"php":        {"php", "php-cli php-curl"},
	"python":     {"python3", "python3"},
	"javascript": {"node", "nodejs"},
}

// TestExamplesRegisterANameEachAndOnlyOnce runs every example twice against one demo server, and looks at what they left.
func TestExamplesRegisterANameEachAndOnlyOnce(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	defer server.stop()
	base, _, _ := strings.Cut(server.url, "/domainsResellerAPI/")
	key := strings.TrimSpace(s.must("token", "add", demo.Email, "--kind", "v2", "--name", "examples"))
	files, err := filepath.Glob("../../examples/*/*.*")
	if err != nil || len(files) != 12 {
		t.Fatalf("examples are missing: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.ToSlash(strings.TrimPrefix(file, "../../examples/")), func(t *testing.T) {
			program := interpreter(t, file)
			name := strings.ReplaceAll(strings.TrimPrefix(filepath.ToSlash(file), "../../examples/"), "/", "-")
			name = strings.ReplaceAll(name, ".", "-") + ".com"
			before := server.credit(t)
			for range 2 {
				runExample(t, program, file, name, "NAMEYARD_URL="+base, "NAMEYARD_KEY="+key)
			}
			if after := server.credit(t); before-after != 1299 {
				t.Errorf("two runs cost %d cents, want the price of one name", before-after)
			}
			state, err := server.client().Sync(t.Context(), name)
			if err != nil || !state.Active {
				t.Errorf("%s is %+v, %v", name, state, err)
			}
			records, err := server.client().Records(t.Context(), name)
			if err != nil || len(records) != 1 || records[0].Hostname != "www" || records[0].Address != "192.0.2.1" {
				t.Errorf("%s has records %+v, %v", name, records, err)
			}
		})
	}
}

// interpreter finds what runs an example, or skips the test.
func interpreter(t *testing.T, file string) string {
	t.Helper()
	needs := interpreters[filepath.Base(filepath.Dir(file))]
	programs := []string{needs.program}
	if needs.program == "sh" {
		programs = append(programs, "curl", "openssl")
	}
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is missing; install %s", program, needs.packages)
			}
			t.Skipf("%s is missing: install %s to run this example", program, needs.packages)
		}
	}
	return needs.program
}

// runExample runs an example as a reader would, with its settings in the environment.
func runExample(t *testing.T, program, file, name string, settings ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, file, name)
	cmd.Env = append(os.Environ(), settings...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", file, err, out)
	}
}

// credit is the available credit of the documentation's account, in cents.
func (r *running) credit(t *testing.T) int {
	t.Helper()
	value, err := r.client().Credit(t.Context())
	cents := 0
	for _, c := range strings.ReplaceAll(value, ".", "") {
		cents = cents*10 + int(c-'0')
	}
	if err != nil || cents == 0 {
		t.Fatalf("credit %q, %v", value, err)
	}
	return cents
}
