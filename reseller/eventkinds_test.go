package reseller

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestKindsOfEventsAreAsked(t *testing.T) {
	for text, known := range map[string]bool{
		"renew.done": true, "contacts.superseded": true, "invoice.*": true, "domain.*": true, "*": true, "domain.wrong_auth_code": true,
		"foo.bar": false, "renew": false, "renew.started": false, "renew.superseded": false, "foo.*": false, "renew.": false, "": false, "Renew.done": false, "*.done": false,
	} {
		if IsEventKind(text) != known {
			t.Errorf("%q: known is %t", text, !known)
		}
	}
	if !slices.Contains(EventGroups(), "invoice") || slices.Contains(EventGroups(), "") {
		t.Errorf("the groups are %v", EventGroups())
	}
}

// Every constant that names a kind of event or of order is in the lists.
func TestListsOfKindsAreWhole(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if !is || len(spec.Values) != 1 {
				return true
			}
			value, is := spec.Values[0].(*ast.BasicLit)
			if !is {
				return true
			}
			text := strings.Trim(value.Value, `"`)
			kind, typed := spec.Type.(*ast.Ident)
			switch {
			case typed && kind.Name == "OrderKind" && !slices.Contains(OrderKinds, OrderKind(text)),
				strings.HasPrefix(spec.Names[0].Name, "Event") && strings.Contains(text, ".") && !slices.Contains(otherEvents, text):
				t.Errorf("%s (%q) is in no list", spec.Names[0].Name, text)
			}
			if typed && kind.Name == "OrderKind" {
				found++
			}
			return true
		})
	}
	if found != len(OrderKinds) {
		t.Errorf("%d kinds of orders in the source, %d in the list", found, len(OrderKinds))
	}
}
