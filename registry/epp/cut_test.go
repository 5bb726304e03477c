package epp_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// wireCutter passes bytes on between client and server, and ends both connections after a number of bytes in one direction.
type wireCutter struct {
	listener net.Listener
	server   string
	up, down atomic.Int64 // bytes that may still pass; negative = without end
	passed   [2]atomic.Int64
	all      sync.WaitGroup
}

func startCutter(t *testing.T, server string) *wireCutter {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &wireCutter{listener: listener, server: server}
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

func (c *wireCutter) allow(up, down int64) {
	c.up.Store(up)
	c.down.Store(down)
}

func (c *wireCutter) pass(client net.Conn) {
	server, err := net.Dial("tcp", c.server)
	if err != nil {
		_ = client.Close()
		return
	}
	end := func() { _, _ = client.Close(), server.Close() }
	var both sync.WaitGroup
	both.Go(func() { defer end(); c.copy(server, client, &c.up, &c.passed[0]) })
	both.Go(func() { defer end(); c.copy(client, server, &c.down, &c.passed[1]) })
	both.Wait()
}

func (c *wireCutter) copy(to io.Writer, from io.Reader, left, passed *atomic.Int64) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if rest := left.Load(); rest >= 0 && int64(n) >= rest {
			_, _ = to.Write(buf[:rest])
			passed.Add(rest)
			return
		} else if rest >= 0 {
			left.Add(-int64(n))
		}
		if _, werr := to.Write(buf[:n]); werr != nil || err != nil {
			return
		}
		passed.Add(int64(n))
	}
}

// TestConnectionCutAtEveryByte cuts a registration's connection behind each byte of the command and of its answer (T35, T36). Whatever
// the client is told must be so: registered, certainly not sent, or unknown; and never refused.
func TestConnectionCutAtEveryByte(t *testing.T) {
	card := scorecard.Open(t, scorecard.Item{ID: "T35", Fault: "the connection is cut behind every byte", Target: "no untrue answer"})
	untrue := 0
	w := sandboxtest.Listen(t)
	w.Client.ServerName, w.Client.ClientSessionCache = "127.0.0.1", tls.NewLRUClientSessionCache(0)
	cut := startCutter(t, w.Address)
	told := map[string]int{}
	count := 0
	try := func(up, down int64) (passedUp, passedDown int64) {
		c := connect(t, w, func(s *epp.Settings) { s.Address = cut.listener.Addr().String() })
		defer func() { _ = c.Close() }()
		name := reseller.NameOf(fmt.Sprintf("cut%d.com", count), "com")
		count++
		cut.allow(-1, -1)
		if _, err := c.Check(t.Context(), name); err != nil { // connected and logged in
			t.Fatal(err)
		}
		was := [2]int64{cut.passed[0].Load(), cut.passed[1].Load()}
		cut.allow(up, down)
		_, err := c.Create(t.Context(), registry.Create{ClTRID: reseller.ClTRID(name.SLD(), 1), Name: name, Years: 1})
		_, shown := w.Show(context.Background(), name)
		there := shown == nil
		switch {
		case err == nil && there:
			told["done"]++
		case errors.Is(err, registry.ErrUnknown) && there:
			told["unknown, there"]++
		case errors.Is(err, registry.ErrUnknown):
			told["unknown, not there"]++
		default:
			untrue++
			t.Errorf("cut after %d and %d bytes: told %v, and the name is there: %t", up, down, err, there)
		}
		return cut.passed[0].Load() - was[0], cut.passed[1].Load() - was[1]
	}
	up, down := try(-1, -1)
	step := int64(9) // the short form: each ninth byte
	if scorecard.Long() {
		step = 1
	}
	for n := int64(0); n < up; n += step {
		try(n, -1)
	}
	for n := int64(0); n < down; n += step {
		try(-1, n)
	}
	card.Put("cuts", count-1)
	card.Put("untrue answers", untrue)
	if told["done"] != 1 || told["unknown, there"] == 0 || told["unknown, not there"] == 0 {
		t.Errorf("of %d bytes up and %d down: %v", up, down, told)
	}
	t.Logf("%d bytes up, %d down: %v", up, down, told)
}
