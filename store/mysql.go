package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// openMySQL opens MySQL 8 or MariaDB ≥ 10.6, or a cluster of them.
func (s *Store) openMySQL(ctx context.Context, rawURL string) error {
	s.dialect = mysqlDialect
	u, err := parseMySQLURL(rawURL)
	if err != nil {
		return err
	}
	nodes, err := newNodes(u, s.log)
	if err != nil {
		return fmt.Errorf("open the MySQL database: %w", u.withoutPassword(err))
	}
	pool := sql.OpenDB(nodes) // closing it closes nodes
	s.pools = append(s.pools, pool)
	db, err := gorm.Open(mysql.New(mysql.Config{Conn: pool, DSNConfig: u.config(u.hosts[0])}), s.gormConfig())
	if err != nil {
		return fmt.Errorf("open the MySQL database: %w", u.withoutPassword(err))
	}
	pool.SetMaxOpenConns(u.pool)
	pool.SetMaxIdleConns(u.pool)
	pool.SetConnMaxLifetime(5 * time.Minute)
	s.writes, s.scans = db, db
	// Prepared statements pay off for reads. Inside transactions GORM would prepare again each time.
	s.reads = db.Session(&gorm.Session{PrepareStmt: true})
	s.hot.pool = pool
	if err := s.checkMySQL(ctx); err != nil {
		return err
	}
	nodes.patient.Store(true)
	return nil
}

// checkMySQL warns of settings under which an acknowledged commit may be lost.
func (s *Store) checkMySQL(ctx context.Context) error {
	var flush string
	if err := scanRow(s.writes.WithContext(ctx).Raw("SELECT @@innodb_flush_log_at_trx_commit"), &flush); err != nil {
		return fmt.Errorf("read the database's durability setting: %w", err)
	}
	if flush != "1" {
		s.log.Warn("innodb_flush_log_at_trx_commit is not 1: a power loss can lose acknowledged orders", "value", flush)
	}
	return nil
}

// MySQL error numbers on which a whole transaction runs again.
const (
	erRecordChanged   = 1020
	erLockWaitTimeout = 1205
	erDeadlock        = 1213 // on Galera also at COMMIT: another node wrote the same rows first
	erInterrupted     = 1317 // Galera ends what is in the way of another node's transaction
)

func mysqlRetryable(err error) bool {
	var e *driver.MySQLError
	if !errors.As(err, &e) {
		return false
	}
	return e.Number == erDeadlock || e.Number == erLockWaitTimeout || e.Number == erRecordChanged || e.Number == erInterrupted
}

// mysqlRolledBack reports whether a COMMIT that failed has certainly rolled back.
func mysqlRolledBack(err error) bool {
	var e *driver.MySQLError
	return errors.As(err, &e) && e.Number == erDeadlock
}
