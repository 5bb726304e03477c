package epp

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"
)

// stumbling is a connection on which the program stumbles.
type stumbling struct {
	net.Conn
	closed bool
}

func (*stumbling) SetDeadline(time.Time) error { panic("an answer that nobody thought of") }
func (c *stumbling) Close() error              { c.closed = true; return nil }

// A session whose hello shows a fault of the program is ended, and its place is free for the next.
func TestAFaultInAHelloEndsTheSession(t *testing.T) {
	t.Parallel()
	p := newPool(Settings{Log: slog.New(slog.DiscardHandler)}.withDefaults())
	for what, say := range map[string]func(){
		"by the clock":       func() { p.sayHello(context.Background()) },
		"ahead of a command": func() { _, _ = p.ready(context.Background()) }, // there is no registry to log in to
	} {
		conn := new(stumbling)
		p.idle, p.open = []*session{{conn: conn, used: time.Now().Add(-time.Hour)}}, 1
		say()
		if !conn.closed || p.open != 0 || len(p.idle) != 0 || len(p.slots) != 0 {
			t.Errorf("%s: closed %t, %d open, %d idle, %d places taken", what, conn.closed, p.open, len(p.idle), len(p.slots))
		}
	}
}
