package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asProgram in the environment makes the test binary the program.
const asProgram = "TEST_AS_NAMEYARD"

// lines are command lines with the unfinished word last, and what may stand there.
var lines = map[string]struct {
	words []string
	want  string
}{
	"a command":                    {[]string{"ver"}, "verify version"},
	"nothing yet":                  {[]string{"sandbox", ""}, "act advance epp fault fill foreign funds now registry"},
	"a subcommand":                 {[]string{"account", "s"}, "set show"},
	"behind a flag with its value": {[]string{"--data", "account", "token", "r"}, "revoke"},
	"behind --flag=value":          {[]string{"--data=x", "token", "r"}, "revoke"},
	"behind a flag without one":    {[]string{"--json", "token", "r"}, "revoke"},
	"a flag":                       {[]string{"account", "add", "a@example.com", "--cur"}, "--currency"},
	"a flag of every command":      {[]string{"account", "add", "--log"}, "--log-level"},
	"the value of a flag":          {[]string{"--log-level", ""}, "debug info warn error"},
	"an argument":                  {[]string{"order", "resolve", "12", ""}, "done refused"},
	"a shell":                      {[]string{"completion", "z"}, "zsh"},
	"a name that nobody knows":     {[]string{"account", "show", "a"}, ""},
	"hidden":                       {[]string{"complete"}, ""},
	"a flag behind --":             {[]string{"account", "add", "--", "--cur"}, ""},
	"a file":                       {[]string{"restore", "load", ""}, ":files"},
	"the file of a flag":           {[]string{"serve", "--config", "s"}, ":files"},
}

func TestCompletionKnowsTheGrammar(t *testing.T) {
	t.Parallel()
	for name, line := range lines {
		text := newShell(t).completed(line.words...)
		if text != line.want {
			t.Errorf("%s: %v may be %q, want %q", name, line.words, text, line.want)
		}
	}
	if text := newShell(t).completed("serve", "--log-level=w"); text != "--log-level=warn" {
		t.Errorf("--log-level=w may be %q", text)
	}
}

// completed are the candidates for the last word, without their help.
func (s *shell) completed(words ...string) string {
	s.t.Helper()
	var found []string
	out, code := new(strings.Builder), 0
	if code = run(s.t.Context(), append([]string{"complete", "--"}, words...), strings.NewReader(""), out, out); code != exitDone {
		s.t.Fatalf("complete %v: exit %d, %s", words, code, out)
	}
	for line := range strings.Lines(out.String()) {
		word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		found = append(found, word)
	}
	return strings.Join(found, " ")
}

// TestBashCompletes lets bash run the script as it does when the tab key is hit.
func TestBashCompletes(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("bash is missing")
		}
		t.Skip("bash is missing: apt-get install bash")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Symlink(program, filepath.Join(folder, "nameyard")); err != nil {
		t.Fatal(err)
	}
	bashWords := map[string]struct {
		words []string
		want  string
	}{"the value behind =": {[]string{"serve", "--log-level", "=", "w"}, "warn"}, "= alone": {[]string{"serve", "--log-level", "="}, "debug info warn error"}}
	for name, line := range lines {
		bashWords[name] = line
	}
	for name, line := range bashWords {
		script := newShell(t).must("completion", "bash") + `
compopt() { echo ":files"; } # bash has it only behind the tab key
[ "$(complete -p nameyard)" = 'complete -F _nameyard nameyard' ] || echo 'the script has registered nothing'
COMP_WORDS=(nameyard "$@")
COMP_CWORD=$#
_nameyard nameyard
echo "${COMPREPLY[*]}"
`
		command := exec.Command(bash, append([]string{"-c", script, "bash"}, line.words...)...)
		command.Env = append(os.Environ(), asProgram+"=1", "PATH="+folder+":"+os.Getenv("PATH"))
		out, err := command.CombinedOutput()
		if text := strings.TrimSpace(string(out)); err != nil || text != line.want {
			t.Errorf("%s: bash completes %v to %q (%v), want %q", name, line.words, text, err, line.want)
		}
	}
}
