package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"

	"nameyard/migrations"
	"nameyard/reseller"
	"nameyard/safely"
)

// MigrationStatus is where the schema stands.
type MigrationStatus struct {
	Current int64    `json:"current"`
	Latest  int64    `json:"latest"`
	Pending []string `json:"pending"`
}

// migrationPoll is how often a second migration looks whether the first has ended.
const migrationPoll = 100 * time.Millisecond

// ErrOldSchema says that migrations are missing.
var ErrOldSchema = errors.New("the database schema is old")

// Migrate brings the schema up to date and tells which files ran. Two at once do no harm: one waits for the other. Where
// nothing is missing no lock is taken, so that a server that is killed while it starts does not hold up the next.
// ErrHalfRestored if a restore did not end.
func (s *Store) Migrate(ctx context.Context) ([]string, error) {
	if err := s.checkWhole(ctx); err != nil {
		return nil, err
	}
	ran, err := s.migrate(ctx)
	if err == nil {
		_, err = s.named(ctx) // named before anything can be paid, it is in every backup
	}
	return ran, err
}

func (s *Store) migrate(ctx context.Context) ([]string, error) {
	if done, err := s.upToDate(ctx); err != nil || done {
		return nil, err
	}
	var ran []string
	err := s.withMigrationLock(ctx, func() error {
		p, err := s.goose()
		if err != nil {
			return err
		}
		if ran, err = s.up(ctx, p, math.MaxInt64); err != nil {
			return err
		}
		_, err = s.IndexNameservers(ctx) // of the names that were there before it
		return err
	})
	if err != nil {
		return ran, fmt.Errorf("migrate the schema: %w", err)
	}
	return ran, nil
}

// upToDate reports whether no file is missing. It looks closer only at a database that has been migrated before: goose would make
// its table, and two processes at once would get in each other's way.
func (s *Store) upToDate(ctx context.Context) (bool, error) {
	var versions int64
	if err := s.writes.WithContext(ctx).Raw("SELECT COUNT(*) FROM goose_db_version").Scan(&versions).Error; err != nil || versions == 0 {
		return false, ctx.Err()
	}
	p, err := s.goose()
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("read the schema's status: %w", err)
	}
	return !pending, nil
}

// migrateTo makes the schema that a version had.
func (s *Store) migrateTo(ctx context.Context, version int64) error {
	err := s.withMigrationLock(ctx, func() error {
		p, err := s.goose()
		if err != nil {
			return err
		}
		_, err = s.up(ctx, p, version)
		return err
	})
	if err != nil {
		return fmt.Errorf("make schema %d: %w", version, err)
	}
	return nil
}

// SchemaStatus compares the database with the migrations that this binary brings along. Current is above Latest where a newer binary
// has migrated it.
func (s *Store) SchemaStatus(ctx context.Context) (MigrationStatus, error) {
	p, err := s.goose()
	if err != nil {
		return MigrationStatus{}, err
	}
	statuses, err := p.Status(ctx)
	if err != nil {
		return MigrationStatus{}, fmt.Errorf("read the schema's status: %w", err)
	}
	var st MigrationStatus
	for _, m := range statuses {
		st.Latest = max(st.Latest, m.Source.Version)
		if m.State != goose.StateApplied {
			st.Pending = append(st.Pending, m.Source.Path)
		}
	}
	st.Current, err = appliedVersion(s.writes.WithContext(ctx))
	return st, err
}

// appliedVersion is the newest migration that the database has had, whichever binary brought it along.
func appliedVersion(db *gorm.DB) (int64, error) {
	var version int64
	if err := scanRow(db.Raw("SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied"), &version); err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	return version, nil
}

// CheckSchema fails with ErrOldSchema if migrations are missing, and with ErrHalfRestored if a restore did not end, and
// says what to do.
func (s *Store) CheckSchema(ctx context.Context) error {
	if err := s.checkWhole(ctx); err != nil {
		return err
	}
	st, err := s.SchemaStatus(ctx)
	if err != nil {
		return err
	}
	if len(st.Pending) > 0 {
		return fmt.Errorf("%w: it is %d of %d, and %d migrations are missing; run \"nameyard migrate\" with the same --db first", ErrOldSchema, st.Current, st.Latest, len(st.Pending))
	}
	return nil
}

func (s *Store) goose() (*goose.Provider, error) {
	dialect, files, folder := goose.DialectSQLite3, fs.FS(migrations.SQLite), "sqlite"
	if s.dialect == mysqlDialect {
		dialect, files, folder = goose.DialectMySQL, migrations.MySQL, "mysql"
	}
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return nil, fmt.Errorf("read the embedded migrations: %w", err)
	}
	// A file that came after one of a larger number is run all the same. It was written without that one, and needs nothing of it.
	p, err := goose.NewProvider(dialect, s.pools[0], sub, goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, fmt.Errorf("prepare the migrations: %w", err)
	}
	return p, nil
}

// migrationLockLife is how long a lock lives that is not renewed, in seconds: its process has died.
const migrationLockLife = 60

// withMigrationLock lets one process migrate at a time. A row in a table of its own is the lock, because GET_LOCK is
// local to a node of a cluster. It is renewed while fn runs.
func (s *Store) withMigrationLock(ctx context.Context, fn func() error) error {
	db := s.writes.WithContext(ctx)
	if err := db.Exec("CREATE TABLE IF NOT EXISTS migration_lock (id INT NOT NULL PRIMARY KEY, taken_at BIGINT NOT NULL)").Error; err != nil {
		return fmt.Errorf("make the migration lock: %w", err)
	}
	for told := false; ; told = true {
		err := s.takeMigrationLock(db)
		if err == nil {
			break
		}
		if told && ctx.Err() != nil {
			return fmt.Errorf("wait for another migration to end: %w", ctx.Err())
		}
		if !errors.Is(err, reseller.ErrDuplicate) && !retryable(err) {
			return fmt.Errorf("take the migration lock: %w", err)
		}
		if !told {
			s.log.Warn(fmt.Sprintf("another migration holds the lock: waiting for it to end, or, if it has died, until its lock is %d s old", migrationLockLife))
		}
		pause(ctx, migrationPoll)
	}
	stop := s.renewMigrationLock(db)
	err := fn()
	stop()
	return errors.Join(err, s.writes.WithContext(context.WithoutCancel(ctx)).Exec("DELETE FROM migration_lock WHERE id = 1").Error)
}

// takeMigrationLock takes the lock, also from one that has died; reseller.ErrDuplicate says that another holds it.
func (s *Store) takeMigrationLock(db *gorm.DB) error {
	now := s.clock.Wall().Unix()
	if err := db.Exec("DELETE FROM migration_lock WHERE id = 1 AND taken_at < ?", now-migrationLockLife).Error; err != nil {
		return err
	}
	return translate(db.Exec("INSERT INTO migration_lock (id, taken_at) VALUES (1, ?)", now).Error)
}

// renewMigrationLock keeps the lock young until stop is called.
func (s *Store) renewMigrationLock(db *gorm.DB) (stop func()) {
	ctx, cancel := context.WithCancel(db.Statement.Context)
	var renewing safely.Group
	renewing.Go(s.log, "migration", func() {
		for pause(ctx, migrationLockLife*time.Second/4) {
			if err := db.Exec("UPDATE migration_lock SET taken_at = ? WHERE id = 1", s.clock.Wall().Unix()).Error; err != nil {
				s.log.Warn("cannot renew the migration lock", "err", err)
			}
		}
	})
	return func() { cancel(); renewing.Wait() }
}
