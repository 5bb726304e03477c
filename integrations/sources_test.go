package integrations_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// installed lists the PHP files that resellers install.
func installed(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, root := range []string{"whmcs", "fossbilling"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if strings.HasSuffix(path, ".php") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 10 {
		t.Fatalf("only %d PHP files were found", len(files))
	}
	return files
}

func TestEveryFileIsPHPThat74Understands(t *testing.T) {
	t.Parallel()
	php := findPHP(t)
	for _, file := range installed(t) {
		if out, err := exec.CommandContext(t.Context(), php, "-l", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", file, out)
		}
	}
	out, err := exec.CommandContext(t.Context(), php, append([]string{"testdata/newer_syntax.php"}, installed(t)...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("newer than PHP 7.4 (%v):\n%s", err, out)
	}
}

func TestNewerSyntaxIsFound(t *testing.T) {
	t.Parallel()
	php := findPHP(t)
	for code, want := range map[string]string{
		`$a = match (1) { 1 => 2 };`: "match",
		`$a = $b?->c;`:               "?->",
		`class A { public function __construct(private $b) {} }`: "promotion",
		`f(b: 1);`:                            "named argument",
		`$a->f(1, b: 1);`:                     "named argument",
		`if (str_contains("a", "b")) {}`:      "str_contains",
		`function f(int|string $a) {}`:        "union type",
		`function f(): int|string {}`:         "union type",
		`function f(mixed $a) {}`:             "mixed",
		`function f($a,) {}`:                  "comma",
		`class A { function f(): static {} }`: "static",
		`try {} catch (E) {}`:                 "catch",
		`$a = $b ?? throw new E();`:           "throw",
		`$a = $b::class;`:                     "class",
		`#[A] class B {}`:                     "attribute",
		`enum A { case B; }`:                  "enum",
		`class A { public readonly int $b; }`: "readonly",
	} {
		file := filepath.Join(t.TempDir(), "newer.php")
		if err := os.WriteFile(file, []byte("<?php\n"+code+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), php, "testdata/newer_syntax.php", file).CombinedOutput()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v, found %q", code, err, out)
		}
	}
	old := filepath.Join(t.TempDir(), "old.php")
	code := "<?php\nswitch ($a ? f(B) : c) { case B: g($a ? D : E, [1, 2,],); }\nfunction h(?int $a = null, ...$b): ?array { return $a ?: self::C; }\n"
	if err := os.WriteFile(old, []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), php, "testdata/newer_syntax.php", old).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("complains of PHP 7.4 (%v):\n%s", err, out)
	}
}

// Each of the two is installed alone, so both have the API client; it must be the same.
func TestBothHaveTheSameClient(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Answer.php", "Client.php", "Failure.php"} {
		one, err := os.ReadFile(filepath.Join("whmcs/modules/registrars/nameyard/lib/Api", name))
		if err != nil {
			t.Fatal(err)
		}
		other, err := os.ReadFile(filepath.Join("fossbilling/library/Registrar/Adapter/Nameyard", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, other) {
			t.Errorf("%s differs between WHMCS and FOSSBilling: copy it", name)
		}
	}
}

// whmcsFunctions are the functions of WHMCS's function index and of its pages on configuration, availability and pricing.
// Those that are false do not exist here; README.md says why.
var whmcsFunctions = map[string]bool{
	"MetaData": true, "getConfigArray": true, "config_validate": true, "RegisterDomain": true, "TransferDomain": true, "RenewDomain": true,
	"GetDomainInformation": true, "GetEmailForwarding": true, "SaveEmailForwarding": true, "GetNameservers": true, "SaveNameservers": true,
	"GetRegistrarLock": true, "SaveRegistrarLock": true, "GetContactDetails": true, "SaveContactDetails": true, "GetDNS": true,
	"SaveDNS": true, "IDProtectToggle": true, "GetEPPCode": true, "ReleaseDomain": true, "RegisterNameserver": true,
	"ModifyNameserver": true, "DeleteNameserver": true, "RequestDelete": true, "Sync": true, "TransferSync": true, "GetTldPricing": true,
	"CheckAvailability": true, "GetDomainSuggestions": true, "DomainSuggestionOptions": true, "AdminCustomButtonArray": true,
	"AdminDomainsTabFields": true, "ResendIRTPVerificationEmail": false, "GetPremiumPrice": false, "ClientArea": false,
	"ClientAreaCustomButtonArray": false, "ClientAreaAllowedFunctions": false,
}

func TestWHMCSModuleHasEveryFunctionThatItsReadmeNames(t *testing.T) {
	t.Parallel()
	code, err := os.ReadFile("whmcs/modules/registrars/nameyard/nameyard.php")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("whmcs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for function, exists := range whmcsFunctions {
		if has := bytes.Contains(code, []byte("\nfunction nameyard_"+function+"(")); has != exists {
			t.Errorf("nameyard_%s exists: %v, want %v", function, has, exists)
		}
		if !bytes.Contains(readme, []byte(function)) {
			t.Errorf("README.md does not name %s", function)
		}
	}
	// Every function that asks the server is driven against bad servers, too.
	driven := everything()
	for line := range strings.Lines(string(code)) {
		name, isFunction := strings.CutPrefix(line, "function nameyard_")
		name, _, _ = strings.Cut(name, "(")
		offline := []string{"MetaData", "getConfigArray", "DomainSuggestionOptions", "AdminCustomButtonArray", "AdminDomainsTabFields"}
		if _, isDriven := driven[name]; isFunction && !isDriven && !slices.Contains(offline, name) {
			t.Errorf("nameyard_%s is not driven against dead, slow and nonsensical servers", name)
		}
	}
}

func TestWHMCSModuleDescribesItself(t *testing.T) {
	t.Parallel()
	w := newWHMCS(t, "", "", "")
	same(t, "MetaData", w.good("MetaData", nil), `{"DisplayName":"Nameyard","APIVersion":"1.1","NonLinearRegistrationPricing":false}`)
	var config map[string]map[string]string
	if err := json.Unmarshal([]byte(w.good("getConfigArray", nil)), &config); err != nil {
		t.Fatal(err)
	}
	same(t, "type of the token", config["Token"]["Type"], "password")
	same(t, "timeout", config["Timeout"]["Default"], "40")
	raw, err := os.ReadFile("whmcs/modules/registrars/nameyard/whmcs.json")
	if err != nil {
		t.Fatal(err)
	}
	var about struct {
		Type string
		Logo struct{ Filename string }
	}
	if err := json.Unmarshal(raw, &about); err != nil {
		t.Fatal(err)
	}
	same(t, "whmcs.json", about.Type, "whmcs-registrars")
	if _, err := os.Stat(filepath.Join("whmcs/modules/registrars/nameyard", about.Logo.Filename)); err != nil {
		t.Error(err)
	}
}
