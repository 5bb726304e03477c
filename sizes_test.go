package nameyard_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The sizes above which a file or a function does more than one thing. A test may be a long table.
const (
	maxFileLines     = 400
	maxFunctionLines = 60
)

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	eachParsedFile(t, func(file string, parsed *ast.File, positions *token.FileSet) {
		line := func(p token.Pos) int { return positions.Position(p).Line }
		if n := line(parsed.FileEnd); n > maxFileLines+1 {
			t.Errorf("%s has %d lines, more than %d", file, n, maxFileLines)
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && !strings.HasSuffix(file, "_test.go") {
				if n := line(f.End()) - line(f.Pos()) + 1; n > maxFunctionLines {
					t.Errorf("%s: %s has %d lines, more than %d", file, f.Name, n, maxFunctionLines)
				}
			}
		}
	})
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	eachParsedFile(t, func(file string, parsed *ast.File, _ *token.FileSet) {
		if folder := filepath.Dir(file); !strings.HasSuffix(file, "_test.go") {
			said[folder] = said[folder] || parsed.Doc != nil && strings.TrimSpace(parsed.Doc.Text()) != ""
		}
	})
	for folder, ok := range said {
		if !ok {
			t.Errorf("package %s has no package comment", folder)
		}
	}
}

// TestWhatIsExportedHasAComment asks it of packages that others import. A method that only fulfils an interface may do without.
func TestWhatIsExportedHasAComment(t *testing.T) {
	eachParsedFile(t, func(file string, parsed *ast.File, positions *token.FileSet) {
		if strings.HasSuffix(file, "_test.go") || parsed.Name.Name == "main" {
			return
		}
		for _, d := range parsed.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no comment", positions.Position(name.Pos()), name)
			}
		}
	})
}

// fulfilling are methods whose meaning is that of an interface of the standard library or of a module.
var fulfilling = map[string]bool{
	"Error": true, "Unwrap": true, "Is": true, "String": true, "MarshalJSON": true, "UnmarshalJSON": true, "MarshalText": true, "UnmarshalText": true,
	"Value": true, "Scan": true, "Write": true, "Read": true, "Close": true, "Len": true, "Less": true, "Swap": true,
}

// undocumented gives the exported names of a declaration that have no comment. In a group one comment may stand for all.
func undocumented(d ast.Decl) []*ast.Ident {
	var bare []*ast.Ident
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || exportedReceiver(d) && !fulfilling[d.Name.Name]) {
			bare = append(bare, d.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					bare = append(bare, s.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						bare = append(bare, name)
					}
				}
			}
		}
	}
	return bare
}

func exportedReceiver(f *ast.FuncDecl) bool {
	receiver := f.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

// eachParsedFile parses every Go file of the tree.
func eachParsedFile(t *testing.T, visit func(file string, parsed *ast.File, positions *token.FileSet)) {
	t.Helper()
	seen := 0
	for _, file := range repository(t) {
		if !strings.HasSuffix(file, ".go") || strings.Contains(file, "testdata/") {
			continue
		}
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		seen++
		visit(file, parsed, positions)
	}
	if seen < 100 {
		t.Errorf("only %d Go files were found; the walk is broken", seen)
	}
}
