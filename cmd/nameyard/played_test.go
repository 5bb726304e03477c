package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"nameyard/store/storetest"
)

// TestMain runs the tests and then holds the grammar against them: a command that no test has played to a good end fails. It
// can also be the program itself, for tests in which a shell calls it.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if err := os.Setenv("NAMEYARD_CONFIG", ""); err != nil { // not this machine's own settings
		panic(err)
	}
	code := storetest.Run(m)
	if missing := played.missing(); code == 0 && len(missing) > 0 && whole() {
		fmt.Fprintf(os.Stderr, "no test plays these commands to a good end: %s\n", strings.Join(missing, ", "))
		code = 1
	}
	os.Exit(code)
}

// whole reports whether all tests were run, and not a choice of them.
func whole() bool {
	for _, choice := range []string{"test.run", "test.skip", "test.list", "test.bench", "test.fuzz"} {
		if f := flag.Lookup(choice); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return true
}

// played are the commands that tests have run to a good end.
var played = commands{seen: map[string]bool{}}

type commands struct {
	mu   sync.Mutex
	seen map[string]bool
}

// add notes the command of a command line.
func (c *commands) add(args []string) {
	var grammar cli
	parser, err := newParser(&grammar, io.Discard, io.Discard, func(int) {})
	if err != nil {
		return
	}
	line, err := parser.Parse(args)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[path(line.Selected())] = true
}

// missing are the commands of the grammar that were not run.
func (c *commands) missing() []string {
	var grammar cli
	parser, err := newParser(&grammar, io.Discard, io.Discard, func(int) {})
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for _, leaf := range parser.Model.Leaves(false) {
		if name := path(leaf); !leaf.Hidden && !c.seen[name] {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}
