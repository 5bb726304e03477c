package main

import (
	"strings"
	"testing"
)

// Without any budget of history no record could be saved, so that nothing is no amount.
func TestBudgetOfHistoryIsAWholeNumberOfMiB(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]mebibytes{"1": 1, "64": 64, " 7 ": 7, "1048576": 1 << 20} {
		var m mebibytes
		if err := m.UnmarshalText([]byte(text)); err != nil || m != want {
			t.Errorf("%q is %d, %v, want %d", text, m, err, want)
		}
	}
	s := newShell(t)
	for _, wrong := range []string{"0", "-1", "1.5", "64MiB", "1048577", "99999999999999999999", "many"} {
		r := s.run("config", "check", "--zone-history-mib="+wrong)
		if r.code != exitUsage || !strings.Contains(r.errOut, "--zone-history-mib") || !strings.Contains(r.errOut, "from 1 to 1048576") {
			t.Errorf("%s: exit %d\n%s", wrong, r.code, r.errOut)
		}
	}
	for _, wrong := range []string{"0", "-1", "1e9", "99999999999"} {
		r := s.run("config", "check", "--free-changes="+wrong)
		if r.code != exitUsage || !strings.Contains(r.errOut, "--free-changes") || !strings.Contains(r.errOut, "from 1 on") {
			t.Errorf("%s: exit %d\n%s", wrong, r.code, r.errOut)
		}
	}
}
