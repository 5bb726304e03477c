package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"nameyard/demo"
	"nameyard/reseller"
	"nameyard/verify"
)

func TestNameBoughtAfterTheBackupIsFoundAndAssigned(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("before")
	file := filepath.Join(s.data, "books.nyb")
	s.must("backup", file)
	server.register("after")
	server.stop()
	s.must("restore", file, "--replace")
	if r := s.run("restore", "assign", "after.com", demo.Email); r.code != exitRefused || !strings.Contains(r.errOut, `"nameyard restore status" shows what was found`) {
		t.Errorf("before the comparison: exit %d, %s", r.code, r.errOut)
	}
	s.must("job", "run", "after-restore", "--settle-time", "1ms") // nothing that was sent right before is still on its way
	var status restoreView
	s.decode(&status, "restore", "status")
	found := false
	for _, f := range status.Findings {
		found = found || f.Name == "after.com" && f.Account == reseller.LostAndFound
	}
	if status.State != "done" || !found {
		t.Fatalf("the restore is %+v", status)
	}
	if text := s.must("restore", "status"); !strings.Contains(text, "after.com") || !strings.Contains(text, "sells since") {
		t.Errorf("the status is\n%s", text)
	}
	if text := s.must("restore", "assign", "after.com", demo.Email); !strings.Contains(text, "after.com is in "+demo.Email+" now") {
		t.Errorf("it says\n%s", text)
	}
	if r := s.run("restore", "assign", "after.com", demo.Email); r.code != exitRefused {
		t.Errorf("a second time: exit %d, %s", r.code, r.errOut)
	}
	if names := s.must("export", "--account", demo.Email); !strings.Contains(names, "after.com") || !strings.Contains(names, "before.com") {
		t.Errorf("the account has\n%s", names)
	}
	s.must("verify")
}

// tamper changes the books behind the program's back.
func (s *shell) tamper(statement string) {
	s.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(s.data, "nameyard.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	done, err := db.ExecContext(s.t.Context(), statement)
	if err != nil {
		s.t.Fatal(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		s.t.Fatalf("%s changed %d rows, %v", statement, n, err)
	}
}

func TestVerifyShowsBreachesAndExitsWithOne(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.demo().stop()
	s.tamper("UPDATE balances SET available = available + 5")
	r := s.run("verify")
	if r.code != exitRefused || !strings.Contains(r.out, "I3   BROKEN") || !strings.Contains(r.out, "has 1000.05 USD available") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.errOut)
	}
	if r.errOut != "" {
		t.Errorf("what it found stands on the error output, too: %s", r.errOut)
	}
	r = s.run("verify", "--json")
	var report verify.Report
	decodeText(t, r.out, &report)
	if r.code != exitRefused || report.OK() {
		t.Errorf("exit %d, %+v", r.code, report)
	}
	s.mailIsSentAgain()
}

// mailIsSentAgain has a mail that was given up sent again, once.
func (s *shell) mailIsSentAgain() {
	s.t.Helper()
	s.tamper(`INSERT INTO mails (cause, account_id, domain_id, invoice_id, kind, recipient, subject, body_text, body_html, queued_at, created_at, expires, state, attempts, problem)
		VALUES ('x', 1, 0, 0, 'registered', 'test@exampledomain.com', 'A name', 'text', 'html', '2026-03-10 12:00:00', '2026-03-10 12:00:00', '2099-01-01 00:00:00', 'given_up', 9, 'refused')`)
	for _, want := range []string{"mail 1 to test@exampledomain.com is sent again: A name", "was not given up"} {
		if r := s.run("mail", "again", "1"); !strings.Contains(r.out+r.errOut, want) {
			s.t.Errorf("exit %d, %s%s, want %q", r.code, r.out, r.errOut, want)
		}
	}
}
