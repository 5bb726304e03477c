package main

import (
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
	s.must("verify")
}
