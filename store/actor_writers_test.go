package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
)

// decided are the writers that are given an actor and do not ask whether it stands, and why.
var decided = map[string]string{
	"ClaimOrder":      "the order was placed by an actor who stood; so it is with the others of its worker",
	"ClaimUncompared": "as ClaimOrder",
	"ProlongLease":    "as ClaimOrder",
	"MoveOrder":       "as ClaimOrder",
	"EndOrder":        "as ClaimOrder",
	"SaveDeletion":    "its steps are orders, and each is placed by an actor who stands",
	"EndDeletion":     "as SaveDeletion",
}

// Whoever is signed out or removed does nothing more, by whatever writer: each that is given an actor asks in its transaction whether it stands.
func TestEveryWriterThatIsGivenAnActorAsksWhetherItStands(t *testing.T) {
	calls := callsOfStore(t)
	all := reflect.TypeFor[*store.Store]()
	writers := 0
	for i := range all.NumMethod() {
		method := all.Method(i)
		if !givenActor(method.Type) || !calls.reach(method.Name, "tx") && !calls.reach(method.Name, "txKeyed") {
			continue
		}
		writers++
		asks, reason := calls.reach(method.Name, "actorStands"), decided[method.Name]
		if asks == (reason != "") {
			t.Errorf("%s asks whether its actor stands: %t; the reason why it need not: %q", method.Name, asks, reason)
		}
	}
	if writers < 50 {
		t.Errorf("only %d writers are given an actor", writers)
	}
}

// calls has the names of what each function of the package calls of the package, by name. Exported methods are its own where they are those of s.
type calls map[string]map[string]bool

func callsOfStore(t *testing.T) calls {
	t.Helper()
	all := calls{}
	for _, file := range must[[]os.DirEntry](t)(os.ReadDir(".")) {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") || strings.HasPrefix(file.Name(), "control_") {
			continue
		}
		for _, d := range must[*ast.File](t)(parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)).Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Body != nil {
				all.add(f)
			}
		}
	}
	return all
}

func (c calls) add(f *ast.FuncDecl) {
	if c[f.Name.Name] == nil {
		c[f.Name.Name] = map[string]bool{}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is {
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				c[f.Name.Name][fun.Name] = true
			case *ast.SelectorExpr:
				if of, is := fun.X.(*ast.Ident); !fun.Sel.IsExported() || is && of.Name == "s" {
					c[f.Name.Name][fun.Sel.Name] = true
				}
			}
		}
		return true
	})
}

// reach reports whether a function calls another one, itself or by others.
func (c calls) reach(from, to string) bool {
	seen := map[string]bool{}
	var walk func(string) bool
	walk = func(name string) bool {
		if name == to {
			return true
		}
		if seen[name] {
			return false
		}
		seen[name] = true
		for called := range c[name] {
			if walk(called) {
				return true
			}
		}
		return false
	}
	return walk(from)
}

// givenActor reports whether a method has an actor in one of its arguments.
func givenActor(method reflect.Type) bool {
	for i := 1; i < method.NumIn(); i++ {
		if hasActor(method.In(i)) {
			return true
		}
	}
	return false
}

func hasActor(of reflect.Type) bool {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return hasActor(of.Elem())
	case reflect.Struct:
		if of == reflect.TypeFor[reseller.Actor]() {
			return true
		}
		for i := range of.NumField() {
			if hasActor(of.Field(i).Type) {
				return true
			}
		}
	}
	return false
}
