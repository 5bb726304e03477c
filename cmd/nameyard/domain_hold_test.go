package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestANameIsPutOnHoldAndTakenOff(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("held")
	server.stop()
	if r := s.runWith("yes\n", "domain", "hold", "held.com", "--reason", "phishing"); r.code != exitRefused || !strings.Contains(r.errOut, "takes held.com out of the zone") {
		t.Errorf("without a terminal: exit %d, %s", r.code, r.errOut)
	}
	var order orderView
	s.decode(&order, "domain", "hold", "held.com", "--reason", "phishing", "--yes")
	if order.State != "done" || order.Kind != "hold" {
		t.Errorf("the order: %+v", order)
	}
	if shown := s.must("domain", "show", "held.com"); !strings.Contains(shown, "operator since ") || !strings.Contains(shown, "phishing") || !strings.Contains(shown, "clientHold") {
		t.Errorf("on hold: %s", shown)
	}
	s.must("domain", "hold", "held.com", "--lift", "--reason", "cleared", "--yes")
	if shown := s.must("domain", "show", "held.com"); strings.Contains(shown, "clientHold") {
		t.Errorf("off hold: %s", shown)
	}
	s.keeps("held.com")
	s.must("verify")
	s.moves("held.com")
}

// keeps has a name kept for a dispute, and let go.
func (s *shell) keeps(name string) {
	s.t.Helper()
	if r := s.run("domain", "hold", name, "--tell", "--reason", "court"); r.code != exitUsage || !strings.Contains(r.errOut, "--tell goes with --keep") {
		s.t.Errorf("what is told of a hold: exit %d, %s", r.code, r.errOut)
	}
	if r := s.runWith("yes\n", "domain", "hold", name, "--keep", "--reason", "court"); r.code != exitRefused || !strings.Contains(r.errOut, "will stay where it is and whose it is") {
		s.t.Errorf("without a terminal: exit %d, %s", r.code, r.errOut)
	}
	var order orderView
	s.decode(&order, "domain", "hold", name, "--keep", "--reason", "court 4711", "--yes")
	if order.State != "done" || order.Kind != "dispute_lock" {
		s.t.Errorf("the order: %+v", order)
	}
	if shown := s.must("domain", "show", name); !strings.Contains(shown, "court 4711") || !strings.Contains(shown, "clientDeleteProhibited") || strings.Contains(shown, "clientHold") {
		s.t.Errorf("kept: %s", shown)
	}
	s.must("domain", "hold", name, "--keep", "--lift", "--reason", "settled", "--yes")
	if shown := s.must("domain", "show", name); strings.Contains(shown, "court 4711") || strings.Contains(shown, "clientDeleteProhibited") {
		s.t.Errorf("let go: %s", shown)
	}
}

// moves says of a name that it is where it is to be, and of others why they are not.
func (s *shell) moves(name string) {
	s.t.Helper()
	list := filepath.Join(s.t.TempDir(), "names.txt")
	if err := os.WriteFile(list, []byte(name+"\nnobodys.com\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if out := s.must("domain", "move", name, "--to", "sandbox", "--dry-run"); !strings.Contains(out, "already there") {
		s.t.Errorf("where it is: %s", out)
	}
	if r := s.run("domain", "move", "--file", list, "--to", "sandbox"); r.code != exitRefused || !strings.Contains(r.out, "no account has nobodys.com") || !strings.Contains(r.out, "1 already there, 1 in no account") {
		s.t.Errorf("one of two: exit %d, %s %s", r.code, r.out, r.errOut)
	}
	if r := s.run("domain", "move", name, "--to", "elsewhere"); r.code != exitUsage || !strings.Contains(r.errOut, `--to "elsewhere" is none that is configured: want sandbox`) {
		s.t.Errorf("to nobody: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("domain", "move", "--to", "sandbox"); r.code != exitUsage || !strings.Contains(r.errOut, "no name is given") {
		s.t.Errorf("no name: exit %d, %s", r.code, r.errOut)
	}
}
