package dns

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Bounds of TCP connections (RFC 7766 §6.2.2).
const (
	connectionsInAll  = 1000
	connectionsOfEach = 100                   // of one network that clients are in
	acceptPause       = 10 * time.Millisecond // after the system had no room for a connection
)

// connections is a listener that closes connections at once which are more than it has room for. Those of peers, and of this machine, do
// not count: nobody keeps a secondary from its zones.
type connections struct {
	net.Listener
	free func(netip.Addr) bool // reports whether connections from an address do not count

	mu  sync.Mutex
	all int
	of  map[netip.Prefix]int
}

func newConnections(l net.Listener, free func(netip.Addr) bool) *connections {
	return &connections{Listener: l, free: free, of: map[netip.Prefix]int{}}
}

// Accept gives the next connection that there is room for.
func (c *connections) Accept() (net.Conn, error) {
	for {
		conn, err := c.Listener.Accept()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				time.Sleep(acceptPause) // the library asks again at once
			}
			return nil, err
		}
		from := networkAddress(conn.RemoteAddr())
		if c.free(from) {
			return conn, nil
		}
		if leave, ok := c.enter(network(from)); ok {
			return &connection{Conn: conn, leave: sync.OnceFunc(leave)}, nil
		}
		_ = conn.Close()
	}
}

// enter counts a connection from a network until leave is called; ok is false if there is no room for it.
func (c *connections) enter(from netip.Prefix) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all >= connectionsInAll || c.of[from] >= connectionsOfEach {
		return nil, false
	}
	c.all++
	c.of[from]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.all--
		if c.of[from]--; c.of[from] == 0 {
			delete(c.of, from)
		}
	}, true
}

// connection is one that counts until it is closed.
type connection struct {
	net.Conn
	leave func()
}

// Close ends it.
func (c *connection) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
