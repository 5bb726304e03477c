package mail

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"
)

// Server answers Postfix's lookups over TCP (socketmap_table(5)).
type Server struct {
	Maps Maps
	Log  *slog.Logger

	mu      sync.Mutex
	open    map[net.Conn]bool
	closing bool
	work    sync.WaitGroup
}

// idleTime is how long a connection may be silent. Postfix keeps them open between lookups.
const idleTime = 10 * time.Minute

// maxConns bounds the connections that are open at once: a busy Postfix has some hundred processes with one each.
const maxConns = 1000

// Serve answers until the listener is closed by Close.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	for {
		conn, err := l.Accept()
		if err != nil {
			if s.isClosing() {
				return nil
			}
			if retry := new(net.OpError); errors.As(err, &retry) && retry.Timeout() {
				continue
			}
			return err
		}
		if !s.add(conn) {
			conn.Close()
			continue
		}
		s.work.Go(func() {
			defer s.drop(conn)
			s.talk(ctx, conn)
		})
	}
}

// talk answers one connection, request after request.
func (s *Server) talk(ctx context.Context, conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		if conn.SetDeadline(time.Now().Add(idleTime)) != nil {
			return
		}
		request, err := readNetstring(in)
		if errors.Is(err, errRequest) {
			s.Log.Warn("a mail server's request cannot be read", "from", conn.RemoteAddr().String(), "err", err)
		}
		if err != nil {
			if err != io.EOF {
				s.Log.Debug("a mail server's connection ended", "err", err)
			}
			return
		}
		if _, err := conn.Write(netstring(s.Maps.answer(ctx, request))); err != nil {
			return
		}
	}
}

func (s *Server) add(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing || len(s.open) >= maxConns {
		return false
	}
	if s.open == nil {
		s.open = map[net.Conn]bool{}
	}
	s.open[conn] = true
	return true
}

func (s *Server) drop(conn net.Conn) {
	s.mu.Lock()
	delete(s.open, conn)
	s.mu.Unlock()
	conn.Close()
}

func (s *Server) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// Close ends a listener that is served and its connections. Postfix asks again elsewhere or keeps the mail.
func (s *Server) Close(l net.Listener) error {
	s.mu.Lock()
	s.closing = true
	for conn := range s.open {
		conn.Close()
	}
	s.mu.Unlock()
	err := l.Close()
	s.work.Wait()
	return err
}
