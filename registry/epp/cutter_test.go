package epp_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
)

// wireCutter passes bytes on between client and server, and ends both connections after a number of bytes in one direction.
type wireCutter struct {
	listener net.Listener
	dial     func() (net.Conn, error)
	up, down direction
	all      sync.WaitGroup
}

// direction is one way through the cutter.
type direction struct {
	left   atomic.Int64 // bytes that may still pass; negative = without end
	passed atomic.Int64
	mu     sync.Mutex
	ends   []int64 // what had passed after each read: where a frame ends, as each is sent at once
}

// cutRecords cuts what TLS makes of frames.
func cutRecords(t *testing.T, w *sandboxtest.Wire) *wireCutter {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return startCutter(t, listener, func() (net.Conn, error) { return net.Dial("tcp", w.Address) })
}

// cutFrames cuts the frames themselves: it is an end of TLS for both sides, and lets through part of a frame as a whole record. It gives
// what a client must trust to reach it.
func cutFrames(t *testing.T, w *sandboxtest.Wire) (*wireCutter, *tls.Config) {
	t.Helper()
	certificate, _, err := eppserver.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}})
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificate.Leaf)
	inner := w.Client.Clone()
	inner.ServerName, inner.ClientSessionCache = "127.0.0.1", tls.NewLRUClientSessionCache(0)
	c := startCutter(t, listener, func() (net.Conn, error) { return tls.Dial("tcp", w.Address, inner) })
	return c, &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", ClientSessionCache: tls.NewLRUClientSessionCache(0)}
}

func startCutter(t *testing.T, listener net.Listener, dial func() (net.Conn, error)) *wireCutter {
	t.Helper()
	c := &wireCutter{listener: listener, dial: dial}
	c.allow(-1, -1)
	c.all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			c.all.Go(func() { c.pass(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		c.all.Wait()
	})
	return c
}

// address is where clients connect to.
func (c *wireCutter) address() string { return c.listener.Addr().String() }

func (c *wireCutter) allow(up, down int64) {
	c.up.left.Store(up)
	c.down.left.Store(down)
}

func (c *wireCutter) pass(client net.Conn) {
	server, err := c.dial()
	if err != nil {
		_ = client.Close()
		return
	}
	end := func() { _, _ = client.Close(), server.Close() }
	var both sync.WaitGroup
	both.Go(func() { defer end(); c.up.copy(server, client) })
	both.Go(func() { defer end(); c.down.copy(client, server) })
	both.Wait()
}

func (d *direction) copy(to io.Writer, from io.Reader) {
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if rest := d.left.Load(); rest >= 0 && int64(n) >= rest {
			if rest > 0 {
				_, _ = to.Write(buf[:rest])
			}
			d.passed.Add(rest)
			return
		} else if rest >= 0 {
			d.left.Add(-int64(n))
		}
		d.note(d.passed.Add(int64(n))) // before anybody can act on it
		if _, werr := to.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}

func (d *direction) note(passed int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ends = append(d.ends, passed)
}

// endsAfter gives where frames ended, counted from a number of bytes on.
func (d *direction) endsAfter(start int64) []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ends []int64
	for _, end := range d.ends {
		if end > start {
			ends = append(ends, end-start)
		}
	}
	return ends
}
