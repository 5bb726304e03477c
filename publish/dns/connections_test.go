package dns

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"time"

	"nameyard/publish"
	"nameyard/reseller/clocktest"
)

// callers are a listener to which connections come from addresses, in their order.
type callers struct {
	net.Listener
	waiting []*caller
}

type caller struct {
	net.Conn
	from   string
	closed int
}

func (c *caller) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(c.from), 4000))
}
func (c *caller) Close() error { c.closed++; return nil }

func (l *callers) Accept() (net.Conn, error) {
	if len(l.waiting) == 0 {
		return nil, net.ErrClosed
	}
	next := l.waiting[0]
	l.waiting = l.waiting[1:]
	return next, nil
}

// Whoever opens connections and leaves them open takes no more room than one network may have, and all who do so together leave room for
// those that a secondary takes its zones by.
func TestConnectionsAreBoundedButThoseOfSecondaries(t *testing.T) {
	t.Parallel()
	network := new(callers)
	secondary := netip.MustParseAddr("203.0.113.5")
	listener := newConnections(network, peers{known: map[netip.Addr]bool{secondary: true}}.near)
	var last net.Conn // that was given
	given := func(times int, from func(i int) string) (n int) {
		t.Helper()
		var sent []*caller
		for i := range times {
			sent = append(sent, &caller{from: from(i)})
		}
		network.waiting = append(network.waiting, sent...)
		for {
			conn, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			last, n = conn, n+1
		}
		closed := 0
		for _, c := range sent {
			closed += c.closed
		}
		if closed != times-n {
			t.Errorf("of %d connections %d are given and %d closed", times, n, closed)
		}
		return n
	}
	always := func(from string) func(int) string { return func(int) string { return from } }
	want := func(what string, n, want int) {
		t.Helper()
		if n != want {
			t.Errorf("%s: %d are given, want %d", what, n, want)
		}
	}
	want("one network", given(connectionsOfEach+5, func(i int) string { return fmt.Sprintf("192.0.2.%d", i) }), connectionsOfEach)
	_, _ = last.Close(), last.Close()
	want("one network, after one has ended", given(3, always("192.0.2.9")), 1)
	want("one network of IPv6", given(connectionsOfEach+5, func(i int) string { return fmt.Sprintf("2001:db8::%d", i) }), connectionsOfEach)
	want("all", given(connectionsInAll, func(i int) string { return fmt.Sprintf("10.0.%d.1", i%200) }), connectionsInAll-2*connectionsOfEach)
	want("a secondary", given(connectionsOfEach+5, always("203.0.113.5")), connectionsOfEach+5)
	want("a secondary by its address in IPv6", given(1, always("::ffff:203.0.113.5")), 1)
	want("this machine", given(1, always("127.0.0.1")), 1)
	_ = last.Close() // it was none that counts
	want("all, still", given(1, always("198.51.100.1")), 0)
}

func TestAServerBoundsItsConnections(t *testing.T) {
	t.Parallel()
	names := publish.NewZones(publish.Config{Clock: clocktest.New(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC))})
	s, err := Listen(t.Context(), "127.0.0.1:0", NewZones(names), nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	if _, bounded := s.tcp.Listener.(*connections); !bounded {
		t.Errorf("it accepts from a %T", s.tcp.Listener)
	}
}
