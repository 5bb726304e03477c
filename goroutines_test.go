package nameyard_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// bare are the goroutines that begin without package safely, by file, and why each may.
var bare = map[string]string{
	"store/group.go":                       "what members of a group do is caught and given to their callers; a fault of the group's own would leave commits without an outcome, and the process ends",
	"registry/epp/session.go":              "it sets a deadline of a connection",
	"registry/sandbox/eppserver/server.go": "it closes connections",
	"cmd/nameyard/main.go":                 "it ends the process's patience with a second signal",
}

// ownProcesses are folders whose programs are no servers: a fault there shall end them.
var ownProcesses = []string{"bench", "torture", "simulation", "store/storetest", "registry/sandbox/sandboxtest", "safely"}

// TestGoroutinesBeginThroughTheNet: a panic in a goroutine that nobody catches ends the process, and with it whatever else is under way.
func TestGoroutinesBeginThroughTheNet(t *testing.T) {
	found := map[string]bool{}
	eachParsedFile(t, func(file string, parsed *ast.File, positions *token.FileSet) {
		file = filepath.ToSlash(file)
		if strings.HasSuffix(file, "_test.go") || inFolders(file, ownProcesses) {
			return
		}
		for _, at := range bareGoroutines(parsed) {
			if found[file] = true; bare[file] == "" {
				t.Errorf("%s: a goroutine begins without package safely: a fault in it would end the process", positions.Position(at))
			}
		}
	})
	for file := range bare {
		if !found[file] {
			t.Errorf("%s has no bare goroutine any more; take it off the list", file)
		}
	}
}

func TestEachWayToBeginAGoroutineIsSeen(t *testing.T) {
	const before = `package p
import ("context"; "sync"; "time"; errs "golang.org/x/sync/errgroup"; "nameyard/panel/visit"; "nameyard/safely")
type server struct { all sync.WaitGroup }
func f(s *server, g *errs.Group, own *safely.Group) any { `
	for code, want := range map[string]int{
		"go f(s, g, own)": 1, "go func() {}()": 1, "s.all.Go(func() {})": 1, "g.TryGo(func() error { return nil })": 1, "(&sync.WaitGroup{}).Go(func() {})": 1,
		"time.AfterFunc(0, func() {})": 1, "context.AfterFunc(nil, func() { go f(s, g, own) })": 2,
		"own.Go(nil, \"test\", func() {})": 0, "safely.AfterFunc(nil, 0, \"test\", func() {})": 0, "visit.Go(\"/\")": 0,
	} {
		parsed, err := parser.ParseFile(token.NewFileSet(), "p.go", before+code+"; return nil }", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(bareGoroutines(parsed)); got != want {
			t.Errorf("%s: %d goroutines were seen, want %d", code, got, want)
		}
	}
}

func inFolders(file string, folders []string) bool {
	for _, f := range folders {
		if strings.HasPrefix(file, f+"/") {
			return true
		}
	}
	return false
}

// bareGoroutines gives where goroutines begin: go statements, AfterFunc of the standard library, and Go or TryGo of a WaitGroup or an errgroup,
// which are methods that take a function and nothing else.
func bareGoroutines(file *ast.File) []token.Pos {
	packages := map[string]string{} // by the name they have in the file
	for _, i := range file.Imports {
		from, _ := strconv.Unquote(i.Path.Value)
		name := path.Base(from)
		if i.Name != nil {
			name = i.Name.Name
		}
		packages[name] = from
	}
	var begun []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			begun = append(begun, n.Pos())
		case *ast.CallExpr:
			called, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			owner, _ := called.X.(*ast.Ident)
			from := ""
			if owner != nil {
				from = packages[owner.Name]
			}
			method := from == "" && len(n.Args) == 1 && (called.Sel.Name == "Go" || called.Sel.Name == "TryGo")
			if method || called.Sel.Name == "AfterFunc" && (from == "time" || from == "context") {
				begun = append(begun, n.Pos())
			}
		}
		return true
	})
	return begun
}
