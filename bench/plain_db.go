package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"

	"nameyard/reseller"
	"nameyard/store"
)

// plainDB is a database through database/sql, with the pools and settings of our store. The SQLite driver is registered by
// package store.
type plainDB struct {
	reads  *prepared
	writes *sql.DB
}

// prepared keeps a prepared statement for each text, as our store has GORM do for reads.
type prepared struct {
	db    *sql.DB
	texts sync.Map // string → *sql.Stmt
}

func (p *prepared) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	kept, ok := p.texts.Load(text)
	if !ok {
		stmt, err := p.db.PrepareContext(ctx, text)
		if err != nil {
			return p.db.QueryRowContext(ctx, text, args...) // says the same error again
		}
		var raced bool
		if kept, raced = p.texts.LoadOrStore(text, stmt); raced {
			_ = stmt.Close()
		}
	}
	return kept.(*sql.Stmt).QueryRowContext(ctx, args...)
}

func openPlain(ctx context.Context, database string) (*plainDB, error) {
	if file := store.SQLitePath(database); file != "" {
		writes, err := openPool(ctx, "sqlite", sqliteDSN(file, "immediate"), 1)
		if err != nil {
			return nil, err
		}
		reads, err := openPool(ctx, "sqlite", sqliteDSN(file, "deferred"), 4)
		return &plainDB{reads: &prepared{db: reads}, writes: writes}, err
	}
	u, err := url.Parse(database)
	if err != nil {
		return nil, err
	}
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User, c.DBName = "tcp", u.Host, u.User.Username(), strings.Trim(u.Path, "/")
	c.Passwd, _ = u.User.Password()
	c.ParseTime, c.Loc, c.InterpolateParams, c.ClientFoundRows, c.Collation = true, time.UTC, true, true, "utf8mb4_bin"
	c.Params = map[string]string{"time_zone": "'+00:00'", "sql_mode": "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'"}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(readCommitted{connector})
	err = sized(ctx, pool, 8)
	return &plainDB{reads: &prepared{db: pool}, writes: pool}, err
}

// readCommitted sets the isolation of each connection once, as our store does.
type readCommitted struct{ driver.Connector }

// Connect opens a connection.
func (c readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	_, err = conn.(driver.ExecerContext).ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func openPool(ctx context.Context, engine, dsn string, connections int) (*sql.DB, error) {
	db, err := sql.Open(engine, dsn)
	if err != nil {
		return nil, err
	}
	return db, sized(ctx, db, connections)
}

func sized(ctx context.Context, db *sql.DB, connections int) error {
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db.PingContext(ctx)
}

func sqliteDSN(file, txLock string) string {
	q := url.Values{"_txlock": {txLock}, "_time_format": {"sqlite"}}
	for _, pragma := range []string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "busy_timeout(5000)"} {
		q.Add("_pragma", pragma)
	}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode()
}

// txTries bounds how often a transaction runs on deadlocks.
const txTries = 40

// tx runs fn in one transaction, and all of it again on a deadlock.
func (p *plainDB) tx(ctx context.Context, fn func(*sql.Tx) error) error {
	var err error
	for range txTries {
		err = p.txOnce(ctx, fn)
		var e *mysql.MySQLError
		if !errors.As(err, &e) || e.Number != 1213 && e.Number != 1205 {
			return err
		}
	}
	return fmt.Errorf("gave up: %w", err)
}

func (p *plainDB) txOnce(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := p.writes.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// insert adds a row and gives its id.
func insert(ctx context.Context, tx *sql.Tx, text string, args ...any) (int64, error) {
	result, err := tx.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// change runs a guarded update, which must touch one row.
func change(ctx context.Context, tx *sql.Tx, text string, args ...any) error {
	result, err := tx.ExecContext(ctx, text, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("%d rows changed: %w", n, errors.Join(reseller.ErrConflict, err))
	}
	return nil
}

// plainDomain is a row of domains.
type plainDomain struct {
	id, account, version                                       int64
	name, tld, state, nameservers, contacts, fields, hosts     string
	reason                                                     string
	liveName                                                   sql.NullString
	registeredAt, registryExpiry, paidThrough, created, closed sql.NullTime
	locked, privacy, autoRenew, dns, mail                      bool
}

const domainColumns = `id, account_id, name, tld, live_name, state, version, registered_at, registry_expiry, paid_through, nameservers,
	contacts, fields, hosts, locked, privacy, auto_renew, dns_management, email_forwarding, reason, created_at, closed_at`

func (d *plainDomain) scan(row *sql.Row) error {
	return row.Scan(&d.id, &d.account, &d.name, &d.tld, &d.liveName, &d.state, &d.version, &d.registeredAt, &d.registryExpiry, &d.paidThrough,
		&d.nameservers, &d.contacts, &d.fields, &d.hosts, &d.locked, &d.privacy, &d.autoRenew, &d.dns, &d.mail, &d.reason, &d.created, &d.closed)
}

func (p *plain) domain(ctx context.Context, account int64, name reseller.Name) (plainDomain, error) {
	var d plainDomain
	err := d.scan(p.reads.QueryRowContext(ctx, "SELECT "+domainColumns+" FROM domains WHERE account_id = ? AND name = ? ORDER BY live_name IS NULL, id DESC LIMIT 1",
		account, name.String()))
	return d, err
}
