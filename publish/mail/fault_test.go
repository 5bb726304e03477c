package mail_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"nameyard/publish/mail"
)

// A lookup that shows a fault of the program ends its connection; the next one is answered.
func TestAFaultThatALookupShowsEndsItsConnectionOnly(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stumbled := false // asked by one connection after the other
	s := &mail.Server{Log: slog.New(slog.DiscardHandler), Answered: func(string, string) {
		if !stumbled {
			stumbled = true
			panic("a lookup that nobody thought of")
		}
	}}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(t.Context(), l) }()
	for _, answered := range []bool{false, true} {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = io.WriteString(conn, "3:abc,")
		got, err := bufio.NewReader(conn).ReadString(',')
		if (err == nil) != answered || answered && !strings.Contains(got, "PERM ") {
			t.Errorf("an answer is expected: %t, and it is %q, %v", answered, got, err)
		}
		_ = conn.Close()
	}
	if err := s.Close(l); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
}
