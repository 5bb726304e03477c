package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	modernc "modernc.org/sqlite" // pure Go, so that the binary is static; chosen by measurement, see bench/README.md
	sqlite3 "modernc.org/sqlite/lib"
)

// pragmas are set on every connection and checked at start. synchronous=FULL is what makes an acknowledged commit
// survive a power loss in WAL mode; 2 is how SQLite reports it.
var pragmas = []struct{ name, set, want string }{
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "1", "1"},
	{"busy_timeout", "5000", "5000"},
}

// openSQLite opens two handles on one file: readers, and a single writer whose transactions start immediate. More
// writers, or deferred ones, only make SQLITE_BUSY failures.
func (s *Store) openSQLite(ctx context.Context, path string) error {
	s.dialect, s.path = sqliteDialect, path
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the database: %w", err)
	}
	if err := makeFile(path); err != nil {
		return fmt.Errorf("make SQLite %s: %w", path, err)
	}
	writes, err := gorm.Open(newSQLiteDialector(path, "immediate"), s.gormConfig())
	if err != nil {
		return fmt.Errorf("open SQLite %s: %w", path, errors.Join(closedTo(path), err))
	}
	s.writes = writes
	pool, err := s.keep(writes)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	reads, err := gorm.Open(newSQLiteDialector(path, "deferred"), s.gormConfig())
	if err != nil {
		return fmt.Errorf("open SQLite %s: %w", path, err)
	}
	s.scans = reads
	s.reads = reads.Session(&gorm.Session{PrepareStmt: true})
	if pool, err = s.keep(reads); err != nil {
		return err
	}
	pool.SetMaxOpenConns(4)
	pool.SetMaxIdleConns(4)
	s.hot.pool = pool
	return s.checkPragmas(ctx)
}

func (s *Store) checkPragmas(ctx context.Context) error {
	for _, db := range []*gorm.DB{s.writes, s.reads} {
		for _, p := range pragmas {
			var got string
			if err := scanRow(db.WithContext(ctx).Raw("PRAGMA "+p.name), &got); err != nil {
				return fmt.Errorf("read SQLite pragma %s: %w", p.name, err)
			}
			if got != p.want {
				return fmt.Errorf("SQLite pragma %s is %q and must be %q: the file system or another program changed it; "+
					"money is not safe like this, so Nameyard does not start", p.name, got, p.want)
			}
		}
	}
	return nil
}

// sqliteDialector is GORM's dialector with the pure-Go driver's errors translated, which GORM's own does not know.
type sqliteDialector struct{ *sqlite.Dialector }

func newSQLiteDialector(path, txLock string) gorm.Dialector {
	q := url.Values{"_txlock": {txLock}, "_time_format": {"sqlite"}}
	for _, p := range pragmas {
		q.Add("_pragma", fmt.Sprintf("%s(%s)", p.name, p.set))
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
	return sqliteDialector{sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: dsn}).(*sqlite.Dialector)}
}

// Translate maps constraint failures to GORM's errors.
func (d sqliteDialector) Translate(err error) error {
	var e *modernc.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errors.Join(gorm.ErrDuplicatedKey, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errors.Join(gorm.ErrForeignKeyViolated, err)
	}
	return err
}

// sqliteBusy reports whether the write lock could not be had.
func sqliteBusy(err error) bool {
	var e *modernc.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// SQLitePath gives the file of a database URL, or "" if it is not SQLite.
func SQLitePath(url string) string {
	if strings.Contains(url, "://") && !strings.HasPrefix(url, "sqlite:") {
		return ""
	}
	return strings.TrimPrefix(url, "sqlite:")
}
