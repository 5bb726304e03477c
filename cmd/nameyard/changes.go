package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"nameyard/reseller"
)

// A command that writes says so in the grammar, by the tag changes:"" on itself or on a group that it is in. What has no such
// tag runs under a context in which nothing can be written. Of those that write, each has --dry-run, but for the exceptions
// that a test lists with their reasons.
const changesTag = "changes"

// dryRun is the flag of a command that changes money or names. Under it the command does all that it ever does, and what it has
// written is rolled back.
type dryRun struct {
	DryRun bool `help:"Say what would be done, and do nothing."`
}

func (f dryRun) rehearses() bool { return f.DryRun }

// rehearsing is a command that has the flag.
type rehearsing interface{ rehearses() bool }

// writesOf says what becomes of what a command writes.
func writesOf(command *kong.Node) reseller.Writes {
	if c, ok := command.Target.Addr().Interface().(rehearsing); ok && c.rehearses() {
		return reseller.WritesRehearsed
	}
	if !changes(command) {
		return reseller.WritesRefused
	}
	return reseller.WritesKept
}

// changes reports whether a command may write.
func changes(command *kong.Node) bool {
	for node := command; node != nil; node = node.Parent {
		if node.Tag != nil && node.Tag.Has(changesTag) {
			return true
		}
	}
	return false
}

// runCommand carries out the command that was chosen, with as much as it may do.
func (p *program) runCommand(ctx context.Context, line *kong.Context) error {
	ctx = reseller.ActingAs(ctx, whoRuns())
	writes := reseller.WritesKept
	if command := line.Selected(); command != nil {
		writes = writesOf(command)
	}
	switch writes {
	case reseller.WritesRehearsed:
		ctx = reseller.Rehearse(ctx)
	case reseller.WritesRefused:
		ctx = reseller.ReadOnly(ctx)
	}
	line.BindTo(ctx, (*context.Context)(nil))
	err := line.Run(p)
	if err == nil && writes == reseller.WritesRehearsed {
		fmt.Fprintln(p.stderr, "a dry run: nothing was changed")
	}
	return err
}
