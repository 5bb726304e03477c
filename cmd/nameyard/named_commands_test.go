package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var inlineCommand = regexp.MustCompile("`nameyard ([a-z][^`]*)`")

// missing is the first word of a line that should name a command and does not; "" if all do.
func missing(node *kong.Node, line string) string {
	for _, word := range strings.Fields(line) {
		at := slices.IndexFunc(node.Children, func(c *kong.Node) bool { return c.Name == word || slices.Contains(c.Aliases, word) })
		switch {
		case at >= 0:
			node = node.Children[at]
		case len(node.Children) == 0 || !regexp.MustCompile("^[a-z-]+$").MatchString(word) || strings.HasPrefix(word, "-"):
			return ""
		case len(node.Positional) > 0:
			return ""
		default:
			return word
		}
	}
	return ""
}

// Commands that documents name in the middle of a sentence exist.
func TestCommandsThatDocumentsNameExist(t *testing.T) {
	t.Parallel()
	var grammar cli
	parser, err := newParser(&grammar, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	documents, _ := filepath.Glob("../../docs/*.md")
	found := 0
	for _, path := range append(documents, "../../README.md", "../../CHANGELOG.md", "../../panel/README.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inlineCommand.FindAllStringSubmatch(string(text), -1) {
			found++
			if word := missing(parser.Model.Node, m[1]); word != "" {
				t.Errorf("%s: `nameyard %s`: there is no %q", filepath.Base(path), m[1], word)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d commands were found", found)
	}
	if missing(parser.Model.Node, "registry info NAME") != "info" {
		t.Error("a command that does not exist is not found")
	}
}
