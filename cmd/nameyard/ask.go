package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-isatty"

	"nameyard/reseller"
)

// meant asks whether what was just shown is to be done, on a terminal; where there is none, yes must have been given. A dry run
// asks nothing.
func (p *program) meant(ctx context.Context, yes bool) error {
	switch {
	case yes, reseller.Rehearsing(ctx):
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

// meantHere shows what is to be done and asks whether it is meant, on a terminal: commands that scripts have always run by
// themselves go on without one. A dry run shows it, too.
func (p *program) meantHere(ctx context.Context, yes bool, format string, args ...any) error {
	rehearsing := reseller.Rehearsing(ctx)
	if !rehearsing && (yes || !onTerminal(p.stdin)) {
		return nil
	}
	fmt.Fprintf(printable{p.stderr}, format+"\n", args...)
	return p.meant(ctx, yes)
}

func onTerminal(in io.Reader) bool {
	f, ok := in.(interface{ Fd() uintptr })
	return ok && isatty.IsTerminal(f.Fd())
}
