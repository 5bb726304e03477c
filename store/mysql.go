package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// mysqlPool is the number of connections: measured, more are slower.
const mysqlPool = 8

// openMySQL opens MySQL 8 or MariaDB ≥ 10.6.
func (s *Store) openMySQL(ctx context.Context, rawURL string) error {
	s.dialect = mysqlDialect
	config, err := mysqlConfig(rawURL)
	if err != nil {
		return err
	}
	connector, err := driver.NewConnector(config)
	if err != nil {
		return fmt.Errorf("open the MySQL database: %w", withoutSecrets(err, rawURL))
	}
	pool := sql.OpenDB(readCommitted{connector})
	s.pools = append(s.pools, pool)
	db, err := gorm.Open(mysql.New(mysql.Config{Conn: pool, DSNConfig: config}), s.gormConfig())
	if err != nil {
		return fmt.Errorf("open the MySQL database: %w", withoutSecrets(err, rawURL))
	}
	pool.SetMaxOpenConns(mysqlPool)
	pool.SetMaxIdleConns(mysqlPool)
	pool.SetConnMaxLifetime(5 * time.Minute)
	s.writes, s.scans = db, db
	// Prepared statements pay off for reads. Inside transactions GORM would prepare again each time.
	s.reads = db.Session(&gorm.Session{PrepareStmt: true})
	s.hot.pool = pool
	return s.checkMySQL(ctx)
}

// readCommitted sets the isolation of each connection once, which saves a round trip in every transaction. The variable
// that a DSN could set is not named alike in MySQL and MariaDB; the statement is.
type readCommitted struct{ sqldriver.Connector }

// Connect opens a connection.
func (c readCommitted) Connect(ctx context.Context) (sqldriver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	_, err = conn.(sqldriver.ExecerContext).ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// mysqlConfig turns the documented URL into the driver's form.
func mysqlConfig(rawURL string) (*driver.Config, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return nil, errors.New("the database URL must look like mysql://user:password@host:3306/name")
	}
	c := driver.NewConfig()
	c.Net, c.Addr = "tcp", u.Host
	if u.Port() == "" {
		c.Addr += ":3306"
	}
	c.User = u.User.Username()
	c.Passwd, _ = u.User.Password()
	c.DBName = strings.Trim(u.Path, "/")
	c.ParseTime, c.Loc = true, time.UTC
	c.InterpolateParams = true // one round trip a statement
	c.ClientFoundRows = true   // RowsAffected counts matched rows: guarded updates decide by it
	c.Collation = "utf8mb4_bin"
	c.Timeout, c.ReadTimeout, c.WriteTimeout = 5*time.Second, 30*time.Second, 30*time.Second
	c.Params = map[string]string{
		"time_zone": "'+00:00'",
		"sql_mode":  "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
		// Below ReadTimeout, so that a long wait ends with an error that says so and not with a broken connection.
		"innodb_lock_wait_timeout": "10",
	}
	return c, nil
}

// checkMySQL warns of settings under which an acknowledged commit may be lost.
func (s *Store) checkMySQL(ctx context.Context) error {
	var flush string
	row := s.writes.WithContext(ctx).Raw("SELECT @@innodb_flush_log_at_trx_commit").Row()
	if err := row.Scan(&flush); err != nil {
		return fmt.Errorf("read the database's durability setting: %w", err)
	}
	if flush != "1" {
		s.log.Warn("innodb_flush_log_at_trx_commit is not 1: a power loss can lose acknowledged orders", "value", flush)
	}
	return nil
}

func withoutSecrets(err error, rawURL string) error {
	if u, e := url.Parse(rawURL); e == nil {
		if p, ok := u.User.Password(); ok && p != "" {
			return errors.New(strings.ReplaceAll(err.Error(), p, "****"))
		}
	}
	return err
}

// MySQL error numbers on which a whole transaction runs again.
const (
	erLockWaitTimeout = 1205
	erDeadlock        = 1213
	erRecordChanged   = 1020
)

func mysqlRetryable(err error) bool {
	var e *driver.MySQLError
	if !errors.As(err, &e) {
		return false
	}
	return e.Number == erDeadlock || e.Number == erLockWaitTimeout || e.Number == erRecordChanged
}
