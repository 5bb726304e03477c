package server_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestPHPClientTakesADomainThroughItsLife runs a PHP program that asks and reads the way the client modules of this API do.
func TestPHPClientTakesADomainThroughItsLife(t *testing.T) {
	php, err := exec.LookPath("php")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("php is missing; install php-cli and php-curl")
		}
		t.Skip("php is missing: install php-cli and php-curl to run this test")
	}
	h := newHouse(t)
	h.must(h.registry.AddForeign(t.Context(), parseName("foreign-life.com"), "a&b<c>#$ d", morning.AddDate(-2, 0, 0), false))
	web := httptest.NewServer(h.open())
	defer web.Close()
	out, err := exec.CommandContext(t.Context(), php, "../testdata/php/life.php", web.URL+"/whmcs/domainsResellerAPI/api.php", seedEmail, seedToken).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "done" {
		t.Errorf("php: %v\n%s", err, out)
	}
}
