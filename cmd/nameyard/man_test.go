package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestManualHasEveryCommandAndFlag(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	page := s.must("man")
	for _, piece := range []string{
		".TH NAMEYARD 1 ", ".SH \"EXIT STATUS\"", ".SS \"account add \\-\\-name=STRING", ".SS \"verify",
		"\\fB\\-\\-log\\-level=\"info\"\\fR", "($NAMEYARD_LOG_LEVEL)", "\\fI<email>\\fR",
	} {
		if !strings.Contains(page, piece) {
			t.Errorf("the manual does not have %q", piece)
		}
	}
	if strings.Contains(page, "complete") && strings.Contains(page, ".SS \"complete ") {
		t.Error("the manual shows a command that only scripts call")
	}
	// Whatever a help text begins with, only lines of ours are requests to the formatter.
	request := regexp.MustCompile(`^\.(TH|SH|SS|TP|PP)\b`)
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !request.MatchString(line) {
			t.Errorf("a line that formatters take for a request: %s", line)
		}
	}
}

func TestTextOfTheManualIsShownAsItIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		".se or .nu":     `\&.se or .nu`,
		"'quoted'":       `\&'quoted'`,
		`C:\new`:         `C:\enew`,
		"in\n.two lines": "in\n\\&.two lines",
		"--data":         `\-\-data`,
	} {
		if got := escaped(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
