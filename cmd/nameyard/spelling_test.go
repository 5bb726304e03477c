package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nameyard/demo"
	"nameyard/operator"
	"nameyard/reseller"
)

func TestEveryPathAndHintOfTheOperatorHasItsFlagOrCommand(t *testing.T) {
	t.Parallel()
	for _, p := range append(slices.Clone(operator.Paths), demo.Paths...) {
		if flagOf[p] == "" {
			t.Errorf("path %s has no flag", p)
		}
	}
	for _, h := range append(slices.Clone(operator.Hints), demo.Hints...) {
		if commandOf[h] == "" {
			t.Errorf("hint %s has no command", h)
		}
	}
}

func TestListsOfPathsAndHintsAreWhole(t *testing.T) {
	t.Parallel()
	for folder, listed := range map[string]int{
		"../../operator": len(operator.Paths) + len(operator.Hints), "../../demo": len(demo.Paths) + len(demo.Hints),
	} {
		if declared := constantsOf(t, folder, "reseller.Path", "reseller.Hint"); declared != listed {
			t.Errorf("%s declares %d paths and hints, and lists %d", folder, declared, listed)
		}
	}
}

// constantsOf counts the constants of some types in a folder.
func constantsOf(t *testing.T, folder string, types ...string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			declared, is := node.(*ast.GenDecl)
			if !is || declared.Tok != token.CONST {
				return true
			}
			for _, spec := range declared.Specs {
				value := spec.(*ast.ValueSpec)
				if chosen, is := value.Type.(*ast.SelectorExpr); is && slices.Contains(types, chosen.X.(*ast.Ident).Name+"."+chosen.Sel.Name) {
					n += len(value.Names)
				}
			}
			return true
		})
	}
	return n
}

func TestErrorsAreSpelledInFlagsAndCommands(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		`--limit is 0, it must be 1 or more`: reseller.Invalid(operator.PathLimit, "%s is %d, it must be 1 or more", operator.PathLimit, 0),
		`no token 2; "nameyard token list a@example.com" shows them`: reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
			"no token 2; %s shows them", operator.HintListTokens+" a@example.com"),
		`years_of_life must be 1`: reseller.Invalid(reseller.PathYears, "%s must be 1", reseller.Path("years_of_life")),
		`ask SomethingUnknown`:    reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "ask %s", reseller.Hint("SomethingUnknown")),
	} {
		var out strings.Builder
		if code := (failures{to: &out}).tell(err); code == exitDone || !strings.Contains(out.String(), want) {
			t.Errorf("exit %d, %q, want %q", code, out.String(), want)
		}
	}
}
