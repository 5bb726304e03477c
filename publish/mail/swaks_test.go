package mail_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// swaksSays sends mails with swaks, a client that shows the whole talk: what is forwarded is taken, all else is refused while the sender is
// there.
func swaksSays(t *testing.T, mx string, sink *sink) {
	t.Helper()
	program, err := exec.LookPath("swaks")
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("swaks is missing: run make setup")
	case err != nil:
		t.Log("SKIPPED: swaks is missing: run make setup")
		return
	}
	for to, said := range map[string]string{
		"test@exampledomain.com": "<-  250 2.1.5 Ok", "nobody@exampledomain.com": "<** 550 5.1.1", "x@loop1.com": "<** 550 5.1.1", "someone@elsewhere.example": "<** 554 5.7.1",
	} {
		out, err := exec.CommandContext(t.Context(), program, "--server", mx, "--helo", "client.example", "--from", "bob@sender.example", "--to", to, "--timeout", "20").CombinedOutput()
		if !strings.Contains(string(out), said) || (err == nil) != strings.HasPrefix(said, "<-  2") {
			t.Errorf("swaks to %s: %v, want %q\n%s", to, err, said, out)
		}
	}
	if got := sink.next(); got.to != "owner@dest.example" || !strings.HasSuffix(got.from, "=sender.example=bob@srs.example.net") {
		t.Errorf("arrived as %s from %s", got.to, got.from)
	}
}
