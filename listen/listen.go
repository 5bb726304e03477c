// Package listen accepts connections: within bounds, and on after one that could not be taken. Whatever listens for strangers does it here.
package listen

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Bounds are how many connections may be open at once. One for which there is no room is closed unanswered.
type Bounds struct {
	What string // that is served, for the log
	All  int    // in all, if the process may have so many descriptors (share)
	Each int    // of one network that clients are in; 0 = as of all
	// Exempt reports whether connections from an address do not count; nil = all count.
	Exempt func(netip.Addr) bool
	// Shared reports whether many clients have an address, as behind a proxy: Each does not hold for it. Nil = none is.
	Shared func(netip.Addr) bool
}

// After a connection that could not be taken, for want of descriptors or memory, this long until the next; twice as long each time.
const (
	firstPause = 5 * time.Millisecond
	mostPause  = time.Second
)

// unbounded is more than any system lets a process have.
const unbounded = 1 << 20

// listener is a bounded one.
type listener struct {
	net.Listener
	bounds Bounds
	log    *slog.Logger
	failed sparing // connections that could not be taken
	full   sparing // and those that there was no room for

	closing sync.Once
	closed  chan struct{}

	mu  sync.Mutex
	all int
	of  map[netip.Prefix]int
}

// Within bounds the connections of a listener. Its Accept fails only when the listener is closed: where a connection cannot be taken, for want of
// file descriptors perhaps, it says so in the log and tries again.
func Within(b Bounds, l net.Listener, log *slog.Logger) net.Listener {
	b.All = min(b.All, share())
	if b.Each == 0 {
		b.Each = b.All
	}
	return &listener{Listener: l, bounds: b, log: log.With("what", b.What), closed: make(chan struct{}), of: map[netip.Prefix]int{}}
}

// Accept gives the next connection that there is room for.
func (l *listener) Accept() (net.Conn, error) {
	for pause := firstPause; ; {
		conn, err := l.Listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil, err
		case err != nil:
			l.failed.warn(l.log, "a connection could not be taken; the next try follows", "err", err, "pause", pause)
			if !l.wait(pause) {
				return nil, net.ErrClosed
			}
			pause = min(2*pause, mostPause)
			continue
		}
		pause = firstPause
		if given := l.admit(conn); given != nil {
			return given, nil
		}
		_ = conn.Close() // it never was anybody's
	}
}

// wait reports false if the listener is closed before.
func (l *listener) wait(pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.closed:
		return false
	}
}

// admit counts a connection in; nil if there is no room for it.
func (l *listener) admit(conn net.Conn) net.Conn {
	from := Address(conn.RemoteAddr())
	if is(l.bounds.Exempt, from) {
		return conn
	}
	leave, ok := l.enter(Network(from), is(l.bounds.Shared, from))
	if !ok {
		l.full.warn(l.log, "there is no room for a connection: it is closed", "from", from.String())
		return nil
	}
	return &connection{Conn: conn, leave: sync.OnceFunc(leave)}
}

func is(which func(netip.Addr) bool, from netip.Addr) bool { return which != nil && which(from) }

// enter counts a connection from a network until leave is called; ok is false if there is no room for it.
func (l *listener) enter(from netip.Prefix, shared bool) (leave func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all >= l.bounds.All || !shared && l.of[from] >= l.bounds.Each {
		return nil, false
	}
	l.all++
	l.of[from]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all--
		if l.of[from]--; l.of[from] == 0 {
			delete(l.of, from)
		}
	}, true
}

// Close ends the listener.
func (l *listener) Close() error {
	l.closing.Do(func() { close(l.closed) })
	return l.Listener.Close()
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

// CloseWrite says that all has been said, so that a client reads an answer that came before it had sent everything (net/http asks for it).
func (c *connection) CloseWrite() error {
	if half, can := c.Conn.(interface{ CloseWrite() error }); can {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// Address is the address in that of a network; the zero one if there is none.
func Address(from net.Addr) netip.Addr {
	at, _ := netip.ParseAddrPort(from.String()) // the zero one with an error
	return at.Addr().Unmap()
}

// Network is the neighbourhood of an address that is counted as one: /24, or /56 of IPv6.
func Network(a netip.Addr) netip.Prefix {
	bits := 24
	if a.Is6() {
		bits = 56
	}
	p, _ := a.Prefix(bits)
	return p
}
