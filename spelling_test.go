package nameyard_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/reseller"
)

// foreign are names of parameters and calls of one API or another. What is below the faces says neither.
var foreign = regexp.MustCompile(`(?i)\b(regperiod|sld|nameserver\d|dnsrecords|forwardto|forward_to|transfersecret|eppcode|newtag|transfertag|` +
	`idprotection|protectenable|privacy_protection|lockenabled|lockstatus|autorenew|dnsmanagement|emailforwarding|idempotency-key|idempotencykey|` +
	`domain_name|domainname|domainfields|contactdetails|ipaddress|currentipaddress|newipaddress|searchterm|currentexpirydate|` +
	`current_expiration_date|restore-to-account|addons)\b`)

// below are the packages below the faces.
var below = []string{"reseller", "zone", "actions", "orders"}

func TestNothingBelowTheFacesKnowsTheirParameters(t *testing.T) {
	eachLiteral(t, below, func(where, text string) {
		if found := foreign.FindString(text); found != "" {
			t.Errorf("%s: %q is a name of some API's; name the path and let the faces spell it", where, found)
		}
	})
	for _, path := range reseller.Paths {
		if found := foreign.FindString(string(path)); found != "" {
			t.Errorf("the path %s holds %q, which is a name of some API's", path, found)
		}
	}
}

// Each path that an error is given, whole or as a part, must be in the table that the faces' tests walk.
func TestEveryPathThatErrorsNameIsInTheTable(t *testing.T) {
	named := 0
	eachCall(t, append(below, "store"), func(where, callee string, args []ast.Expr) {
		if !slices.Contains([]string{"Invalid", "Missing", "In", "Part", "PathContact", "Path"}, callee) {
			return
		}
		path := args[0]
		if callee == "PathContact" {
			path = args[1]
		}
		if text, ok := literal(path); ok && text != "" {
			named++
			if !slices.ContainsFunc(reseller.Paths, func(p reseller.Path) bool {
				return string(p) == text || strings.HasSuffix(string(p), "."+text)
			}) {
				t.Errorf("%s: %s(%q): the path is not in reseller.Paths", where, callee, text)
			}
		}
	})
	if named == 0 {
		t.Error("no path was found: the test looks at nothing")
	}
}

func TestHintsAreActions(t *testing.T) {
	for _, hint := range reseller.Hints {
		if _, ok := actions.Named(string(hint)); !ok {
			t.Errorf("errors point to %s, which is no action", hint)
		}
	}
}

// eachLiteral calls look for every text in the packages, without struct tags and imports. Tests are left out.
func eachLiteral(t *testing.T, packages []string, look func(where, text string)) {
	t.Helper()
	eachNode(t, packages, func(where string, node ast.Node) bool {
		switch n := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			n.Tag = nil
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				look(where, text)
			}
		}
		return true
	})
}

// eachCall calls look for every call in the packages, with the last part of the function's name.
func eachCall(t *testing.T, packages []string, look func(where, callee string, args []ast.Expr)) {
	t.Helper()
	eachNode(t, packages, func(where string, node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			switch f := call.Fun.(type) {
			case *ast.Ident:
				look(where, f.Name, call.Args)
			case *ast.SelectorExpr:
				look(where, f.Sel.Name, call.Args)
			}
		}
		return true
	})
}

func eachNode(t *testing.T, packages []string, look func(where string, node ast.Node) bool) {
	t.Helper()
	for _, folder := range packages {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files: %v", folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, file, text, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(tree, func(node ast.Node) bool {
				return node == nil || look(set.Position(node.Pos()).String(), node)
			})
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
