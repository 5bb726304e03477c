package words

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/operator"
	"nameyard/reseller"
)

// speakers are the packages behind the panel, and their files of which nothing is shown there.
var speakers = map[string][]string{
	"actions":  {"table.go"}, // what actions are for, in the documentation
	"orders":   nil,
	"reseller": {"tldfile.go", "tldrules.go", "tldjson.go", "country.go", "postcode.go", "countryname.go"}, // an operator's file of rules; tables
	"zone":     nil,
	"operator": {"import*.go", "backups.go", "secrets.go", "registry_password.go", "assign.go", "domain_moved.go", "webhooks.go", "forwards.go", "mails.go", "story*.go"}, // of the command line alone; the story is told from its facts
	"registry": {"errors.go"},
	"jobs":     nil,
}

// keepers are packages of which just the errors are shown.
var keepers = []string{"store", "payments", "payments/stripe", "webhooks", "panel", "panel/visit", "panel/entry", "panel/password", "panel/passkey"}

// aside are calls whose texts nobody reads on a page: causes, which are in the log alone, and what is looked for.
var aside = regexp.MustCompile(`^(errors\.New|fmt\.Errorf|panic|regexp\.MustCompile|.*\bLog\.\w+|.*\blog\.\w+|strings\.\w+|time\.\w+)$`)

// causes are files of which the plain errors are shown, too.
var causes = []string{"reseller/pricelist.go", "reseller/money.go", "reseller/money_read.go"}

// constructors are calls whose form is shown however short it is.
var constructors = regexp.MustCompile(`^(reseller\.)?(Errorf|Invalid|Missing|NotSupported|refuse|pending|open|leave|lookAgain|needsOperator|doubtful|refused|notFound|invalid|bad|failed|diskFull)$`)

// spoken gives the forms that a package says, with where.
func spoken(t *testing.T, folder string, except []string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		name := filepath.Base(file)
		left := slices.ContainsFunc(except, func(pattern string) bool { ok, _ := filepath.Match(pattern, name); return ok })
		if left || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "control_") {
			continue
		}
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			return listen(n, slices.Contains(causes, folder+"/"+name), !slices.Contains(keepers, folder), func(form string, at token.Pos) { found[form] = positions.Position(at).String() })
		})
	}
	return found
}

// listen hands on what a node says, and reports whether what is in it is still to be heard.
func listen(n ast.Node, shown, sentences bool, say func(string, token.Pos)) bool {
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.StructType:
		return false
	case *ast.CallExpr:
		called := callee(n.Fun)
		if aside.MatchString(called) && (!shown || called != "fmt.Errorf") {
			return false
		}
		if constructors.MatchString(called) {
			for _, arg := range n.Args {
				if form, ok := formOf(arg); ok && letters.MatchString(form) {
					say(form, arg.Pos())
				}
			}
		}
	case *ast.BinaryExpr:
		if form, ok := formOf(n); ok {
			if sentences && isSentence(form) {
				say(form, n.Pos())
			}
			return false
		}
	case *ast.BasicLit:
		if form, ok := formOf(n); ok && sentences && isSentence(form) {
			say(form, n.Pos())
		}
	}
	return true
}

var letters = regexp.MustCompile(`[a-z]{2,}`)

// isSentence reports whether a text is one: three words or more, beside what verbs of fmt stand for.
func isSentence(form string) bool {
	return strings.Count(form, " ") >= 2 && letters.MatchString(verbs.ReplaceAllString(form, ""))
}

// formOf gives what an expression says as a form: a literal, or several put together with what else is between them as %s.
func formOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		x, one := formOf(e.X)
		y, two := formOf(e.Y)
		if !one && !two {
			return "", false
		}
		if !one {
			x = "%s"
		}
		if !two {
			y = "%s"
		}
		return x + y, true
	}
	return "", false
}

func callee(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return callee(e.X) + "." + e.Sel.Name
	}
	return ""
}

// What the packages behind the panel say is there in Swedish, and nothing else is.
func TestWhatIsSaidBehindThePanelIsThereInSwedish(t *testing.T) {
	everything := maps.Clone(speakers)
	for _, folder := range keepers {
		everything[folder] = nil
	}
	for folder, except := range everything {
		for form, at := range spoken(t, folder, except) {
			if _, ok := said[form]; !ok && !unshown[form] {
				t.Errorf("%s: not in Swedish: %q", at, form)
			}
		}
	}
}

// What is there in Swedish is said somewhere: as it stands, or as a part of what is put together.
func TestNothingIsThereInSwedishThatNobodySays(t *testing.T) {
	spoken := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && (entry.Name() == "words" || strings.HasPrefix(entry.Name(), ".git")) {
			return cmp.Or(err, fs.SkipDir)
		}
		if entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if form, ok := formOf(e); ok {
					spoken[form] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for en := range said {
		if !spoken[en] && !composed[en] {
			t.Errorf("nobody says %q", en)
		}
	}
}

// composed are put together by the code from parts, or said by the standard library.
var composed = map[string]bool{
	"cancelled by the operator": true, "wrong number of fields": true, "hostname %s": true, "row %d": true, "line %d": true,
	"moved from another account; its DNS records and forwards went with it, because it is on our name servers": true,
}

// Each Swedish form takes arguments that the English one has, in words of its own.
func TestFormsTakeTheSameArguments(t *testing.T) {
	for en, sv := range said {
		a, b := parseForm(en), parseForm(sv)
		for _, slot := range b.slots {
			if !a.has(slot.arg) {
				t.Errorf("%q takes another argument: %q", en, sv)
			}
		}
		if en == sv && isSentence(en) {
			t.Errorf("%q is English", en)
		}
	}
}

// Each part of a request has a name.
func TestEachPartOfARequestIsCalledSomething(t *testing.T) {
	for _, path := range slices.Concat(reseller.Paths, operator.Paths) {
		last := string(path)[strings.LastIndex(string(path), ".")+1:]
		last, _, _ = strings.Cut(last, "[")
		if key := "of." + last; last != "key" && !Has(key) {
			t.Errorf("%s: no message %s", path, key)
		}
	}
}

// unshown are in the log, in hashes, in the audit log, which is kept as it was written, or put together to what is.
var unshown = map[string]bool{
	"the registry charged %d, more than the order's cost limit of %d": true,
	"an order needs the operator: see nameyard order resolve":         true,
	"nameyard credit %s %s %s --ref %s":                               true, // a command, as the next
	"nameyard payment dismiss %d %s --reason=TEXT":                    true,
	"parameter hash key":                                              true, "nameyard parameter hash": true, "v2 key of account %s": true, "certificate file %s": true,
	"net %d, cost %d": true, "%s %d years in %s from %s: %s": true, "links given to %s": true, "links given by team %d": true,
	" (hostname %s)": true, "%s until %s": true, "tax on %s overflows": true, "tax on %s at %d ppm: negative": true, "cannot add %s to %s": true, "amount overflows: %s + %s": true, "%s, must be scripts as Unicode names them (\"Latin\"), or Chinese, Japanese, Korean": true, "key %d (%d)": true, "email": true, "%s and %s": true,
}

// recorded are codes of what the audit log says that was done.
var recorded = regexp.MustCompile(`^(account|credit|domain|invoice|job|order|price|registry|restore|sandbox|token|user|webhook|zone|view)\.[a-z_]+$`)

// recordedBy is the code that a call writes into the audit log, where the call itself has it.
func recordedBy(call *ast.CallExpr) (code string, ok bool) {
	called, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || !slices.Contains([]string{"record", "recordCounted", "recordDecided", "RecordAudit"}, called.Sel.Name) || len(call.Args) < 5 {
		return "", false
	}
	text, isText := call.Args[3].(*ast.BasicLit)
	if !isText {
		return "", false
	}
	return formOf(text)
}

// Each code that the audit log can have is said in words. Codes of events are in constants of reseller, and are not among these.
func TestWhatTheAuditLogSaysIsThereInWords(t *testing.T) {
	files := []string{"../../reseller/audit.go"}
	for _, folder := range []string{"store", "operator", "jobs", "orders", "recovery", "panel/session", "panel/passkey", "panel/password", "panel/entry", "panel/team"} {
		some, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, some...)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if code, ok := recordedBy(call); ok {
					telling(t, file, code, call)
				}
			}
			if text, ok := n.(*ast.BasicLit); ok {
				if code, ok := formOf(text); ok && recorded.MatchString(code) {
					found++
					if reseller.AuditKinds[code] == "" {
						t.Errorf("%s: reseller.AuditKinds does not have %s", file, code)
					}
				}
			}
			return true
		})
	}
	if found < 40 {
		t.Errorf("just %d codes were found", found)
	}
	for code := range reseller.AuditKinds {
		if !Has("audit." + code) {
			t.Errorf("%s is recorded and not said", code)
		}
	}
	for key := range audit {
		if code := strings.TrimPrefix(key, "audit."); reseller.AuditKinds[code] == "" {
			t.Errorf("%s is said and not in reseller.AuditKinds", code)
		}
	}
}

// telling fails the test unless a call that records has the changes of a kind that is to have them.
func telling(t *testing.T, file, code string, call *ast.CallExpr) {
	t.Helper()
	switch holds := reseller.AuditKinds[code]; {
	case holds == "":
		t.Errorf("%s: reseller.AuditKinds does not say what records of %s hold", file, code)
	case holds != reseller.AuditHappened && !call.Ellipsis.IsValid():
		t.Errorf("%s: records of %s have no changes, and are to tell what was %s", file, code, holds)
	}
}

// What a record changed is said in the language of who reads it.
func TestChangesInTheAuditLogAreSaidInBothLanguages(t *testing.T) {
	r := reseller.AuditRecord{Action: "account.set", Changes: []reseller.AuditChange{
		{Field: "spend_cap", After: "1025.00 SEK"}, {Field: "disabled", Before: "false", After: "true"}, {Field: "role", Before: "owner", After: "billing"},
		{Field: "language", Before: "en", After: "sv"}, {Field: "renewal_failed", Before: "now", After: "daily"}, {Field: "name", Before: "A", After: "B"},
	}}
	for l, want := range map[Language]string{
		English: "spend cap: none → " + English.Amount(1025_00, "SEK") + "; disabled: no → yes; role: owner → billing; language: English → Svenska; " + catalogue["notice.renewal_failed"].en + ": At once → In the daily mail; name: A → B",
		Swedish: "dagsgräns: inget → " + Swedish.Amount(1025_00, "SEK") + "; avstängt: nej → ja; roll: ägare → ekonomi; språk: English → Svenska; " + catalogue["notice.renewal_failed"].sv + ": Genast → I dagens mejl; namn: A → B",
	} {
		if got := strings.Join((Times{Language: l}).Changes(r), "; "); got != want {
			t.Errorf("%s: %s, want %s", l, got, want)
		}
	}
	for _, name := range []string{"on", "off", "true", "false", "none", "paused", "unpaid", "active", "owner", "5 SEK", "daily"} { // a token or template may be called so
		r := reseller.AuditRecord{Action: "token.revoke", Changes: []reseller.AuditChange{{Field: "name", Before: name}}}
		if got := (Times{Language: Swedish}).Changes(r)[0]; got != "namn: "+name || r.Told() != "name "+name {
			t.Errorf("a token named %q is said as %q and %q", name, got, r.Told())
		}
	}
	r = reseller.AuditRecord{Action: "token.revoke", Changes: []reseller.AuditChange{{Field: "scopes", Before: "read"}}}
	if got := strings.Join((Times{Language: Swedish}).Changes(r), "; "); got != "rättigheter: read" {
		t.Errorf("what is gone is said as %s", got)
	}
	r = reseller.AuditRecord{Action: "token.set", Changes: []reseller.AuditChange{{Field: "expires", After: "2027-01-31T23:30:00Z"}}}
	if got := strings.Join((Times{English, time.FixedZone("CET", 3600)}).Changes(r), "; "); got != "expires: none → 2027-02-01 00:30:00 CET" {
		t.Errorf("a time is said as %s", got)
	}
}

// What stands by itself is a whole sentence in each language; others' words stay as they came.
func TestWhatStandsByItselfIsASentence(t *testing.T) {
	t.Parallel()
	const text = "it was received and is not credited: refund it at the provider, or credit it"
	for l, want := range map[Language]Told{
		English: {Says: "It was received and is not credited: refund it at the provider, or credit it."},
		Swedish: {Says: "Den är mottagen men inte bokförd: återbetala den hos betaltjänsten, eller bokför den."},
	} {
		if got := l.Sentence(text); got != want {
			t.Errorf("%s: %+v, want %+v", l, got, want)
		}
		if got := l.Sentence("somebody's words"); got != (Told{Quoted: "somebody's words"}) {
			t.Errorf("%s: others' words are %+v", l, got)
		}
	}
}
