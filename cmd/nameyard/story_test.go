package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nameyard/store/storetest"
)

// shell runs command lines in one data folder.
type shell struct {
	t    testing.TB
	data string
}

func newShell(t testing.TB) *shell { return &shell{t, filepath.Join(storetest.TempDir(t), "data")} }

// result is what one command line did.
type result struct {
	code        int
	out, errOut string
}

func (s *shell) run(args ...string) result {
	s.t.Helper()
	return s.runWith("", args...)
}

func (s *shell) runWith(stdin string, args ...string) result {
	s.t.Helper()
	var out, errOut bytes.Buffer
	args = append(args, "--data", s.data)
	code := run(s.t.Context(), args, strings.NewReader(stdin), &out, &errOut)
	if code == exitDone {
		played.add(args)
	}
	return result{code, out.String(), errOut.String()}
}

// must runs a command line that has to succeed and gives its output.
func (s *shell) must(args ...string) string {
	s.t.Helper()
	r := s.run(args...)
	if r.code != exitDone {
		s.t.Fatalf("nameyard %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.errOut)
	}
	return r.out
}

// The stories in testdata/stories are sessions at a terminal:
//
//	# a comment
//	$ account show nobody@example.com     a command line, without "nameyard"; DATA stands for the data folder
//	> text                                what it prints, line by line; "..." stands for anything within a line,
//	> ...                                 and on a line of its own for any number of lines
//	! text                                a piece of what it tells on the error output
//	= 1                                   the exit code, if it is not 0
//
// A story whose name begins with "demo" starts in the folder of a demo that has been stopped; "migrated" in an empty
// database; others in an empty folder.
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			switch {
			case strings.HasPrefix(name, "demo"):
				s.demo().stop()
			case strings.HasPrefix(name, "migrated"):
				s.must("migrate")
			}
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, scene := range scenesOf(t, string(body)) {
				scene.play(t, s)
			}
		})
	}
}

// scene is one command line of a story with what it must do.
type scene struct {
	line    int
	command string
	out     []string
	errs    []string
	code    int
}

func scenesOf(t testing.TB, body string) []scene {
	t.Helper()
	var list []scene
	for i, line := range strings.Split(body, "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		if mark == "" || mark == "#" {
			continue
		}
		if mark == "$" {
			list = append(list, scene{line: i + 1, command: rest})
			continue
		}
		if len(list) == 0 {
			t.Fatalf("line %d: %q comes before any command", i+1, line)
		}
		now := &list[len(list)-1]
		switch mark {
		case ">":
			now.out = append(now.out, rest)
		case "!":
			now.errs = append(now.errs, rest)
		case "=":
			code, err := strconv.Atoi(rest)
			if err != nil {
				t.Fatalf("line %d: %v", i+1, err)
			}
			now.code = code
		default:
			t.Fatalf("line %d: %q begins with none of # $ > ! =", i+1, line)
		}
	}
	return list
}

func (c scene) play(t testing.TB, s *shell) {
	t.Helper()
	r := s.run(split(strings.ReplaceAll(c.command, "DATA", s.data))...)
	where := fmt.Sprintf("line %d: $ %s", c.line, c.command)
	if r.code != c.code {
		t.Fatalf("%s\nexit %d, want %d\n%s%s", where, r.code, c.code, r.out, r.errOut)
	}
	if !pattern(c.out).MatchString(r.out) {
		t.Errorf("%s\nprinted\n%swant\n%s", where, r.out, strings.Join(c.out, "\n"))
	}
	for _, piece := range c.errs {
		if !strings.Contains(r.errOut, piece) {
			t.Errorf("%s\ntold\n%swant a piece %q", where, r.errOut, piece)
		}
	}
	if len(c.errs) == 0 && r.errOut != "" {
		t.Errorf("%s\ntold unexpectedly\n%s", where, r.errOut)
	}
}

// pattern is what output must look like. Columns of tables may be wider than in the story.
func pattern(lines []string) *regexp.Regexp {
	var p strings.Builder
	p.WriteString(`\A`)
	for _, line := range lines {
		if line == "..." {
			p.WriteString(`(?:.*\n)*?`)
			continue
		}
		var cells []string
		for _, cell := range strings.Fields(line) {
			cells = append(cells, strings.ReplaceAll(regexp.QuoteMeta(cell), `\.\.\.`, `.*?`))
		}
		p.WriteString(` *` + strings.Join(cells, ` +`) + ` *\n`)
	}
	return regexp.MustCompile(p.String() + `\z`)
}

// split takes a command line apart at blanks outside double quotes.
func split(line string) []string {
	var args []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			args = append(args, part)
			continue
		}
		args = append(args, strings.Fields(part)...)
	}
	return args
}

func TestHelpNamesTheEnvironmentTwinOfEveryFlag(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, command := range []string{"demo", "serve", "account add", "token add", "credit add", "price set", "sandbox fault slow"} {
		help := s.must(append(strings.Fields(command), "--help")...)
		text := strings.Join(strings.Fields(help), " ")
		for _, flag := range regexp.MustCompile(` --([a-z-]+)`).FindAllStringSubmatch(help, -1) {
			twin := "NAMEYARD_[A-Z_]*" + strings.ToUpper(strings.ReplaceAll(flag[1], "-", "_"))
			if command == "price set" && slices.Contains([]string{"account", "group", "from"}, flag[1]) {
				continue // no variable decides whose prices are changed, and when
			}
			if flag[1] != "help" && flag[1] != "data" && !regexp.MustCompile(twin).MatchString(text) && strings.Contains(text, "--"+flag[1]+"=") {
				t.Errorf("%s: --%s has no environment twin in the help", command, flag[1])
			}
		}
	}
}
