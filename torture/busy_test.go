package torture_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestSQLiteWithManyWritersIsNeverBusy lets 64 clients write at once while other processes write to the same file.
func TestSQLiteWithManyWritersIsNeverBusy(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{
		ID: "T31", Fault: "64 writers on SQLite, and commands beside the server", Engine: "sqlite", Target: "no SQLITE_BUSY, no fault",
	})
	seed := scorecard.Seed(t)
	card.Seed(seed)
	inst := newInstallation(t, "sqlite")
	address := freeAddress(t)
	actors := inst.actors(t, 64, 0, seed, func() string { return address })
	s := inst.up(t, address)
	load := set(actors)
	commands := 0
	for end := time.Now().Add(scorecard.Budget(0.15, 2*time.Second)); time.Now().Before(end); commands++ {
		inst.run(t, "credit", "add", resellerEmail, "1.00", "--note", "beside the server")
	}
	load.stop()
	sum := inst.judge(t, actors)
	s.kill()
	log, err := os.ReadFile(inst.log())
	if err != nil {
		t.Fatal(err)
	}
	busy := bytes.Count(log, []byte("SQLITE_BUSY")) + bytes.Count(log, []byte("database is locked"))
	if busy > 0 || sum.faults > 0 {
		t.Errorf("%d busy errors in the log, %d answers with a fault", busy, sum.faults)
	}
	card.Put("busy errors", busy)
	card.Put("answers with a fault", sum.faults)
	card.Put("commands beside", commands)
	sum.put(card)
}

// TestServerRefusesADatabaseThatItCannotMakeSafe has another program hold the file in a journal mode in which commits are
// not what they should be.
func TestServerRefusesADatabaseThatItCannotMakeSafe(t *testing.T) {
	t.Parallel()
	inst := newInstallation(t, "sqlite")
	db := inst.sql(t)
	db.SetMaxOpenConns(1)
	execute(t, db, "PRAGMA journal_mode = DELETE")
	execute(t, db, "BEGIN")
	count(t, db, "SELECT COUNT(*) FROM orders")
	command := exec.Command(inst.binary, "serve", "--sandbox", "--listen", "127.0.0.1:0", "--data", inst.dir, "--db", inst.db,
		"--secret-key-file", filepath.Join(inst.dir, "secret.key"))
	var refusal bytes.Buffer
	command.Stderr = &refusal
	if err := spawn(command); err != nil {
		t.Fatal(err)
	}
	var ended sync.WaitGroup
	var exit error
	ended.Go(func() { exit = command.Wait() })
	timer := time.AfterFunc(40*time.Second, func() { _ = command.Process.Kill() })
	ended.Wait()
	if !timer.Stop() || exit == nil {
		t.Fatalf("the server started, or hung: %v\n%s", exit, refusal.String())
	}
	if text := refusal.String(); !strings.Contains(text, "journal_mode") && !strings.Contains(text, "locked") {
		t.Errorf("the refusal does not say why: %s", text)
	}
	execute(t, db, "ROLLBACK")
}
