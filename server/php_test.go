package server_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// runPHP runs a program of testdata/php and wants it to say "done".
func runPHP(t *testing.T, program string, args ...string) {
	t.Helper()
	php, err := exec.LookPath("php")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("php is missing; install php-cli and php-curl")
		}
		t.Skip("php is missing: install php-cli and php-curl to run this test")
	}
	out, err := exec.CommandContext(t.Context(), php, append([]string{"../testdata/php/" + program}, args...)...).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "done" {
		t.Errorf("php: %v\n%s", err, out)
	}
}

// TestPHPClientTakesADomainThroughItsLife runs a PHP program that asks and reads the way the client modules of this API do.
func TestPHPClientTakesADomainThroughItsLife(t *testing.T) {
	e := newEnv(t)
	e.Must(e.Sandbox.AddForeign(t.Context(), parseName("foreign-life.com"), "a&b<c>#$ d", morning.AddDate(-2, 0, 0), false))
	web := httptest.NewServer(e.open())
	defer web.Close()
	runPHP(t, "life.php", web.URL+"/whmcs/domainsResellerAPI/api.php", exampleEmail, exampleToken)
}

// TestPHPClientOfTheSecondGenerationTakesADomainThroughItsLife does the same over v2.
func TestPHPClientOfTheSecondGenerationTakesADomainThroughItsLife(t *testing.T) {
	e := newEnv(t)
	e.Must(e.Sandbox.AddForeign(t.Context(), parseName("foreign-v2.com"), "a&b<c>#$ d", morning.AddDate(-2, 0, 0), false))
	web := httptest.NewServer(e.open())
	defer web.Close()
	runPHP(t, "life_v2.php", web.URL+v2Script, exampleEmail, exampleKey, strconv.FormatInt(morning.Unix(), 10))
}
