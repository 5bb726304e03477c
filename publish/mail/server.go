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

	"nameyard/listen"
	"nameyard/safely"
)

// Server answers Postfix over TCP: lookups (socketmap_table(5)) and questions of policy (SMTPD_POLICY_README), on one port.
type Server struct {
	Maps   Maps
	Policy Policy
	Log    *slog.Logger
	// Answered is told of each answer: the map, "policy" for questions of policy, and found, missing, waits or error. It may be nil.
	Answered func(what, outcome string)

	mu      sync.Mutex
	open    map[net.Conn]bool
	closing bool
	work    safely.Group
}

// idleTime is how long a connection may be silent. Postfix keeps them open between lookups.
const idleTime = 10 * time.Minute

// bounds are those of the connections that are open at once: a busy Postfix has some hundred processes with one each.
var bounds = listen.Bounds{What: "mail maps", All: 1000}

// Serve answers until the listener is closed by Close. Connections that cannot be taken now end nothing: Postfix comes again.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	l = listen.Within(bounds, l, s.Log)
	for {
		conn, err := l.Accept()
		switch {
		case err != nil && s.isClosing():
			return nil
		case err != nil:
			return err
		}
		if !s.add(conn) {
			conn.Close()
			continue
		}
		s.work.Go(s.Log, "mail maps", func() {
			defer s.drop(conn)
			s.talk(ctx, conn)
		})
	}
}

// talk answers one connection, request after request. Lookups begin with a digit, questions of policy with a letter.
func (s *Server) talk(ctx context.Context, conn net.Conn) {
	defer safely.Recover(s.Log, "mail maps", "from", conn.RemoteAddr())
	in := bufio.NewReader(conn)
	for {
		if conn.SetDeadline(time.Now().Add(idleTime)) != nil {
			return
		}
		answer, err := s.one(ctx, in)
		if errors.Is(err, errRequest) || errors.Is(err, errPolicy) {
			s.Log.Warn("a mail server's request cannot be read", "from", conn.RemoteAddr().String(), "err", err)
		}
		if err != nil {
			if err != io.EOF {
				s.Log.Debug("a mail server's connection ended", "err", err)
			}
			return
		}
		if _, err := conn.Write(answer); err != nil {
			return
		}
	}
}

// one reads a request and gives its answer.
func (s *Server) one(ctx context.Context, in *bufio.Reader) ([]byte, error) {
	first, err := in.Peek(1)
	if err != nil {
		return nil, err
	}
	if first[0] >= 'a' && first[0] <= 'z' {
		request, err := readPolicy(in)
		if err != nil {
			return nil, err
		}
		action := s.Policy.answer(ctx, request)
		s.count("policy", action)
		return []byte("action=" + action + "\n\n"), nil
	}
	request, err := readNetstring(in)
	if err != nil {
		return nil, err
	}
	answer := s.Maps.answer(ctx, request)
	s.count(mapOf(request), answer)
	return netstring(answer), nil
}

func (s *Server) add(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
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

// Close ends a listener that is served and its connections, also one that is closed already. Postfix asks again elsewhere or keeps the mail.
func (s *Server) Close(l net.Listener) error {
	s.mu.Lock()
	s.closing = true
	for conn := range s.open {
		conn.Close()
	}
	s.mu.Unlock()
	err := l.Close()
	s.work.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
