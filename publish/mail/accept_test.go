package mail

import (
	"io"
	"log/slog"
	"net"
	"syscall"
	"testing"
)

// starved is a listener of a process that is out of file descriptors for a while.
type starved struct {
	net.Listener
	times int
}

func (s *starved) Accept() (net.Conn, error) {
	if s.times--; s.times >= 0 {
		return nil, &net.OpError{Op: "accept", Err: syscall.EMFILE}
	}
	return s.Listener.Accept()
}

// Connections that cannot be taken for a while do not end the lookups of those that come after.
func TestLookupsOutliveAConnectionThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Log: slog.New(slog.DiscardHandler)}
	served := make(chan error, 1)
	go func() { served <- s.Serve(t.Context(), &starved{l, 3}) }()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "12:unknown name,"); err != nil {
		t.Fatal(err)
	}
	want := string(netstring("PERM there is no map unknown here, only domains, aliases, srsf and srsr"))
	answer := make([]byte, len(want))
	if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != want {
		t.Errorf("answered %q, %v, want %q", answer, err, want)
	}
	if err := s.Close(l); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Errorf("serving ended with %v", err)
	}
}
