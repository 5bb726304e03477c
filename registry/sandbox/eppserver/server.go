// Package eppserver is the sandbox registry on the wire: an EPP server (RFC 5730–5734) with domains, contacts and hosts, the message
// queue, DNSSEC (RFC 5910), grace periods (RFC 3915), fees (RFC 8748), change messages (RFC 8590), longer passwords (RFC 8807) and the
// extension of .se and .nu; and, to sessions that agree on keysys-1.0 or keyvalue-1.0, the gateway of a wholesale registrar. Every document that it sends is valid against their schemas.
//
// Scripted faults of the sandbox show as they do at a real registry: an answer that is lost is a connection that ends without one.
package eppserver

import (
	"context"
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"nameyard/listen"
	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/safely"
)

// Server serves the sandbox registry over EPP.
type Server struct {
	Registry   *sandbox.Registry
	Rules      reseller.TLDs
	Clock      reseller.Clock
	Registrars map[string]string // registrar id to password
	TLS        *tls.Config
	Log        *slog.Logger
	// Extensions to offer; nil = all.
	Extensions []string
	// HostAttributes: name servers are attributes of names, with addresses where they are the name's own; there are no host objects (RFC
	// 5731 §1.1).
	HostAttributes bool
	// Trace, if set, is shown every document that comes in or goes out, passwords and auth codes included.
	Trace func(document []byte)
	// Before, if set, runs ahead of every command: another process may have moved the clock. A session that it fails for ends without a word.
	Before func(ctx context.Context) error
	// LoginLimit is how many sessions a registrar may have at once; a login beyond that is answered with 2502. 0 = as many as it likes.
	LoginLimit int
	// Idle is how long a session may be silent. 0 = 10 minutes.
	Idle time.Duration

	mu    sync.Mutex
	conns map[net.Conn]struct{}
	in    map[string]int // sessions that are logged in, by registrar id
	all   safely.Group
}

// bounds are those of the sessions that are open at once.
var bounds = listen.Bounds{What: "EPP", All: 200}

// Serve accepts sessions until ctx ends, then ends those that are open and returns nil.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	listener = listen.Within(bounds, listener, s.Log)
	ctx, cancel := context.WithCancel(ctx)
	defer s.all.Wait()
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		_ = listener.Close() // Accept says so
		s.closeAll()
	})
	defer stop()
	for {
		conn, err := listener.Accept()
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		s.open(conn)
		s.all.Go(s.Log, "EPP", func() {
			defer s.closed(conn)
			s.serve(ctx, tls.Server(conn, s.TLS))
		})
	}
}

func (s *Server) open(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conns == nil {
		s.conns = map[net.Conn]struct{}{}
	}
	s.conns[conn] = struct{}{}
}

func (s *Server) closed(conn net.Conn) {
	_ = conn.Close() // whatever it says, the session is over
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

func (s *Server) closeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		_ = conn.Close()
	}
}

// Sessions is how many connections are open.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// DropSessions ends all connections at once, in the middle of whatever they do.
func (s *Server) DropSessions() { s.closeAll() }

// serve is one session: greeting, then commands one by one.
func (s *Server) serve(ctx context.Context, conn *tls.Conn) {
	session := &session{server: s}
	defer session.leave()
	_ = conn.SetDeadline(time.Now().Add(s.silence(session))) // a dead connection says so at the read
	if conn.HandshakeContext(ctx) != nil || s.send(conn, session.greeting) != nil {
		return
	}
	for !session.over {
		_ = conn.SetReadDeadline(time.Now().Add(s.silence(session)))
		document, err := wire.ReadFrame(conn)
		if err != nil {
			return
		}
		s.trace(document)
		if err := s.before(ctx); err != nil {
			s.Log.Warn("an EPP command was not carried out", "err", err)
			return
		}
		write, err := session.answer(ctx, document)
		if err != nil {
			if !errors.Is(err, errNoAnswer) {
				s.Log.Warn("an EPP command was not answered", "err", err)
			}
			return
		}
		if s.send(conn, write) != nil {
			return
		}
	}
	_ = conn.CloseWrite() // all has been said
}

func (s *Server) send(conn net.Conn, write func(*wire.Writer)) error {
	document, err := wire.Document(write)
	if err != nil {
		s.Log.Warn("an EPP answer cannot be written", "err", err)
		return err
	}
	s.trace(document)
	_ = conn.SetWriteDeadline(time.Now().Add(s.idle()))
	return wire.WriteFrame(conn, document)
}

func (s *Server) before(ctx context.Context) error {
	if s.Before == nil {
		return nil
	}
	return s.Before(ctx)
}

func (s *Server) trace(document []byte) {
	if s.Trace != nil {
		s.Trace(document)
	}
}

// strangerSilence is how long somebody may be silent who has not logged in: connections are few, and everybody can open one.
const strangerSilence = 30 * time.Second

// silence is how long the other side of a session may be silent.
func (s *Server) silence(of *session) time.Duration {
	if of.registrar == "" {
		return min(s.idle(), strangerSilence)
	}
	return s.idle()
}

func (s *Server) idle() time.Duration {
	if s.Idle > 0 {
		return s.Idle
	}
	return 10 * time.Minute
}

// knows reports whether a registrar's password is right.
func (s *Server) knows(id, password string) bool {
	s.mu.Lock()
	want, ok := s.Registrars[id]
	s.mu.Unlock()
	return ok && subtle.ConstantTimeCompare([]byte(want), []byte(password)) == 1
}

// setPassword gives a registrar another password, for as long as the server runs.
func (s *Server) setPassword(id, password string) error {
	if len(password) < 6 {
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: the new password has fewer than 6 characters")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Registrars[id] = password
	return nil
}

// objects are the object services: those of the RFCs, but hosts where they are attributes.
func (s *Server) objects() []string {
	if s.HostAttributes {
		return []string{wire.NSDomain, wire.NSContact}
	}
	return []string{wire.NSDomain, wire.NSContact, wire.NSHost}
}

func (s *Server) extensions() []string {
	if s.Extensions != nil {
		return s.Extensions
	}
	return []string{wire.NSSecDNS, wire.NSRGP, wire.NSFee, wire.NSChangePoll, wire.NSLoginSec, wire.NSIIS, wire.NSKeysys, wire.NSKeyValue}
}

// errNoAnswer ends a session without a word: the answer is lost, or the registry is away.
var errNoAnswer = errors.New("no answer")
