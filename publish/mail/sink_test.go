package mail_test

import (
	"io"
	"net"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// arrived is a mail that came to the sink, for one recipient.
type arrived struct{ from, to, body string }

// sink is a mail server that takes everything.
type sink struct {
	t        *testing.T
	listener net.Listener
	mails    chan arrived
	full     atomic.Bool // it takes nothing for now
}

func newSink(t *testing.T) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{t: t, listener: l, mails: make(chan arrived, 100)}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go s.take(textproto.NewConn(conn))
		}
	}()
	return s
}

func (s *sink) addr() string { return s.listener.Addr().String() }

// next gives the next mail that arrives.
func (s *sink) next() arrived {
	s.t.Helper()
	select {
	case m := <-s.mails:
		return m
	case <-time.After(20 * time.Second):
		s.t.Fatal("no mail arrived")
		return arrived{}
	}
}

// take speaks the part of SMTP that a client needs.
func (s *sink) take(c *textproto.Conn) {
	defer c.Close()
	var from string
	var to []string
	_ = c.PrintfLine("220 sink.example ESMTP")
	for {
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		answer := "250 2.0.0 Ok"
		switch strings.ToUpper(verb) {
		case "MAIL":
			from, to = between(rest), nil
		case "RCPT":
			if s.full.Load() {
				answer = "452 4.3.1 no room"
				break
			}
			to = append(to, between(rest))
		case "DATA":
			_ = c.PrintfLine("354 go on")
			body, err := io.ReadAll(c.DotReader())
			if err != nil {
				return
			}
			for _, recipient := range to {
				s.mails <- arrived{from, recipient, strings.ReplaceAll(string(body), "\n", "\r\n")}
			}
		case "QUIT":
			answer = "221 2.0.0 Bye"
		}
		_ = c.PrintfLine("%s", answer)
	}
}

// between is the address in the brackets of a command.
func between(rest string) string {
	_, rest, _ = strings.Cut(rest, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
