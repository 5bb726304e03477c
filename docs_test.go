package nameyard_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fenced   = regexp.MustCompile("(?ms)^```.*?^```$")
	mdLink   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	codeSpan = regexp.MustCompile("`([^`\n]+)`")
	heading  = regexp.MustCompile(`(?m)^#+ (.+)$`)
	// ourFile is a span of code that can only be meant as a file or a folder of this repository.
	ourFile = regexp.MustCompile(`^[\w.*-]+(/[\w.*-]+)*(\.(go|md|sql|yaml|txtar|sh)|/)$`)
)

// elsewhere are parts of paths in documents that are not ours: files to be, on other machines, in URLs.
var elsewhere = []string{"your_action", "YourAction", "modules/", "library/"}

func TestLinksInDocumentsLeadSomewhere(t *testing.T) {
	eachDocument(t, func(file, text string) {
		for _, m := range mdLink.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			aim := file
			if target != "" {
				aim = path.Join(path.Dir(file), target)
			}
			if _, err := os.Stat(aim); err != nil {
				t.Errorf("%s links to %s, which is not there", file, m[1])
				continue
			}
			if anchor != "" && !slices.Contains(anchors(t, aim), anchor) {
				t.Errorf("%s links to %s, and %s has no such heading", file, m[1], aim)
			}
		}
	})
}

func TestFilesThatDocumentsNameAreThere(t *testing.T) {
	tree := repository(t)
	eachDocument(t, func(file, text string) {
		for _, m := range codeSpan.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			name := m[1]
			if !ourFile.MatchString(name) || slices.ContainsFunc(elsewhere, func(p string) bool { return strings.Contains(name, p) }) {
				continue
			}
			name = strings.TrimSuffix(name, "/")
			if !slices.ContainsFunc(tree, func(entry string) bool { return ends(entry, name) }) {
				t.Errorf("%s names %s, which is not there", file, m[1])
			}
		}
	})
}

// TestLayoutInTheREADMEIsTheTree holds the picture in the README against the folders that have Go files. Where it shows what is in a
// folder, it shows all of it.
func TestLayoutInTheREADMEIsTheTree(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, layout, found := strings.Cut(string(text), "## The layout\n\n```\n")
	layout, _, ends := strings.Cut(layout, "\n```")
	if !found || !ends {
		t.Fatal("README.md has no layout")
	}
	drawn, opened, above := map[string]bool{}, map[string]bool{}, ""
	for line := range strings.Lines(layout) {
		name := strings.TrimSuffix(strings.Fields(line)[0], "/")
		if !strings.HasPrefix(line, " ") {
			above = name
		} else {
			opened[above] = true
			name = above + "/" + name
		}
		drawn[name] = true
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			t.Errorf("the layout in README.md has %s, which is no folder here", name)
		}
	}
	drawn["cmd"], drawn["."] = true, true
	eachGoFile(t, func(file string, _ []string) {
		parts := strings.Split(filepath.ToSlash(filepath.Dir(file)), "/")
		missing := parts[0]
		if drawn[missing] && opened[missing] && len(parts) > 1 {
			missing = path.Join(parts[:2]...)
		}
		if !drawn[missing] {
			t.Errorf("%s: the layout in README.md has no %s/", file, missing)
			drawn[missing] = true
		}
	})
}

// ends reports whether a path ends in name, whose last part may have a star.
func ends(entry, name string) bool {
	for at := entry; at != ""; {
		if ok, _ := path.Match(name, at); ok {
			return true
		}
		_, rest, more := strings.Cut(at, "/")
		if !more {
			return false
		}
		at = rest
	}
	return false
}

// anchors are the names by which a document's headings can be linked to.
func anchors(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(string(text), ""), -1) {
		slug := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		all = append(all, strings.ReplaceAll(slug, " ", "-"))
	}
	return all
}

func eachDocument(t *testing.T, visit func(file, text string)) {
	t.Helper()
	seen := 0
	for _, file := range repository(t) {
		if !strings.HasSuffix(file, ".md") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen++
		visit(file, string(text))
	}
	if seen < 20 {
		t.Errorf("only %d documents were found; the walk is broken", seen)
	}
}

// repository lists the files and folders of the tree, with slashes, but what begins with a dot, what programs make, and .git.
func repository(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); file != "." && entry.IsDir() && (strings.HasPrefix(name, ".") || slices.Contains([]string{"bin", "data", "node_modules"}, name)) {
			return filepath.SkipDir
		}
		all = append(all, filepath.ToSlash(file))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
