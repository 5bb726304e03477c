package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-isatty"
)

// meant asks whether what was just shown is to be done, on a terminal; where there is none, yes must have been given.
func (p *program) meant(yes bool) error {
	switch {
	case yes:
		return nil
	case !onTerminal(p.stdin):
		return refused("nothing was changed: there is no terminal to ask on, so say --yes if it is meant")
	}
	fmt.Fprint(p.stderr, "Type yes to do it: ")
	line, _ := bufio.NewReader(p.stdin).ReadString('\n')
	if strings.TrimSpace(line) != "yes" {
		return refused("nothing was changed")
	}
	return nil
}

func onTerminal(in io.Reader) bool {
	f, ok := in.(interface{ Fd() uintptr })
	return ok && isatty.IsTerminal(f.Fd())
}
