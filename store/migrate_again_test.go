package store_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"nameyard/migrations"
	"nameyard/store"
	"nameyard/store/storetest"
)

// A run that is killed between a file's statement, which MySQL commits by itself, and the note of it.
func TestMigrationKilledBeforeAnyNoteIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	h := another(t, storetest.MariaDB(t), &clock{now: noon})
	files := must[[]os.DirEntry](t)(migrations.MySQL.ReadDir("mysql"))
	for _, f := range files {
		text, _, _ := strings.Cut(f.Name(), "_")
		version := int64(0)
		for _, digit := range text {
			version = version*10 + int64(digit-'0')
		}
		ok(t, h.MigrateTo(h.ctx, version))
		if version == 471 { // the one with two statements: killed between them
			for _, row := range []string{
				"accounts (id, email) VALUES (1, 'a@example.com')", "webhook_endpoints (id, account_id) VALUES (1, 1)",
				"webhook_deliveries (id, endpoint_id, state, tried_at) VALUES (1, 1, 'delivered', '2027-01-02 03:04:05')",
			} {
				ok(t, h.Exec(h.ctx, "INSERT IGNORE INTO "+row))
			}
		}
		ok(t, h.Exec(h.ctx, "DELETE FROM goose_db_version WHERE version_id = ?", version))
		if err := h.MigrateTo(h.ctx, version); err != nil {
			t.Fatalf("%s, killed before its note: %v", f.Name(), err)
		}
		equal(t, "notes of "+f.Name(), must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM goose_db_version WHERE version_id = ?", version)), "1")
	}
	ok(t, h.CheckSchema(h.ctx))
	equal(t, "what 471 was to fill in", must[string](t)(h.Value(h.ctx, "SELECT delivered_at FROM webhook_endpoints")), "2027-01-02T03:04:05Z")
	fresh := open(t, storetest.MariaDB(t))
	const columns = `SELECT table_name, column_name, ordinal_position, column_type, is_nullable, column_default FROM information_schema.columns
		WHERE table_schema = DATABASE() ORDER BY 1, 3`
	want, got := must[[][]string](t)(fresh.Rows(fresh.ctx, columns)), must[[][]string](t)(h.Rows(h.ctx, columns))
	equal(t, "columns", len(got), len(want))
	for i := range min(len(got), len(want)) {
		equal(t, "a column", strings.Join(got[i], " "), strings.Join(want[i], " "))
	}
}

func TestMigrationKilledBeforeTheFirstNoteOfAllIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	h := another(t, storetest.MariaDB(t), &clock{now: noon})
	ok(t, h.MigrateTo(h.ctx, 1))
	ok(t, h.Exec(h.ctx, "DROP TABLE accounts"))
	ok(t, h.Exec(h.ctx, "DELETE FROM goose_db_version"))
	must[[]string](t)(h.Migrate(h.ctx))
	ok(t, h.CheckSchema(h.ctx))
}

// Branches number their migrations by themselves: one that is merged later may have a smaller number than what a database has had.
func TestMigrationOfASmallerNumberThanTheNewestIsRun(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ok(t, h.Exec(h.ctx, "DROP TABLE dns_templates"))
		ok(t, h.Exec(h.ctx, "DELETE FROM goose_db_version WHERE version_id = 360"))
		if err := h.CheckSchema(h.ctx); !errors.Is(err, store.ErrOldSchema) {
			t.Errorf("the schema without it: %v", err)
		}
		ran := must[[]string](t)(h.Migrate(h.ctx))
		equal(t, "what ran", strings.Join(ran, " "), "00360_dns_templates.sql")
		ok(t, h.CheckSchema(h.ctx))
		must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM dns_templates"))
	})
}

func TestTableOfSomebodyElseIsNotTakenForAMigration(t *testing.T) {
	t.Parallel()
	h := another(t, storetest.MariaDB(t), &clock{now: noon})
	ok(t, h.MigrateTo(h.ctx, 1))
	ok(t, h.Exec(h.ctx, "CREATE TABLE balances (account_id BIGINT NOT NULL PRIMARY KEY, available DOUBLE NOT NULL)"))
	_, err := h.Migrate(h.ctx)
	if err == nil || !strings.Contains(err.Error(), "was not run by this program") {
		t.Fatalf("the migration says %v", err)
	}
}

func TestMigrationSaysWhatItWaitsFor(t *testing.T) {
	onEmpty(t, func(t *testing.T, url string) {
		h := another(t, url, &clock{now: noon})
		ok(t, h.Exec(h.ctx, "CREATE TABLE migration_lock (id INT NOT NULL PRIMARY KEY, taken_at BIGINT NOT NULL)"))
		ok(t, h.Exec(h.ctx, "INSERT INTO migration_lock (id, taken_at) VALUES (1, ?)", noon.Unix()))
		ctx, cancel := context.WithCancel(h.ctx)
		defer cancel()
		said := &heard{then: func() { time.AfterFunc(350*time.Millisecond, cancel) }} // it looks for the lock several times in that
		s := must[*store.Store](t)(store.Open(h.ctx, url, h.clock, slog.New(slog.NewTextHandler(said, nil))))
		if _, err := s.Migrate(ctx); err == nil {
			t.Error("it did not wait")
		}
		ok(t, s.Close())
		equal(t, "times it says so", strings.Count(said.String(), "another migration holds the lock"), 1)
	})
}

// heard is what was logged; the first time that something is, then happens.
type heard struct {
	strings.Builder
	then func()
}

func (h *heard) Write(line []byte) (int, error) {
	if h.Len() == 0 {
		h.then()
	}
	return h.Builder.Write(line)
}

// killedURL names the database that a second process of this test migrates until it is killed.
const killedURL = "NAMEYARD_TEST_KILLED_URL"

func TestMigrationThatIsKilledForRealIsFinishedByTheNext(t *testing.T) {
	if url := os.Getenv(killedURL); url != "" {
		h := another(t, url, &clock{now: noon.Add(-time.Hour)}) // its lock is an old one afterwards
		must[[]string](t)(h.Migrate(h.ctx))
		return
	}
	t.Parallel()
	url := storetest.MariaDB(t)
	h := another(t, url, &clock{now: noon})
	program := must[string](t)(os.Executable())
	process := exec.CommandContext(h.ctx, program, "-test.run=^"+t.Name()+"$")
	process.Env = append(os.Environ(), killedURL+"="+url)
	ok(t, process.Start())
	const halfWay = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'orders'"
	for deadline := time.Now().Add(time.Minute); must[string](t)(h.Value(h.ctx, halfWay)) == "0"; {
		if time.Now().After(deadline) {
			t.Fatal("the process migrates nothing")
		}
	}
	ok(t, process.Process.Kill())
	_ = process.Wait() // it was killed
	must[[]string](t)(h.Migrate(h.ctx))
	ok(t, h.CheckSchema(h.ctx))
}
