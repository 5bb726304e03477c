package store

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	driver "github.com/go-sql-driver/mysql"
)

// mysqlConn is what the driver's connections offer.
type mysqlConn interface {
	sqldriver.Conn
	sqldriver.ConnBeginTx
	sqldriver.ConnPrepareContext
	sqldriver.ExecerContext
	sqldriver.QueryerContext
	sqldriver.Pinger
	sqldriver.SessionResetter
	sqldriver.Validator
	sqldriver.NamedValueChecker
}

// nodeConn is a connection to one node. It is not used again once the node has said that it cannot work, once a COMMIT has
// failed (the transaction may still be open there, and the next BEGIN would commit it), or once another node is in use.
type nodeConn struct {
	mysqlConn
	nodes  *nodes
	node   int32
	socket net.Conn // below it, to be cut
	inTx   bool
	broken bool
}

// Close closes the connection.
func (c *nodeConn) Close() error {
	c.nodes.mu.Lock()
	delete(c.nodes.open, c)
	c.nodes.mu.Unlock()
	return c.mysqlConn.Close()
}

// ResetSession is asked before the connection is used again.
func (c *nodeConn) ResetSession(ctx context.Context) error {
	if c.broken || c.node != c.nodes.inUse.Load() {
		return sqldriver.ErrBadConn
	}
	return c.mysqlConn.ResetSession(ctx)
}

// IsValid reports whether the connection may go back into the pool.
func (c *nodeConn) IsValid() bool { return !c.broken && c.mysqlConn.IsValid() }

// BeginTx begins a transaction.
func (c *nodeConn) BeginTx(ctx context.Context, options sqldriver.TxOptions) (sqldriver.Tx, error) {
	tx, err := inStepWith(ctx, c, func() (sqldriver.Tx, error) { return c.mysqlConn.BeginTx(ctx, options) })
	if err != nil {
		return nil, c.note(err)
	}
	c.inTx = true
	return nodeTx{tx, c}, nil
}

// ExecContext runs a statement.
func (c *nodeConn) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	result, err := c.mysqlConn.ExecContext(ctx, query, args)
	return result, c.note(err)
}

// QueryContext runs a query. If the node goes away meanwhile and no transaction is open, database/sql asks another one.
func (c *nodeConn) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	rows, err := inStepWith(ctx, c, func() (sqldriver.Rows, error) { return c.mysqlConn.QueryContext(ctx, query, args) })
	return rows, c.elsewhere(err)
}

// PrepareContext prepares a statement.
func (c *nodeConn) PrepareContext(ctx context.Context, query string) (sqldriver.Stmt, error) {
	statement, err := c.mysqlConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, c.elsewhere(err)
	}
	prepared, is := statement.(mysqlStmt)
	if !is {
		return nil, errors.Join(errors.New("the MySQL driver lacks what its statements must offer"), statement.Close())
	}
	return nodeStmt{prepared, c}, nil
}

// inStepWith asks again while the node waits in vain for what the cluster has committed: with wsrep_sync_wait, a read or a
// BEGIN ends with error 1205 while the cluster chooses anew who belongs to it.
func inStepWith[T any](ctx context.Context, c *nodeConn, ask func() (T, error)) (T, error) {
	for try := 0; ; try++ {
		answer, err := ask()
		var said *driver.MySQLError
		if !errors.As(err, &said) || said.Number != erLockWaitTimeout || c.inTx || try >= nodeTries || !pause(ctx, nodePause) {
			return answer, err
		}
	}
}

// note marks the connection as broken after errors of the node, not of the statement.
func (c *nodeConn) note(err error) error {
	if isAway(err) {
		c.broken = true
	}
	return err
}

// elsewhere has database/sql ask again on another connection, where nothing can have happened but reading.
func (c *nodeConn) elsewhere(err error) error {
	if c.note(err); c.broken && !c.inTx && err != nil {
		return sqldriver.ErrBadConn
	}
	return err
}

// nodeTx is a transaction on a node.
type nodeTx struct {
	sqldriver.Tx
	conn *nodeConn
}

// Commit commits. After an error the connection is given up, which rolls back whatever is still open.
func (t nodeTx) Commit() error {
	t.conn.inTx = false
	err := t.Tx.Commit()
	if err != nil {
		t.conn.broken = true
	}
	return err
}

// Rollback rolls back, or gives the connection up.
func (t nodeTx) Rollback() error {
	t.conn.inTx = false
	err := t.Tx.Rollback()
	if err != nil {
		t.conn.broken = true
	}
	return err
}

// mysqlStmt is what the driver's prepared statements offer.
type mysqlStmt interface {
	sqldriver.Stmt
	sqldriver.StmtExecContext
	sqldriver.StmtQueryContext
	sqldriver.NamedValueChecker
}

// nodeStmt is a prepared statement on a node.
type nodeStmt struct {
	mysqlStmt
	conn *nodeConn
}

// ExecContext runs the statement.
func (s nodeStmt) ExecContext(ctx context.Context, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	result, err := s.mysqlStmt.ExecContext(ctx, args)
	return result, s.conn.note(err)
}

// QueryContext runs the query; see nodeConn.QueryContext.
func (s nodeStmt) QueryContext(ctx context.Context, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	rows, err := inStepWith(ctx, s.conn, func() (sqldriver.Rows, error) { return s.mysqlStmt.QueryContext(ctx, args) })
	return rows, s.conn.elsewhere(err)
}

// fitness is how well a node of a Galera cluster must be.
type fitness int

const (
	atWork fitness = iota // it takes statements
	inStep                // and has all that the cluster has committed
)

// errUnfit says why a node is passed over. It may be well again in a moment.
var errUnfit = errors.New("the node cannot be used now")

// prepare looks whether a node can be used, and sets what holds for the session.
func prepare(ctx context.Context, c mysqlConn, least fitness) error {
	// The variable that a DSN could set is not named alike in MySQL and MariaDB; the statement is. Once for each connection,
	// which saves a round trip in every transaction.
	if _, err := c.ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil); err != nil {
		return err
	}
	is, err := pairs(ctx, c, "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'innodb_read_only', 'wsrep_on')")
	if err != nil {
		return err
	}
	if is["read_only"] == "ON" || is["innodb_read_only"] == "ON" {
		return fmt.Errorf("%w: it is read-only", errUnfit)
	}
	if is["wsrep_on"] != "ON" {
		return nil
	}
	state, err := pairs(ctx, c, "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_local_state', 'wsrep_local_state_comment')")
	if err != nil {
		return err
	}
	const synced = "4"
	if state["wsrep_ready"] != "ON" || least == inStep && state["wsrep_local_state"] != synced {
		return fmt.Errorf("%w: its state in the cluster is %s, ready %s", errUnfit, state["wsrep_local_state_comment"], state["wsrep_ready"])
	}
	// Reads wait until the node has applied what the cluster has committed: what was written through another node, before it
	// was lost or by another server, is seen.
	_, err = c.ExecContext(ctx, "SET SESSION wsrep_sync_wait = @@wsrep_sync_wait | 1", nil)
	return err
}

// pairs reads the rows of two columns that a query gives.
func pairs(ctx context.Context, c mysqlConn, query string) (map[string]string, error) {
	rows, err := c.QueryContext(ctx, query, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]string{}
	row := make([]sqldriver.Value, 2)
	for {
		switch err := rows.Next(row); {
		case errors.Is(err, io.EOF):
			return found, nil
		case err != nil:
			return nil, err
		}
		found[strings.ToLower(text(row[0]))] = text(row[1])
	}
}

func text(v sqldriver.Value) string {
	if b, is := v.([]byte); is {
		return string(b)
	}
	return fmt.Sprint(v)
}

// MySQL error numbers by which a node says that it, not the statement, is at fault. Nothing was done.
const (
	erTooManyConnections = 1040
	erUnknownCommand     = 1047 // Galera: not part of the primary component, or not ready
	erShutdown           = 1053
	erReadOnlyServer     = 1290
	erReadOnlyTx         = 1792
	erReadOnlyMode       = 1836
	erConnectionKilled   = 1927
)

// isAway reports whether an error means that the node cannot work or cannot be reached, rather than that a statement is wrong.
// Except at COMMIT, nothing has happened then.
func isAway(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // the caller's own end, though it looks like a network error
	}
	var said *driver.MySQLError
	if errors.As(err, &said) {
		switch said.Number {
		case erTooManyConnections, erUnknownCommand, erShutdown, erReadOnlyServer, erReadOnlyTx, erReadOnlyMode, erConnectionKilled:
			return true
		}
		return false
	}
	var network net.Error
	return errors.Is(err, errUnfit) || errors.Is(err, driver.ErrInvalidConn) || errors.Is(err, sqldriver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network)
}
