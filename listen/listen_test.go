package listen

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// callers are a listener to which connections come from addresses, in their order; from "" none could be taken.
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
	if next.from == "" {
		return nil, syscall.EMFILE
	}
	return next, nil
}

func (l *callers) Close() error { return nil }

// call has connections come, and gives those that were taken.
func (l *callers) call(t *testing.T, within net.Listener, times int, from func(i int) string) (given []net.Conn) {
	t.Helper()
	var sent []*caller
	for i := range times {
		sent = append(sent, &caller{from: from(i)})
	}
	l.waiting = append(l.waiting, sent...)
	for {
		conn, err := within.Accept()
		if errors.Is(err, net.ErrClosed) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		given = append(given, conn)
	}
	closed := 0
	for _, c := range sent {
		closed += c.closed
	}
	if closed != times-len(given) {
		t.Errorf("of %d connections %d are given and %d closed", times, len(given), closed)
	}
	return given
}

func always(from string) func(int) string { return func(int) string { return from } }

// Whoever opens connections and leaves them open takes no more room than one network may have, and all who do so together leave room for
// those that do not count.
func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	known := netip.MustParseAddr("203.0.113.5")
	network := new(callers)
	const all, each = 100, 20
	within := Within(Bounds{
		All: all, Each: each, Exempt: func(a netip.Addr) bool { return a == known }, Shared: netip.Addr.IsLoopback,
	}, network, slog.New(slog.DiscardHandler))
	var last []net.Conn
	want := func(what string, want, times int, from func(i int) string) {
		t.Helper()
		if last = network.call(t, within, times, from); len(last) != want {
			t.Errorf("%s: %d are given, want %d", what, len(last), want)
		}
	}
	want("one network", each, each+5, func(i int) string { return fmt.Sprintf("192.0.2.%d", i) })
	_, _ = last[0].Close(), last[0].Close()
	want("one network, after one has ended", 1, 3, always("192.0.2.9"))
	want("one network of IPv6", each, each+5, func(i int) string { return fmt.Sprintf("2001:db8::%d", i) })
	want("a proxy, which many clients are behind", each+5, each+5, always("127.0.0.1"))
	want("all", all-3*each-5, all, func(i int) string { return fmt.Sprintf("10.0.%d.1", i) })
	want("one that does not count", each+5, each+5, always("203.0.113.5"))
	want("the same by its address in IPv6", 1, 1, always("::ffff:203.0.113.5"))
	_ = last[0].Close() // it was none that counts
	want("all, still", 0, 1, always("198.51.100.1"))
	want("a proxy, when all are taken", 0, 1, always("127.0.0.1"))
}

// A connection that cannot be taken ends nothing, costs no time that grows beyond a second, and is told once a minute.
func TestAConnectionThatCannotBeTakenEndsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		network := &callers{}
		within := Within(Bounds{What: "test", All: 10}, network, slog.New(slog.NewTextHandler(&log, nil)))
		for range 20 {
			network.waiting = append(network.waiting, &caller{})
		}
		network.waiting = append(network.waiting, &caller{from: "192.0.2.1"})
		begun := time.Now()
		if conn, err := within.Accept(); err != nil || Address(conn.RemoteAddr()).String() != "192.0.2.1" {
			t.Fatalf("it gives %v, %v", conn, err)
		}
		if took := time.Since(begun); took < 10*time.Second || took > 20*time.Second {
			t.Errorf("20 failures took %s", took)
		}
		if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), "too many open files") {
			t.Errorf("%d warnings:\n%s", n, &log)
		}
		time.Sleep(each)
		network.waiting = []*caller{{}, {}}
		_, _ = within.Accept()
		if n := strings.Count(log.String(), "level=WARN"); n != 2 || !strings.Contains(log.String(), "times=20") {
			t.Errorf("a minute later %d warnings:\n%s", n, &log)
		}
	})
}

func TestCloseEndsAPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		network := &callers{waiting: []*caller{{}, {from: "192.0.2.1"}}}
		within := Within(Bounds{All: 10}, network, slog.New(slog.DiscardHandler))
		ended := make(chan error, 1)
		go func() { _, err := within.Accept(); ended <- err }()
		synctest.Wait() // it pauses
		if err := errors.Join(within.Close(), within.Close()); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, net.ErrClosed) {
			t.Errorf("it ends with %v", err)
		}
	})
}

// One listener leaves the others, and the database, their descriptors.
func TestAListenerTakesItsShareOfTheDescriptorsOnly(t *testing.T) {
	t.Parallel()
	if got := Within(Bounds{All: unbounded}, new(callers), slog.New(slog.DiscardHandler)).(*listener).bounds; got.All != share() || got.Each != got.All {
		t.Errorf("the bounds are %d and %d, the share is %d", got.All, got.Each, share())
	}
}
