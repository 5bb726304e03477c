// Package store keeps everything in SQLite (embedded, the default) or MySQL/MariaDB through GORM. It is the only package
// that knows SQL.
//
// It offers whole transitions on the reseller package's types (OpenPurchase, EndOrder, SaveZone …); no transaction leaves it.
// Money and states change by guarded updates only: UPDATE … WHERE the state is still what the caller saw, and one row must
// have been affected. Whole transactions run again on deadlocks and busy errors, re-reading everything.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	dialect dialect
	reads   *gorm.DB // prepared statements, outside transactions
	hot     hotReads // the same by hand, for what every request reads
	scans   *gorm.DB // the same without preparing, for snapshots
	writes  *gorm.DB
	group   group // of write transactions on SQLite
	pools   []*sql.DB
	clock   reseller.Clock
	log     *slog.Logger
	path    string // of the file of an embedded database; empty for others

	zoneHistory   atomic.Int64           // bytes per account and UTC day; see SetZoneHistory
	askTargets    atomic.Bool            // see SetAskTargets
	mailMX        atomic.Pointer[string] // see SetMailMX; nil = not known here
	freeChanges   atomic.Int64           // changes per account and UTC day; see SetFreeChanges
	unmarkedUntil atomic.Int64           // wall time in microseconds; see sellable
	full          atomic.Bool            // the disk of the database was full at the last write; see Writable
	boundKey      atomic.Pointer[string] // fingerprint of the secret key; see UseKey

	tellZoneChange atomic.Pointer[func(zone.Change)] // see TellZoneChanges
}

// dialect is what differs between the engines.
type dialect string

const (
	sqliteDialect dialect = "sqlite"
	mysqlDialect  dialect = "mysql"
)

// Open opens the database that url names: a path or "sqlite:PATH" for SQLite, "mysql://user:pass@host:3306/name" for
// MySQL or MariaDB, with several hosts (host1:3306,host2:3306) for the nodes of a cluster. It does not touch the schema; see
// Migrate and CheckSchema. It refuses a SQLite file whose pragmas are not the ones that make money safe.
func Open(ctx context.Context, url string, clock reseller.Clock, log *slog.Logger) (*Store, error) {
	s := &Store{clock: clock, log: log}
	s.SetZoneHistory(zoneHistoryMiB)
	s.SetFreeChanges(freeChanges)
	var err error
	if scheme, _, found := strings.Cut(url, "://"); found && scheme != "mysql" && !strings.HasPrefix(url, "sqlite:") {
		return nil, fmt.Errorf("the database URL begins with %.20q: it must be mysql://user:password@host:3306/name (MariaDB, too), or a path or sqlite:PATH", scheme+"://")
	}
	if strings.HasPrefix(url, "mysql://") {
		err = s.openMySQL(ctx, url)
	} else {
		err = s.openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close closes the database. What was acknowledged is on disk already.
func (s *Store) Close() error {
	var first error
	for _, p := range s.pools {
		if err := p.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// pingTime is how long Ping waits for a database that is away, wall time. Others wait longer.
const pingTime = time.Second

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	for _, p := range s.pools {
		if err := p.PingContext(ctx); err != nil {
			return fmt.Errorf("database does not answer: %w", err)
		}
	}
	return nil
}

// Engine is "sqlite" or "mysql", for people.
func (s *Store) Engine() string { return string(s.dialect) }

// keep opens the pool below a GORM handle for Close.
func (s *Store) keep(db *gorm.DB) (*sql.DB, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	s.pools = append(s.pools, pool)
	return pool, nil
}

func (s *Store) gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 slowLog{s.log},
		NowFunc:                s.clock.Wall,
	}
}
