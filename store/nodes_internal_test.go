package store

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	driver "github.com/go-sql-driver/mysql"
)

// galera is what a node of a cluster says that is in step.
func galera() map[string]string {
	return map[string]string{"wsrep_on": "ON", "wsrep_ready": "ON", "wsrep_local_state": "4", "wsrep_local_state_comment": "Synced"}
}

func cluster(of ...*fakeNode) *nodes {
	n := &nodes{log: slog.New(slog.DiscardHandler), open: map[*nodeConn]struct{}{}}
	for i, f := range of {
		n.addresses = append(n.addresses, string(rune('a'+i)))
		n.drivers = append(n.drivers, f)
	}
	return n
}

// connected connects and gives the node that the connection leads to.
func connected(t *testing.T, n *nodes) *nodeConn {
	t.Helper()
	c, err := n.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c.(*nodeConn)
}

func wantNode(t *testing.T, n *nodes, want int32) {
	t.Helper()
	if c := connected(t, n); c.node != want || n.inUse.Load() != want {
		t.Errorf("connected to node %d, node %d is in use; want %d", c.node, n.inUse.Load(), want)
	}
}

func TestNodeThatCannotWorkIsPassedOver(t *testing.T) {
	for what, state := range map[string]map[string]string{
		"read-only":           {"read_only": "ON"},
		"read-only as Aurora": {"innodb_read_only": "ON"},
		"out of the cluster":  {"wsrep_on": "ON", "wsrep_ready": "OFF", "wsrep_local_state": "4"},
		"behind":              {"wsrep_on": "ON", "wsrep_ready": "ON", "wsrep_local_state": "2"},
	} {
		t.Run(what, func(t *testing.T) {
			wantNode(t, cluster(&fakeNode{says: state}, &fakeNode{says: galera()}), 1)
		})
	}
}

func TestNodeThatIsBehindIsUsedWhereItIsTheOnlyOneLeft(t *testing.T) {
	donor := map[string]string{"wsrep_on": "ON", "wsrep_ready": "ON", "wsrep_local_state": "2", "wsrep_local_state_comment": "Donor"}
	wantNode(t, cluster(&fakeNode{down: true}, &fakeNode{says: donor}), 1)
	wantNode(t, cluster(&fakeNode{says: donor}, &fakeNode{down: true}), 0)
}

func TestWithoutAnyNodeTheReasonsAreGiven(t *testing.T) {
	n := cluster(&fakeNode{down: true}, &fakeNode{says: map[string]string{"read_only": "ON"}})
	_, err := n.Connect(t.Context())
	if !errors.Is(err, errUnfit) || !strings.Contains(err.Error(), "node a") || !strings.Contains(err.Error(), "node b: the node cannot be used now: it is read-only") {
		t.Errorf("connecting says %v", err)
	}
}

// A statement's error that is the node's fault ends the connection; one that is the statement's own does not.
func TestConnectionThatItsNodeHasGivenUpIsNotUsedAgain(t *testing.T) {
	notReady, duplicate := &driver.MySQLError{Number: erUnknownCommand}, &driver.MySQLError{Number: 1062}
	calls := map[string]func(c *nodeConn) error{
		"a statement": func(c *nodeConn) error { _, err := c.ExecContext(t.Context(), "", nil); return err },
		"a prepared statement": func(c *nodeConn) error {
			_, err := nodeStmt{fakeStmt{c.mysqlConn.(*fakeConn)}, c}.ExecContext(t.Context(), nil)
			return err
		},
		"a prepared query": func(c *nodeConn) error {
			_, err := nodeStmt{fakeStmt{c.mysqlConn.(*fakeConn)}, c}.QueryContext(t.Context(), nil)
			return err
		},
		"a query":   func(c *nodeConn) error { _, err := c.QueryContext(t.Context(), "", nil); return err },
		"preparing": func(c *nodeConn) error { _, err := c.PrepareContext(t.Context(), ""); return err },
		"beginning": func(c *nodeConn) error { _, err := c.BeginTx(t.Context(), sqldriver.TxOptions{}); return err },
	}
	for what, call := range calls {
		for said, broken := range map[error]bool{notReady: true, io.ErrUnexpectedEOF: true, duplicate: false} {
			node := &fakeNode{}
			c := connected(t, cluster(node))
			node.fails = said
			err := call(c)
			want := said
			if reads := strings.Contains(what, "query") || what == "preparing"; reads && broken {
				want = sqldriver.ErrBadConn // nothing can have happened: database/sql asks another connection
			}
			if !errors.Is(err, want) {
				t.Errorf("%s after %v says %v", what, said, err)
			}
			if c.IsValid() == broken || errors.Is(c.ResetSession(t.Context()), sqldriver.ErrBadConn) != broken {
				t.Errorf("%s after %v: broken is not %t", what, said, broken)
			}
		}
	}
}

// Within a transaction another connection would be another transaction.
func TestReadOfATransactionIsNotMovedToAnotherConnection(t *testing.T) {
	node := &fakeNode{}
	c := connected(t, cluster(node))
	tx, err := c.BeginTx(t.Context(), sqldriver.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	node.fails = &driver.MySQLError{Number: erShutdown}
	if _, err := c.QueryContext(t.Context(), "", nil); errors.Is(err, sqldriver.ErrBadConn) || !errors.Is(err, node.fails) {
		t.Errorf("the query says %v", err)
	}
	if tx.Rollback() == nil || c.IsValid() {
		t.Error("a connection whose rollback failed goes back into the pool")
	}
}

func TestConnectionWhoseCommitFailedIsNotUsedAgain(t *testing.T) {
	node := &fakeNode{}
	c := connected(t, cluster(node))
	tx, err := c.BeginTx(t.Context(), sqldriver.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	node.fails = &driver.MySQLError{Number: erLockWaitTimeout}
	if tx.Commit() == nil || c.IsValid() {
		t.Error("a connection whose transaction may still be open goes back into the pool")
	}
}

func TestConnectionToANodeThatIsNotInUseAnyMoreIsGivenUp(t *testing.T) {
	n := cluster(&fakeNode{}, &fakeNode{})
	c := connected(t, n)
	n.use(1, "test")
	if err := c.ResetSession(t.Context()); !errors.Is(err, sqldriver.ErrBadConn) {
		t.Errorf("the connection says %v", err)
	}
}

// The watch notices a node that is silent, cuts its connections so that nobody waits for them, and returns once the node has
// been well for a while.
func TestWatchCutsASilentNodeAndReturnsToItWhenItIsSteady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		first, second := &fakeNode{says: galera(), socket: here}, &fakeNode{says: galera()}
		n := cluster(first, second)
		ctx, stop := context.WithCancel(t.Context())
		n.stop = stop
		n.watching.Go(n.log, "database nodes", func() { n.watch(ctx) })
		wantNode(t, n, 0)

		first.set(func(f *fakeNode) { f.silent = true })
		time.Sleep(lostAfter*(watchEvery+helloTime) + watchEvery/2) // between two looks of the watch
		if _, err := there.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the silent node's connection is open: %v", err)
		}
		if used := n.inUse.Load(); used != 1 {
			t.Errorf("node %d is in use", used)
		}
		first.set(func(f *fakeNode) { f.silent, f.socket = false, nil })
		time.Sleep((steadyFor - 1) * watchEvery)
		if used := n.inUse.Load(); used != 1 {
			t.Errorf("node %d is in use before the first was well for long enough", used)
		}
		time.Sleep(4 * watchEvery)
		if used := n.inUse.Load(); used != 0 {
			t.Errorf("node %d is in use after the first was well for long", used)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
}

// A server that runs waits for a database that is away; one that starts does not.
func TestDatabaseThatIsAwayIsWaitedForOnceTheServerRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		node := &fakeNode{down: true}
		n := cluster(node)
		begun := time.Now()
		if _, err := n.Connect(t.Context()); err == nil || time.Since(begun) > 0 {
			t.Errorf("a process that starts waited %s: %v", time.Since(begun), err)
		}
		n.patient.Store(true)
		time.AfterFunc(2*time.Second, func() { node.set(func(f *fakeNode) { f.down = false }) })
		wantNode(t, n, 0)
		node.set(func(f *fakeNode) { f.down = true })
		begun = time.Now()
		if _, err := n.Connect(t.Context()); err == nil || time.Since(begun) != nodeTries*nodePause {
			t.Errorf("gave up after %s: %v", time.Since(begun), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := n.Connect(ctx); err == nil {
			t.Error("connected")
		}
	})
}
