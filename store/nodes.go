package store

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	driver "github.com/go-sql-driver/mysql"
)

// The pace at which a cluster's nodes are watched, wall time.
const (
	watchEvery = time.Second
	probeTime  = 2 * time.Second // in which a node must say that it can be used
	steadyFor  = 5               // so many times in a row a preferred node must be well before all go back to it
	lostAfter  = 2               // so many times in a row the node in use must fail before its connections are cut

	// A database that is restarted, or a cluster that chooses anew, is waited for: nodeTries times nodePause.
	nodeTries = 50
	nodePause = 100 * time.Millisecond
)

// nodes opens connections to a database server, or to one node of a cluster: the first in the order of preference that can be
// used. Every server of Nameyard has the same order, so all write to one node. When it fails they go to the next, and back
// when it is well again. For a moment two nodes may be written to: that is safe, because every invariant is carried by a row
// that is written, and slower.
type nodes struct {
	addresses []string
	drivers   []sqldriver.Connector
	log       *slog.Logger
	inUse     atomic.Int32
	patient   atomic.Bool // wait for a database that is away; not while the process starts
	stop      context.CancelFunc
	watching  sync.WaitGroup

	mu   sync.Mutex
	open map[*nodeConn]struct{}
}

// newNodes makes the connector of a database. Close ends it.
func newNodes(u mysqlURL, log *slog.Logger) (*nodes, error) {
	n := &nodes{addresses: u.hosts, log: log, open: map[*nodeConn]struct{}{}}
	for _, host := range u.hosts {
		config := u.config(host)
		config.DialFunc = dialLine
		config.Logger = &driver.NopLogger{} // what breaks comes back as an error
		connector, err := driver.NewConnector(config)
		if err != nil {
			return nil, err
		}
		n.drivers = append(n.drivers, connector)
	}
	ctx, stop := context.WithCancel(context.Background())
	n.stop = stop
	if len(n.drivers) > 1 {
		n.watching.Go(func() { n.watch(ctx) })
	}
	return n, nil
}

// Close ends the watch.
func (n *nodes) Close() error {
	n.stop()
	n.watching.Wait()
	return nil
}

// Driver is part of database/sql's Connector.
func (n *nodes) Driver() sqldriver.Driver { return n.drivers[0].Driver() }

// Connect opens a connection to a node that can be used. While there is none it waits, if it may, until ctx ends.
func (n *nodes) Connect(ctx context.Context) (sqldriver.Conn, error) {
	for try := 0; ; try++ {
		conn, err := n.connectOnce(ctx)
		if err == nil || try >= nodeTries || !n.patient.Load() || !isAway(err) {
			return conn, err
		}
		if !pause(ctx, nodePause) {
			return nil, err
		}
	}
}

// connectOnce tries the node in use, and then all in the order of preference: first those that are in step with the cluster,
// then those that are ready all the same, such as the only one left while it brings another up to date.
func (n *nodes) connectOnce(ctx context.Context) (sqldriver.Conn, error) {
	if len(n.drivers) == 1 {
		return n.connectTo(ctx, 0, atWork)
	}
	conn, err := n.connectTo(ctx, int(n.inUse.Load()), inStep)
	if err == nil {
		return conn, nil
	}
	for _, least := range []fitness{inStep, atWork} {
		for i := range n.drivers {
			conn, failed := n.connectTo(ctx, i, least)
			if failed == nil {
				n.use(i, err.Error())
				return conn, nil
			}
			if least == inStep {
				err = errors.Join(err, failed)
			}
		}
	}
	return nil, err
}

// connectTo opens a connection to one node and looks whether the node can be used.
func (n *nodes) connectTo(ctx context.Context, i int, least fitness) (sqldriver.Conn, error) {
	var line net.Conn
	raw, err := n.drivers[i].Connect(context.WithValue(ctx, lineKey{}, &line))
	if err != nil {
		return nil, fmt.Errorf("database node %s: %w", n.addresses[i], err)
	}
	conn, is := raw.(mysqlConn)
	if !is {
		return nil, errors.Join(errors.New("the MySQL driver lacks what its connections must offer"), raw.Close())
	}
	if err := fit(ctx, conn, least); err != nil {
		return nil, errors.Join(fmt.Errorf("database node %s: %w", n.addresses[i], err), raw.Close())
	}
	c := &nodeConn{mysqlConn: conn, nodes: n, node: int32(i), line: line}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.open[c] = struct{}{}
	return c, nil
}

// use makes a node the one that new connections go to. Connections to others are not used again once they come back.
func (n *nodes) use(i int, why string) {
	if before := n.inUse.Swap(int32(i)); int(before) != i {
		n.log.Warn("another database node is used from now on", "node", n.addresses[i], "before", n.addresses[before], "why", why)
	}
}

// watch looks at the nodes and chooses the one to use, until ctx ends.
func (n *nodes) watch(ctx context.Context) {
	lost, steady := 0, 0
	for pause(ctx, watchEvery) {
		used := int(n.inUse.Load())
		best := n.firstFit(ctx, used)
		switch {
		case best == used:
			lost, steady = 0, 0
		case best < used && best >= 0:
			lost = 0
			if steady++; steady >= steadyFor {
				steady = 0
				n.use(best, "it is preferred and well again")
			}
		default: // the one in use does not answer; perhaps none does
			steady = 0
			if lost++; lost >= lostAfter && best >= 0 {
				lost = 0
				n.use(best, "the one in use does not answer")
				n.cut(used)
			}
		}
	}
}

// firstFit is the first node up to the one in use that can be used, or else the first after it; -1 if none can.
func (n *nodes) firstFit(ctx context.Context, used int) int {
	for i := range n.drivers {
		probe, stop := context.WithTimeout(ctx, probeTime)
		conn, err := n.connectTo(probe, i, inStep)
		stop()
		if err == nil {
			_ = conn.Close()
			return i
		}
		if i == used {
			n.log.Debug("the database node in use does not answer", "node", n.addresses[i], "err", err)
		}
	}
	return -1
}

// cut ends all connections to a node, so that nobody waits for its answers any more.
func (n *nodes) cut(node int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.open {
		if int(c.node) == node && c.line != nil {
			_ = c.line.Close()
		}
	}
}

// lineKey is where Connect finds the network connection that the driver opened.
type lineKey struct{}

func dialLine(ctx context.Context, network, address string) (net.Conn, error) {
	line, err := new(net.Dialer).DialContext(ctx, network, address)
	if kept, ok := ctx.Value(lineKey{}).(*net.Conn); ok && err == nil {
		*kept = line
	}
	return line, err
}
