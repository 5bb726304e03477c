// Command score prints a scorecard that the tests have written, as the table that the README quotes, and exits 1 if a line
// of it has failed:
//
//	go run ./torture/score [--json] FILE
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"nameyard/torture/scorecard"
)

func main() {
	asJSON := flag.Bool("json", false, "print a JSON list")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "score: name the file that NAMEYARD_SCORECARD named when the tests ran")
		os.Exit(2)
	}
	lines, err := scorecard.Read(flag.Arg(0))
	if err == nil {
		err = show(os.Stdout, lines, *asJSON)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

// show prints the lines by their numbers; the error counts those that failed.
func show(w io.Writer, lines []scorecard.Line, asJSON bool) error {
	slices.SortStableFunc(lines, func(a, b scorecard.Line) int {
		return strings.Compare(order(a), order(b))
	})
	if asJSON {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		if err := out.Encode(lines); err != nil {
			return err
		}
	} else {
		table(w, lines)
	}
	if len(lines) == 0 {
		return errors.New("no test has written a line: none ran, or it ended before its end")
	}
	failed := 0
	for _, l := range lines {
		if !l.Passed && (!l.Skipped || os.Getenv("CI") != "") { // there what is missing on a machine fails
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d lines have failed", failed, len(lines))
	}
	return nil
}

// order sorts T9 before T17, whatever its zeros.
func order(l scorecard.Line) string {
	return fmt.Sprintf("%9s %s", strings.TrimPrefix(strings.TrimPrefix(l.ID, "T"), "0"), l.Engine)
}

func table(w io.Writer, lines []scorecard.Line) {
	fmt.Fprintln(w, "| | fault | store | measured | must hold | |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|")
	for _, l := range lines {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s |\n", l.ID, l.Fault, l.Engine, l.Told(), l.Target, verdict(l))
	}
}

func verdict(l scorecard.Line) string {
	switch {
	case l.Passed:
		return "passed"
	case l.Skipped:
		return "**skipped**"
	}
	return fmt.Sprintf("**failed** (%s, seed %d)", l.Test, l.Seed)
}
