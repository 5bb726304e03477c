package store_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/store"
	"nameyard/store/storetest"
)

// onEmpty runs a story with the URL of an empty database of each engine.
func onEmpty(t *testing.T, story func(t *testing.T, url string)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		story(t, storetest.SQLitePath(t))
	})
	t.Run("mariadb", func(t *testing.T) {
		t.Parallel()
		story(t, storetest.MariaDB(t))
	})
}

func TestEmptyDatabaseIsAnOldSchema(t *testing.T) {
	onEmpty(t, func(t *testing.T, url string) {
		h := another(t, url, &clock{now: noon})
		err := h.CheckSchema(h.ctx)
		if !errors.Is(err, store.ErrOldSchema) || !strings.Contains(err.Error(), "nameyard migrate") {
			t.Fatalf("the check says %v", err)
		}
		status := must[store.MigrationStatus](t)(h.SchemaStatus(h.ctx))
		ran := must[[]string](t)(h.Migrate(h.ctx))
		equal(t, "files that ran", len(ran), len(status.Pending))
		ok(t, h.CheckSchema(h.ctx))
		equal(t, "files that run again", len(must[[]string](t)(h.Migrate(h.ctx))), 0)
	})
}

func TestTwoServersMigrateAtOnceAndEveryFileRunsOnce(t *testing.T) {
	onEmpty(t, func(t *testing.T, url string) {
		c := &clock{now: noon}
		servers := []*house{another(t, url, c), another(t, url, c), another(t, url, c)}
		ran := make([]int, len(servers))
		for _, err := range atOnce(len(servers), func(i int) error {
			files, err := servers[i].Migrate(servers[i].ctx)
			ran[i] = len(files)
			return err
		}) {
			ok(t, err)
		}
		status := must[store.MigrationStatus](t)(servers[0].SchemaStatus(servers[0].ctx))
		fresh := another(t, storetest.SQLitePath(t), c)
		equal(t, "files that ran", ran[0]+ran[1]+ran[2], len(must[store.MigrationStatus](t)(fresh.SchemaStatus(fresh.ctx)).Pending))
		equal(t, "files left", len(status.Pending), 0)
	})
}

func TestMigrationTakesTheLockOfOneThatDied(t *testing.T) {
	onEmpty(t, func(t *testing.T, url string) {
		h := another(t, url, &clock{now: noon})
		ok(t, h.Exec(h.ctx, "CREATE TABLE migration_lock (id INT NOT NULL PRIMARY KEY, taken_at BIGINT NOT NULL)"))
		ok(t, h.Exec(h.ctx, "INSERT INTO migration_lock (id, taken_at) VALUES (1, ?)", noon.Unix()-61))
		must[[]string](t)(h.Migrate(h.ctx))
	})
}

func TestMigrationThatWaitsInVainSaysSo(t *testing.T) {
	onEmpty(t, func(t *testing.T, url string) {
		ctx, giveUp := context.WithCancel(t.Context())
		said := onWords{"another migration holds the lock: waiting for it to end", giveUp}
		h := must[*store.Store](t)(store.Open(ctx, url, &clock{now: noon}, slog.New(slog.NewTextHandler(said, nil))))
		defer func() { ok(t, h.Close()) }()
		ok(t, h.Exec(ctx, "CREATE TABLE migration_lock (id INT NOT NULL PRIMARY KEY, taken_at BIGINT NOT NULL)"))
		ok(t, h.Exec(ctx, "INSERT INTO migration_lock (id, taken_at) VALUES (1, ?)", noon.Unix()-59)) // it is still alive
		_, err := h.Migrate(ctx)
		if err == nil || err.Error() != "migrate the schema: wait for another migration to end: context canceled" {
			t.Errorf("the migration says %v", err)
		}
	})
}

// onWords does something when words are logged.
type onWords struct {
	words string
	do    func()
}

func (l onWords) Write(line []byte) (int, error) {
	if strings.Contains(string(line), l.words) {
		l.do()
	}
	return len(line), nil
}

func TestServerThatWasKilledWhileItStartedDoesNotHoldUpTheNext(t *testing.T) {
	onEmpty(t, func(t *testing.T, url string) {
		h := open(t, url)
		ok(t, h.Exec(h.ctx, "INSERT INTO migration_lock (id, taken_at) VALUES (1, ?)", noon.Unix()))
		ctx, cancel := context.WithTimeout(h.ctx, 30*time.Second)
		defer cancel()
		equal(t, "files that ran", len(must[[]string](t)(h.Migrate(ctx))), 0)
	})
}

func TestDatabaseInMemoryIsRefused(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), "sqlite::memory:", &clock{now: noon}, nil)
	if err == nil || !strings.Contains(err.Error(), `journal_mode is "memory" and must be "wal"`) {
		t.Fatalf("opening says %v", err)
	}
}

func TestURLOfAnotherDatabaseIsNoPath(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"mariadb://u:geheim@host:3306/db", "postgres://u:geheim@host/db", "MySQL://u:geheim@host/db", "file:///tmp/x.db"} {
		_, err := store.Open(t.Context(), url, &clock{now: noon}, nil)
		if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), "mysql://") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestPragmaThatEndangersMoneyIsRefused(t *testing.T) {
	t.Parallel()
	for _, pragma := range []string{"synchronous = NORMAL", "foreign_keys = OFF", "busy_timeout = 0"} {
		h := open(t, storetest.SQLitePath(t))
		name, _, _ := strings.Cut(pragma, " ")
		if err := h.CheckPragmasAfter(h.ctx, "PRAGMA "+pragma); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("after %s the check says %v", pragma, err)
		}
	}
}

func TestSQLiteMakesItsFolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new folder", "a?b#c.db")
	h := open(t, "sqlite:"+path)
	ok(t, h.Ping(h.ctx))
	equal(t, "engine", h.Engine(), "sqlite")
	found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "a[?]b#c.db"))
	ok(t, err)
	equal(t, "the file", len(found), 1)
}

func TestMySQLThatIsNotThereSaysSoWithoutThePassword(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"mysql://user:geheim@127.0.0.1:1/name": "refused",
		"mysql://user:geheim@127.0.0.1":        "must look like mysql://",
	} {
		_, err := store.Open(t.Context(), url, &clock{now: noon}, nil)
		if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", url, err)
		}
	}
}
