package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// The scripts only fetch words: each asks "nameyard complete" what may follow, so they never differ from the grammar.
var (
	//go:embed completion/nameyard.bash
	bashScript string
	//go:embed completion/nameyard.zsh
	zshScript string
	//go:embed completion/nameyard.fish
	fishScript string
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help says where the script goes.
func (c *completionCmd) Help() string {
	return "bash: source <(nameyard completion bash)\n\n" +
		"zsh: nameyard completion zsh > \"${fpath[1]}/_nameyard\"\n\n" +
		"fish: nameyard completion fish > ~/.config/fish/completions/nameyard.fish"
}

// Run prints the script.
func (c *completionCmd) Run(p *program) error {
	_, err := io.WriteString(p.out.w, map[string]string{"bash": bashScript, "zsh": zshScript, "fish": fishScript}[c.Shell])
	return err
}

// completeCmd is what the scripts call. It prints one candidate a line, with a tab and its help behind it, or one line
// ":files" where the name of a file is wanted.
type completeCmd struct {
	Words []string `arg:"" optional:"" passthrough:"" help:"The words behind \"nameyard\", the unfinished one last."`
}

// Run prints what may stand for the last word.
func (c *completeCmd) Run(p *program, app *kong.Kong) error {
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	if len(words) == 0 {
		words = []string{""}
	}
	for _, found := range candidates(app.Model.Node, words[:len(words)-1], words[len(words)-1]) {
		if _, err := fmt.Fprintln(p.out.w, strings.TrimSuffix(found.word+"\t"+found.help, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// candidate is a word that may follow.
type candidate struct{ word, help string }

// files asks the shell to complete the name of a file.
var files = []candidate{{word: ":files"}}

// candidates are the words that may stand at the place of unfinished, behind done.
func candidates(root *kong.Node, done []string, unfinished string) []candidate {
	at := position{node: root}
	for _, word := range done {
		at.pass(word)
	}
	if name, begun, ok := strings.Cut(unfinished, "="); ok && at.flag == nil && strings.HasPrefix(name, "--") {
		at.pass(name)
		return at.values(name+"=", begun)
	}
	switch {
	case at.flag != nil:
		return at.values("", strings.TrimPrefix(unfinished, "=")) // bash makes "=" a word of its own
	case strings.HasPrefix(unfinished, "-") && !at.onlyArguments:
		return at.flags(unfinished)
	case len(at.node.Children) > 0:
		return at.commands(unfinished)
	case at.arguments < len(at.node.Positional):
		return valuesOf(at.node.Positional[at.arguments], "", unfinished)
	}
	return nil
}

// position is how far a command line was understood.
type position struct {
	node          *kong.Node
	arguments     int        // arguments of the node that were passed
	flag          *kong.Flag // whose value comes next
	onlyArguments bool       // behind "--"
}

// pass goes over one finished word.
func (at *position) pass(word string) {
	switch {
	case at.flag != nil:
		if word != "=" {
			at.flag = nil
		}
	case word == "--":
		at.onlyArguments = true
	case strings.HasPrefix(word, "-") && !at.onlyArguments:
		if flag := at.find(word); flag != nil && !flag.IsBool() {
			at.flag = flag
		}
	default:
		for _, child := range at.node.Children {
			if child.Name == word || slices.Contains(child.Aliases, word) {
				*at = position{node: child}
				return
			}
		}
		at.arguments++
	}
}

// find gives the flag of a word, nil if there is none or if its value is in the word.
func (at *position) find(word string) *kong.Flag {
	for _, flag := range slices.Concat(at.node.AllFlags(true)...) {
		if word == "--"+flag.Name || flag.Short != 0 && word == "-"+string(flag.Short) {
			return flag
		}
	}
	return nil
}

// values are those of the flag that was passed last; before stands before each of them.
func (at *position) values(before, begun string) []candidate {
	if at.flag == nil {
		return nil
	}
	return valuesOf(at.flag.Value, before, begun)
}

func (at *position) flags(begun string) []candidate {
	var found []candidate
	for _, flag := range slices.Concat(at.node.AllFlags(true)...) {
		if strings.HasPrefix("--"+flag.Name, begun) {
			found = append(found, candidate{"--" + flag.Name, flag.Help})
		}
	}
	return sorted(found)
}

func (at *position) commands(begun string) []candidate {
	var found []candidate
	for _, child := range at.node.Children {
		if !child.Hidden && strings.HasPrefix(child.Name, begun) {
			found = append(found, candidate{child.Name, child.Help})
		}
	}
	return sorted(found)
}

// valuesOf are the values that the grammar knows of a flag or an argument.
func valuesOf(v *kong.Value, before, begun string) []candidate {
	if isFile(v) {
		return files
	}
	if v.Enum == "" {
		return nil
	}
	var found []candidate
	for _, value := range v.EnumSlice() {
		if value != "" && strings.HasPrefix(value, begun) {
			found = append(found, candidate{word: before + value})
		}
	}
	return found
}

// isFile reports whether a value names a file or a folder: the grammar says FILE, DIR or <file>.
func isFile(v *kong.Value) bool {
	return v.Name == "file" || v.Flag != nil && (v.Flag.PlaceHolder == "FILE" || v.Flag.PlaceHolder == "DIR")
}

func sorted(found []candidate) []candidate {
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Compare(a.word, b.word) })
	return found
}
