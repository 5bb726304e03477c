package v2

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nameyard/actions"
)

// called lists the requests of the golden cases: "POST order/domains/register".
func called(t *testing.T) []Request {
	t.Helper()
	files, err := filepath.Glob("../../testdata/v2/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	var all []Request
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if words := strings.Fields(line); len(words) > 3 && words[0] == "--" && words[1] == "call" {
				path, _, _ := strings.Cut(strings.TrimPrefix(words[3], shortPath), "?")
				all = append(all, Request{Method: words[2], Path: path})
			}
		}
	}
	return all
}

func TestEveryEndpointHasAnActionAndAGoldenCase(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range called(t) {
		if e, _, err := Find(r); err == nil {
			seen[e.method+" "+e.path] = true
		}
	}
	for _, e := range endpoints {
		if _, ok := actions.Named(e.action); !ok {
			t.Errorf("%s: there is no action %s", e.path, e.action)
		}
		if !seen[e.method+" "+e.path] {
			t.Errorf("%s %s has no golden case in testdata/v2", e.method, e.path)
		}
	}
}

func TestPathsAreFoundUnderAnyPrefixWithAnyNumberOfSlashes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/modules/addons/DomainsReseller/api/index.php/tlds":                "/tlds",
		"/whmcs/modules/addons/DomainsReseller/api/index.php//tlds/pricing": "//tlds/pricing",
		"/modules/addons/DomainsReseller/api/index.php":                     "",
		"/api/v2/tlds": "/tlds",
		"/api/v2":      "",
	} {
		if rest, ok := Inside(path); !ok || rest != want {
			t.Errorf("%s: %q, %t; want %q", path, rest, ok, want)
		}
	}
	for _, path := range []string{
		"/", "/api.php", "/api/v1/domains/", "/api/v20/tlds", "/domainsResellerAPI/api.php", "/api/index.php/tlds",
		"/modules/addons/DomainsReseller/api/index.phpx",
	} {
		if rest, ok := Inside(path); ok {
			t.Errorf("%s is taken for this API: %q", path, rest)
		}
	}
}
