package store

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
)

// fakeNode is a database node without a network: what it says of itself, and the error that its statements end with.
type fakeNode struct {
	mu     sync.Mutex
	says   map[string]string // variables and status, as SHOW gives them
	fails  error             // of statements
	down   bool              // nobody can connect
	silent bool              // it takes connections and does not answer
	socket net.Conn          // below its connections
}

func (f *fakeNode) set(change func(f *fakeNode)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *fakeNode) Driver() sqldriver.Driver { return nil }

func (f *fakeNode) Connect(ctx context.Context) (sqldriver.Conn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if kept, ok := ctx.Value(socketKey{}).(*net.Conn); ok {
		*kept = f.socket
	}
	if f.down {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}
	return &fakeConn{node: f}, nil
}

// answer is what a statement ends with.
func (f *fakeNode) answer(ctx context.Context) error {
	f.mu.Lock()
	silent, fails := f.silent, f.fails
	f.mu.Unlock()
	if silent {
		<-ctx.Done()
		return ctx.Err()
	}
	return fails
}

// fakeConn is a connection to a fake node, and every statement that it prepares.
type fakeConn struct{ node *fakeNode }

func (c *fakeConn) Prepare(string) (sqldriver.Stmt, error) { return c, nil }
func (c *fakeConn) PrepareContext(ctx context.Context, _ string) (sqldriver.Stmt, error) {
	return fakeStmt{c}, c.node.answer(ctx)
}
func (c *fakeConn) Close() error                                     { return nil }
func (c *fakeConn) Begin() (sqldriver.Tx, error)                     { return c, nil }
func (c *fakeConn) Commit() error                                    { return c.node.answer(context.Background()) }
func (c *fakeConn) Rollback() error                                  { return c.node.answer(context.Background()) }
func (c *fakeConn) Ping(ctx context.Context) error                   { return c.node.answer(ctx) }
func (c *fakeConn) ResetSession(context.Context) error               { return nil }
func (c *fakeConn) IsValid() bool                                    { return true }
func (c *fakeConn) CheckNamedValue(*sqldriver.NamedValue) error      { return nil }
func (c *fakeConn) NumInput() int                                    { return -1 }
func (c *fakeConn) Exec([]sqldriver.Value) (sqldriver.Result, error) { return nil, nil }
func (c *fakeConn) Query([]sqldriver.Value) (sqldriver.Rows, error)  { return nil, nil }

func (c *fakeConn) BeginTx(ctx context.Context, _ sqldriver.TxOptions) (sqldriver.Tx, error) {
	return c, c.node.answer(ctx)
}

func (c *fakeConn) ExecContext(ctx context.Context, _ string, _ []sqldriver.NamedValue) (sqldriver.Result, error) {
	return sqldriver.RowsAffected(1), c.node.answer(ctx)
}

func (c *fakeConn) QueryContext(ctx context.Context, query string, _ []sqldriver.NamedValue) (sqldriver.Rows, error) {
	if err := c.node.answer(ctx); err != nil {
		return nil, err
	}
	c.node.mu.Lock()
	defer c.node.mu.Unlock()
	rows := &fakeRows{}
	for name, value := range c.node.says {
		if strings.Contains(query, "'"+name+"'") {
			rows.left = append(rows.left, [2]string{name, value})
		}
	}
	return rows, nil
}

type fakeStmt struct{ *fakeConn }

func (s fakeStmt) ExecContext(ctx context.Context, _ []sqldriver.NamedValue) (sqldriver.Result, error) {
	return s.fakeConn.ExecContext(ctx, "", nil)
}

func (s fakeStmt) QueryContext(ctx context.Context, _ []sqldriver.NamedValue) (sqldriver.Rows, error) {
	return s.fakeConn.QueryContext(ctx, "", nil)
}

type fakeRows struct{ left [][2]string }

func (r *fakeRows) Columns() []string { return []string{"Variable_name", "Value"} }
func (r *fakeRows) Close() error      { return nil }

func (r *fakeRows) Next(to []sqldriver.Value) error {
	if len(r.left) == 0 {
		return io.EOF
	}
	to[0], to[1] = []byte(r.left[0][0]), r.left[0][1]
	r.left = r.left[1:]
	return nil
}
