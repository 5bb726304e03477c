// Package nameyard_test holds the rules that bind the whole tree.
package nameyard_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
)

// mayImport says which of our packages a package may know. "registry/*" stands for every folder below registry. Test files
// are free.
var mayImport = map[string][]string{
	"reseller":                     {},
	"safely":                       {},
	"listen":                       {"safely"},
	"migrations":                   {},
	"zone":                         {"reseller"},
	"registry":                     {"reseller"},
	"registry/*":                   {"registry", "reseller"},
	"registry/epp":                 {"registry", "registry/epp/wire", "reseller", "safely"},
	"registry/epp/wire":            {},
	"registry/registrytest":        {"registry", "reseller", "reseller/clocktest"},
	"registry/sandbox/eppserver":   {"registry", "registry/epp/wire", "registry/sandbox", "reseller", "safely", "listen"},
	"registry/sandbox/sandboxtest": {"registry/registrytest", "registry/sandbox", "registry/sandbox/eppserver", "reseller", "reseller/clocktest"},
	"store":                        {"reseller", "safely", "zone", "migrations"},
	"store/storetest":              {},
	"orders":                       {"reseller", "safely", "registry"},
	"actions":                      {"reseller", "safely", "zone", "registry", "orders"},
	"verify":                       {"reseller", "registry"},
	"invoicedoc":                   {"reseller"},
	"recovery":                     {"reseller", "safely", "registry"},
	"jobs":                         {"reseller", "safely", "zone", "registry", "orders"},
	"server":                       {"reseller", "safely", "listen", "actions", "panel", "server/apiphp", "server/docpage", "server/rest", "server/v2"},
	"panel":                        {"reseller", "actions", "panel/account", "panel/entry", "panel/page", "panel/passkey", "panel/password", "panel/session", "panel/staff", "panel/team", "panel/visit", "panel/words"},
	"panel/words":                  {"reseller"},
	"panel/page":                   {"reseller", "panel/words"},
	"panel/session":                {"reseller"},
	"panel/visit":                  {"reseller", "actions", "panel/page", "panel/words"},
	"panel/passkey":                {"reseller"},
	"panel/password":               {"reseller"},
	"panel/qr":                     {},
	"panel/team":                   {"reseller", "operator", "panel/page", "panel/session", "panel/visit"},
	"panel/entry":                  {"reseller", "panel/page", "panel/passkey", "panel/password", "panel/qr", "panel/session", "panel/visit"},
	"panel/account":                {"reseller", "safely", "zone", "actions", "panel/page", "panel/qr", "panel/visit"},
	"panel/staff":                  {"reseller", "operator", "panel/page", "panel/session", "panel/team", "panel/visit"},
	"server/phpvalue":              {},
	"server/docpage":               {},
	"server/form":                  {"reseller", "zone", "actions", "server/phpvalue"},
	"server/apiphp":                {"reseller", "zone", "actions", "server/docpage", "server/form", "server/phpvalue"},
	"server/rest":                  {"reseller", "zone", "actions", "server/docpage", "server/form"},
	"server/v2":                    {"reseller", "zone", "actions", "server/docpage", "server/form", "server/phpvalue"},
	"client":                       {},
	"bench":                        {"*"},
	"bench/*":                      {"*"},

	// The operator's use cases work on the store itself: see the package comment.
	"operator":  {"reseller", "safely", "zone", "registry", "store", "orders", "jobs", "notices", "webhooks", "verify", "publish", "publish/dns", "publish/mail"},
	"demo":      {"reseller", "registry", "registry/sandbox", "store", "jobs"},
	"publish":   {"reseller", "safely", "zone"},
	"publish/*": {"reseller", "safely", "listen", "zone", "publish"},
	"alerts":    {},
	"app": {
		"reseller", "safely", "alerts", "verify", "registry", "registry/availability", "registry/epp", "registry/sandbox", "store", "orders", "actions", "jobs", "recovery", "invoicedoc", "notices", "webhooks", "payments", "server", "operator", "panel", "panel/staff",
		"demo", "publish", "publish/dns", "publish/mail", "publish/web",
	},
	"actions/actionstest": {"reseller", "reseller/clocktest", "zone", "registry", "orders", "actions"},
	"app/apptest":         {"app", "orders", "registry", "reseller", "reseller/clocktest", "store/storetest", "verify"},
	"reseller/clocktest":  {},
	"cmd/nameyard":        {"*"},

	"payments":                   {"reseller"},
	"payments/stripe":            {"reseller", "payments"},
	"payments/stripe/stripetest": {},

	"events":         {"reseller"},
	"notices":        {"reseller", "events"},
	"notices/mailer": {"reseller", "notices"},
	"webhooks":       {"reseller", "safely", "events"},

	"torture/scorecard": {},
	"torture/score":     {"torture/scorecard"},
}

// keptDataSets are what reseller knows beside the standard library: names as IDNA maps them, Unicode's normal forms, countries
// as CLDR calls them, and the world's numbering plans.
var keptDataSets = []string{
	"golang.org/x/net/idna", "golang.org/x/text/unicode/norm", "golang.org/x/text/language", "golang.org/x/text/language/display",
	"github.com/nyaruka/phonenumbers", "golang.org/x/text/currency",
}

// onlyIn says which modules of others may be imported where.
var onlyIn = map[string][]string{
	"gorm.io/":                             {"store"},
	"modernc.org/sqlite":                   {"store", "bench/drivers"},
	"github.com/go-sql-driver/mysql":       {"store", "store/storetest", "bench", "bench/*"},
	"github.com/pressly/goose":             {"store"},
	"github.com/go-co-op/gocron":           {"jobs"},
	"github.com/go-pdf/fpdf":               {"invoicedoc"},
	"github.com/stripe/stripe-go":          {"payments/stripe"},
	"github.com/labstack/echo":             {"server", "bench", "bench/*"},
	"github.com/wneessen/go-mail":          {"notices/mailer"},
	"github.com/alecthomas/kong":           {"cmd/nameyard"},
	"github.com/nyaruka/phonenumbers":      {"reseller"},
	"golang.org/x/text/language":           {"reseller"},
	"github.com/elliotchance/phpserialize": {},
	"github.com/miekg/dns":                 {"publish/dns", "bench"},
	"github.com/caddyserver/certmagic":     {"publish/web"},
	"go.uber.org/zap":                      {"publish/web"}, // certmagic wants its logger
	"github.com/domainr/epp":               {},
	"github.com/go-webauthn/webauthn":      {"panel/passkey"},
	"golang.org/x/crypto/argon2":           {"panel/password"},
	"rsc.io/qr":                            {"panel/qr"},
	"github.com/chromedp":                  {},
}

func TestPackagesImportOnlyWhatTheDesignAllows(t *testing.T) {
	eachGoFile(t, func(file string, imports []string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		folder := path.Dir(filepath.ToSlash(file))
		allowed, known := rule(folder)
		if !known {
			t.Errorf("%s: folder %s is not in the table of import rules", file, folder)
			return
		}
		for _, imported := range imports {
			ours, isOurs := strings.CutPrefix(imported, "nameyard/")
			if isOurs && !slices.Contains(allowed, ours) && !slices.Contains(allowed, "*") {
				t.Errorf("%s imports %s, which %s must not know", file, imported, folder)
			}
			if !isOurs && folder == "reseller" && strings.Contains(imported, ".") && !slices.Contains(keptDataSets, imported) {
				t.Errorf("%s imports %s; reseller knows the standard library and kept data sets only", file, imported)
			}
			for module, places := range onlyIn {
				if strings.HasPrefix(imported, module) && !matches(places, folder) {
					t.Errorf("%s imports %s, which only %v may", file, imported, places)
				}
			}
		}
	})
}

func TestOnlyTheSchedulerKnowsGocron(t *testing.T) {
	eachGoFile(t, func(file string, imports []string) {
		for _, imported := range imports {
			if strings.HasPrefix(imported, "github.com/go-co-op/gocron") && filepath.ToSlash(file) != "jobs/scheduler.go" {
				t.Errorf("%s imports gocron; only jobs/scheduler.go may", file)
			}
		}
	})
}

func TestNoCatchAllPackages(t *testing.T) {
	banned := []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types", "config", "misc"}
	eachGoFile(t, func(file string, _ []string) {
		for part := range strings.SplitSeq(filepath.ToSlash(filepath.Dir(file)), "/") {
			if slices.Contains(banned, part) {
				t.Errorf("%s: there is no package %s here", file, part)
			}
		}
	})
}

func rule(folder string) ([]string, bool) {
	if allowed, ok := mayImport[folder]; ok {
		return allowed, true
	}
	allowed, ok := mayImport[path.Dir(folder)+"/*"]
	return allowed, ok
}

func matches(places []string, folder string) bool {
	return slices.Contains(places, folder) || slices.Contains(places, path.Dir(folder)+"/*")
}

// eachGoFile parses the imports of every Go file in the tree, in this process, so that a cached test result is never stale.
func eachGoFile(t *testing.T, visit func(file string, imports []string)) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != "." || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(file, ".go") || file == "arch_test.go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, i := range parsed.Imports {
			imports = append(imports, strings.Trim(i.Path.Value, `"`))
		}
		seen++
		visit(file, imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 100 {
		t.Errorf("only %d Go files were found; the walk is broken", seen)
	}
}

func TestDrawingOfTheOrderMachineIsTheTable(t *testing.T) {
	text, err := os.ReadFile("docs/orders.md")
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^    (\w+) --> (\w+):`).FindAllStringSubmatch(string(text), -1) {
		drawn[m[1]+" --> "+m[2]] = true
	}
	for from, moves := range reseller.OrderMoves {
		for _, to := range moves {
			move := string(from) + " --> " + string(to)
			if !drawn[move] {
				t.Errorf("docs/orders.md does not draw %s", move)
			}
			delete(drawn, move)
		}
	}
	for move := range drawn {
		t.Errorf("docs/orders.md draws %s, which reseller.OrderMoves does not allow", move)
	}
}
