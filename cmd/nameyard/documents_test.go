package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")
	anyDate    = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
	endOfLine  = regexp.MustCompile(`\s+#.*$`)
)

// pasted is a command of a document with the answer that stands below it, "" if none does.
type pasted struct{ command, answer string }

// blocks are the sessions of a document: its blocks that are marked sh.
func blocks(t testing.TB, document string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", document))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, block := range shellBlock.FindAllStringSubmatch(string(text), -1) {
		list = append(list, block[1])
	}
	return list
}

// commandsIn reads a block: lines that begin with two blanks are answers, all others are commands.
func commandsIn(block string) []pasted {
	var list []pasted
	for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", " ")) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "  ") && len(list) > 0:
			list[len(list)-1].answer += endOfLine.ReplaceAllString(strings.TrimSpace(line), "")
		case strings.TrimSpace(line) != "":
			list = append(list, pasted{command: line})
		}
	}
	return list
}

// answers reports whether an answer is the one of a document, in which … stands for anything and every date for any.
func (p pasted) answers(answer string) bool {
	var pattern strings.Builder
	for i, part := range strings.Split(p.answer, "…") {
		if i > 0 {
			pattern.WriteString(`.*`)
		}
		quoted := regexp.QuoteMeta(strings.TrimSpace(part))
		pattern.WriteString(anyDate.ReplaceAllString(quoted, `\d{4}-\d{2}-\d{2}`))
	}
	return regexp.MustCompile(`(?s)^` + strings.ReplaceAll(pattern.String(), `\-`, `-`) + `$`).MatchString(strings.TrimSpace(answer))
}

// bash is one that documents are pasted into.
type bash struct {
	t    testing.TB
	in   io.Writer
	out  *bufio.Reader
	mark int
	here *strings.Replacer // from the addresses that documents print to those of the demo
}

// open starts a bash in which bin/nameyard is this program and make has nothing to do, in a folder where the demo's data is.
func (s *shell) open(r *running) *bash {
	s.t.Helper()
	dnsHost, dnsPort, err := net.SplitHostPort(r.dns)
	if err != nil {
		s.t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	folder := filepath.Dir(s.data)
	tools := filepath.Join(folder, "bin")
	for name, text := range map[string]string{
		"nameyard": "#!/bin/sh\n" + asProgram + "=1 exec " + program + " \"$@\"\n", "make": "#!/bin/sh\n",
	} {
		if err := os.MkdirAll(tools, 0o755); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(tools, name), []byte(text), 0o755); err != nil {
			s.t.Fatal(err)
		}
	}
	shell := exec.CommandContext(s.t.Context(), "bash", "--norc")
	shell.Dir, shell.Env = folder, append(os.Environ(), "PATH="+tools+":"+os.Getenv("PATH"), "LC_ALL=C.UTF-8", "NAMEYARD_DATA="+s.data)
	in, err := shell.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	reader, writer := io.Pipe()
	shell.Stdout, shell.Stderr, shell.WaitDelay = writer, writer, 10*time.Second
	if err := shell.Start(); err != nil {
		s.t.Skipf("there is no bash to paste into: %v", err)
	}
	s.t.Cleanup(func() {
		_, _ = in.Close(), reader.Close()
		_ = shell.Wait()
	})
	return &bash{t: s.t, in: in, out: bufio.NewReader(reader), here: strings.NewReplacer(
		"http://127.0.0.1:8080", strings.TrimSuffix(r.url, "/domainsResellerAPI/api.php"), "@"+dnsHost+" -p 5353", "@"+dnsHost+" -p "+dnsPort, "http://"+demoWeb, "http://"+r.web,
	)}
}

// run pastes a command and gives what it prints and how it ends.
func (b *bash) run(command string) (printed, code string) {
	b.t.Helper()
	b.mark++
	mark := fmt.Sprintf("=== %d ended with ", b.mark)
	if _, err := fmt.Fprintf(b.in, "{ %s\n} </dev/null\nx=$?; echo; echo '%s'$x\n", b.here.Replace(command), mark); err != nil {
		b.t.Fatal(err)
	}
	for {
		line, err := b.out.ReadString('\n')
		if err != nil {
			b.t.Fatalf("%s: the shell has ended: %v", command, err)
		}
		if code, ended := strings.CutPrefix(line, mark); ended {
			return printed, strings.TrimSpace(code)
		}
		printed += line
	}
}

// paste pastes a document's sessions.
func (b *bash) paste(document string) {
	b.t.Helper()
	for _, block := range blocks(b.t, document) {
		for _, p := range commandsIn(block) {
			b.follow(document, p)
		}
	}
}

// follow pastes one command. What only reads is asked again for a while: things happen by themselves in between.
func (b *bash) follow(document string, p pasted) {
	b.t.Helper()
	printed, code := b.run(p.command)
	for until := time.Now().Add(30 * time.Second); strings.HasPrefix(p.command, "rest GET") && p.answer != "" && !p.answers(printed) && time.Now().Before(until); {
		printed, code = b.run("sleep 0.2; " + p.command)
	}
	if code != "0" {
		b.t.Errorf("%s: %s ends with %s:\n%s", document, p.command, code, printed)
	}
	if p.answer != "" && !p.answers(printed) {
		b.t.Errorf("%s: %s prints\n%s\nand the document has\n%s", document, p.command, printed, p.answer)
	}
}

// What the documents print can be pasted in their order, and each alone: a fresh demo answers what they say.
func TestSessionsInDocumentsRunAsPrinted(t *testing.T) {
	for _, tool := range []string{"curl", "dig"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed; make setup installs it", tool)
		}
	}
	for name, documents := range map[string][]string{
		"in order": {"README.md", "docs/rest.md", "docs/renewals.md", "docs/verify.md"}, "alone": {"docs/rest.md"}, "renewals alone": {"docs/renewals.md"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			r := s.demo("--dns-listen", "127.0.0.1:0", "--web-listen", "127.0.0.1:0")
			b := s.open(r)
			for _, document := range documents {
				b.paste(document)
			}
			r.stop()
		})
	}
}

// Every command line of ours that a document prints, in a session or in passing, is one that the program understands.
func TestCommandLinesInDocumentsAreUnderstood(t *testing.T) {
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(documents) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	fenced := regexp.MustCompile("(?ms)^```\\w*\n(.*?)^```$")
	ours := regexp.MustCompile(`(?m)^(?:\$ )?(?:bin/)?nameyard ([a-z].*)$`)
	var grammar cli
	parser, err := newParser(&grammar, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, document := range append(documents, "../../README.md") {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range fenced.FindAllStringSubmatch(string(text), -1) {
			for _, line := range ours.FindAllStringSubmatch(strings.ReplaceAll(block[1], "\\\n", " "), -1) {
				seen++
				if _, err := parser.Parse(pastedWords(line[1])); err != nil {
					t.Errorf("%s: nameyard %s: %v", document, line[1], err)
				}
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d command lines were found", seen)
	}
}

// pastedWords splits a command line as a shell does, as far as its quotes go; "…" stands for more.
func pastedWords(line string) (words []string) {
	line, _, _ = strings.Cut(endOfLine.ReplaceAllString(line, ""), " >")
	line, _, _ = strings.Cut(line, " |")
	for _, w := range regexp.MustCompile(`(?:[^\s"']|"[^"]*"|'[^']*')+`).FindAllString(strings.TrimSuffix(line, "&"), -1) {
		if w = strings.NewReplacer(`"`, "", `'`, "").Replace(w); w != "…" {
			words = append(words, w)
		}
	}
	return words
}
