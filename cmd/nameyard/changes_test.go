package main

import (
	"io"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// rehearsesOtherwise are the commands that write and have no --dry-run, with the reason.
var rehearsesOtherwise = map[string]string{
	"demo":            "a server",
	"serve":           "a server",
	"migrate up":      "brings no money and no names; migrate status says what it would run",
	"account add":     "an account without credit and names",
	"account rename":  "who signs in",
	"account enable":  "who is let in",
	"account reopen":  "who is let in",
	"token add":       "who is let in",
	"token revoke":    "who is let in",
	"user add":        "who is let in",
	"user reset":      "who is let in",
	"user remove":     "who is let in",
	"webhook add":     "who is told",
	"webhook set":     "who is told",
	"webhook pause":   "who is told",
	"webhook remove":  "who is told",
	"webhook rotate":  "who is told",
	"webhook enable":  "who is told",
	"registry pause":  "orders wait, and go on",
	"registry resume": "orders go on",
	"job run":         "does now what the server does by itself in any case",
	"import":          "a dry run itself, unless --apply",
	"zone import":     "a dry run itself, unless --apply",
	"backup":          "writes a file, and a note that it did",
	"restore load":    "what is there goes only with --replace",
	"secret rotate":   "seals anew what is there",
	"sandbox":         "play money and made-up names",

	"registry messages": "a note, with --done, that somebody has seen to one",
	"domain hold":       "the registry decides; it asks first, and says what follows",
	"registry password": "the registry decides; there is nothing to try out",
}

// A command that may write can be rehearsed, or says here why not. What does not say that it writes cannot: see runCommand.
func TestEveryCommandThatChangesMoneyOrNamesHasADryRun(t *testing.T) {
	t.Parallel()
	var grammar cli
	parser, err := newParser(&grammar, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, command := range parser.Model.Leaves(false) {
		name := path(command)
		group, _, _ := strings.Cut(name, " ")
		reason := rehearsesOtherwise[name] + rehearsesOtherwise[group]
		_, rehearses := command.Target.Addr().Interface().(rehearsing)
		used[name], used[group] = true, true
		switch {
		case rehearses != hasFlag(command, "dry-run"):
			t.Errorf("%s: --dry-run is a flag of it: %t, and it is rehearsed: %t", name, !rehearses, rehearses)
		case changes(command) && !rehearses && reason == "":
			t.Errorf("%s writes (changes:\"\" in the grammar) and has no --dry-run: embed dryRun", name)
		case !changes(command) && (rehearses || reason != ""):
			t.Errorf("%s has a dry run and cannot write: the grammar lacks changes:\"\"", name)
		case rehearses && reason != "":
			t.Errorf("%s has --dry-run, and a reason not to have it: %s", name, reason)
		}
	}
	for name := range rehearsesOtherwise {
		if !used[name] {
			t.Errorf("there is no command %s", name)
		}
	}
}

func hasFlag(command *kong.Node, name string) bool {
	for _, flag := range command.Flags {
		if flag.Name == name {
			return true
		}
	}
	return false
}
