package v2

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nameyard/actions"
)

// called lists the requests of the golden cases: "POST /order/domains/register".
func called(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/v2/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	var all []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if words := strings.Fields(line); len(words) > 3 && words[0] == "--" && words[1] == "call" {
				path, _, _ := strings.Cut(strings.TrimPrefix(words[3], Prefix), "?")
				all = append(all, words[2]+" "+path)
			}
		}
	}
	return all
}

func TestEveryEndpointHasAnActionAndAGoldenCase(t *testing.T) {
	t.Parallel()
	requests := called(t)
	for _, e := range Endpoints {
		if _, ok := actions.Named(e.Action); !ok {
			t.Errorf("%s: there is no action %s", e.Path, e.Action)
		}
		path := regexp.MustCompile("^(" + strings.Join(e.Methods(), "|") + ") " + strings.ReplaceAll(e.Path, ":domain", "[^/]+") + "$")
		if !slices.ContainsFunc(requests, path.MatchString) {
			t.Errorf("%s %s has no golden case in testdata/v2", e.Method, e.Path)
		}
	}
}

func TestPathsAreFoundUnderAnyPrefixWithAnyNumberOfSlashes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/modules/addons/DomainsReseller/api/index.php/tlds":                "/api/v2/tlds",
		"/whmcs/modules/addons/DomainsReseller/api/index.php//tlds/pricing": "/api/v2/tlds/pricing",
		"/modules/addons/DomainsReseller/api/index.php":                     "/api/v2/",
		"/api/v2/tlds":    "/api/v2/tlds",
		"/api/v2//tlds//": "/api/v2/tlds",
		"/api/v2":         "/api/v2/",
	} {
		if place, ok := Inside(path); !ok || place != want {
			t.Errorf("%s: %q, %t; want %q", path, place, ok, want)
		}
	}
	for _, path := range []string{
		"/", "/api.php", "/api/v1/domains/", "/api/v20/tlds", "/domainsResellerAPI/api.php", "/api/index.php/tlds",
		"/modules/addons/DomainsReseller/api/index.phpx",
	} {
		if place, ok := Inside(path); ok {
			t.Errorf("%s is taken for this API: %q", path, place)
		}
	}
}
