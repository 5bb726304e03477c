package store

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	driver "github.com/go-sql-driver/mysql"

	"nameyard/safely"
)

// The pace at which a cluster's nodes are watched, wall time.
const (
	watchEvery = time.Second
	helloTime  = 3 * time.Second // in which a node must say that it can be used
	steadyFor  = 5               // so many times in a row a preferred node must be well before all go back to it
	lostAfter  = 2               // so many times in a row a node must fail before its connections are cut

	// A database that is restarted, or a cluster that chooses anew, is waited for: nodeTries times nodePause.
	nodeTries = 80
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
	watching  safely.Group

	mu   sync.Mutex
	open map[*nodeConn]struct{}
}

// newNodes makes the connector of a database. Close ends it.
func newNodes(u mysqlURL, log *slog.Logger) (*nodes, error) {
	n := &nodes{addresses: u.hosts, log: log, open: map[*nodeConn]struct{}{}}
	for _, host := range u.hosts {
		config := u.config(host)
		config.DialFunc = dialSocket
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
		n.watching.Go(n.log, "database nodes", func() { n.watch(ctx) })
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
	used := int(n.inUse.Load())
	conn, err := n.connectTo(ctx, used, inStep)
	if err == nil {
		return conn, nil
	}
	for _, least := range []fitness{inStep, atWork} {
		for i := range n.drivers {
			if i == used && least == inStep {
				continue
			}
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

// connectTo opens a connection to one node, if the node can be used. It does not wait long.
func (n *nodes) connectTo(ctx context.Context, i int, least fitness) (*nodeConn, error) {
	soon, stop := context.WithTimeout(ctx, helloTime)
	defer stop()
	c := &nodeConn{nodes: n, node: int32(i)} // a few hosts
	raw, err := n.drivers[i].Connect(context.WithValue(soon, socketKey{}, &c.socket))
	if err == nil {
		var is bool
		if c.mysqlConn, is = raw.(mysqlConn); !is {
			return nil, errors.Join(errors.New("the MySQL driver lacks what its connections must offer"), raw.Close())
		}
		if err = prepare(soon, c.mysqlConn, least); err != nil {
			err = errors.Join(err, raw.Close())
		}
	}
	switch {
	case err == nil:
	case soon.Err() != nil && ctx.Err() == nil:
		return nil, fmt.Errorf("database node %s: %w: it does not answer", n.addresses[i], errUnfit)
	default:
		return nil, fmt.Errorf("database node %s: %w", n.addresses[i], err)
	}
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

// watch looks at the nodes and chooses the one to use, until ctx ends. Connections to one that is silent are cut.
func (n *nodes) watch(ctx context.Context) {
	failures := make([]int, len(n.drivers))
	steady := 0
	for pause(ctx, watchEvery) {
		n.probe(ctx, failures)
		for i, failed := range failures {
			if failed == lostAfter {
				n.cut(i)
			}
		}
		used, best := int(n.inUse.Load()), slices.Index(failures, 0)
		switch {
		case best < 0 || best == used:
			steady = 0
		case best > used:
			steady = 0
			if failures[used] >= lostAfter {
				n.use(best, "the one in use does not answer")
			}
		default:
			if steady++; steady >= steadyFor {
				steady = 0
				n.use(best, "it is preferred and well again")
			}
		}
	}
}

// probe asks all nodes at once, and counts for each how often in a row it could not be used.
func (n *nodes) probe(ctx context.Context, failures []int) {
	var asked safely.Group
	for i := range n.drivers {
		asked.Go(n.log, "database nodes", func() {
			c, err := n.connectTo(ctx, i, inStep)
			if err != nil {
				failures[i]++
				return
			}
			failures[i] = 0
			_ = c.Close()
		})
	}
	asked.Wait()
}

// cut ends all connections to a node, so that nobody waits for its answers any more.
func (n *nodes) cut(node int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.open {
		if int(c.node) == node && c.socket != nil {
			_ = c.socket.Close()
		}
	}
}

// socketKey is where Connect finds the network connection that the driver opened.
type socketKey struct{}

func dialSocket(ctx context.Context, network, address string) (net.Conn, error) {
	socket, err := new(net.Dialer).DialContext(ctx, network, address)
	if kept, ok := ctx.Value(socketKey{}).(*net.Conn); ok && err == nil {
		*kept = socket
	}
	return socket, err
}
