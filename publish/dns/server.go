package dns

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/miekg/dns"
)

// Server answers queries over UDP and TCP on one address.
type Server struct {
	zones   *Zones
	catalog *catalog // nil without a primary that has one
	signers *catalog // the one that the signer is given under the same name; nil without a signer
	signer  string   // the name of its key
	peers   peers
	limiter *limiter
	log     *slog.Logger

	udp, tcp dns.Server
}

const (
	tcpIdle    = 10 * time.Second // RFC 7766 §6.2.3: some seconds
	tcpTimeout = 5 * time.Second  // of one message
	tcpQueries = 1000             // on one connection
	closeTime  = 5 * time.Second
	udpBuffer  = 4 << 20 // of questions that come while others are worked on, so that none is lost
)

// ErrListen says that the address cannot be had.
var ErrListen = errors.New("listen for DNS")

// Listen opens an address, such as "127.0.0.1:5353", for UDP and TCP. Questions are answered once Serve is called, and transfers of a
// primary's secondaries; it may be nil.
func Listen(ctx context.Context, address string, zones *Zones, primary *Primary, log *slog.Logger) (*Server, error) {
	s := &Server{zones: zones, log: log, limiter: newLimiter(zones.published.Clock.Wall)}
	if primary != nil {
		s.catalog, s.peers = primary.catalog, newPeers(primary.all(), primary.Keys, zones.published.Clock.Wall)
		if primary.Signer != nil {
			s.signers, s.signer = primary.signers, primary.Signer.Key
		}
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%w on %s: %w", ErrListen, address, err)
	}
	packets, err := lc.ListenPacket(ctx, "udp", listener.Addr().String()) // the port that TCP got, where any will do
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w on %s: %w", ErrListen, address, err), listener.Close())
	}
	if larger, ok := packets.(*net.UDPConn); ok {
		_ = larger.SetReadBuffer(udpBuffer) // as much of it as the system allows
	}
	handler := dns.HandlerFunc(s.handle)
	s.udp = dns.Server{PacketConn: packets, Handler: handler, UDPSize: payload, TsigSecret: s.peers.secrets()}
	s.tcp = dns.Server{
		Listener: listener, Handler: handler, TsigSecret: s.peers.secrets(), ReadTimeout: tcpTimeout, WriteTimeout: tcpTimeout, MaxTCPQueries: tcpQueries,
		IdleTimeout: func() time.Duration { return tcpIdle },
	}
	return s, nil
}

// Addr is where the server listens, for both.
func (s *Server) Addr() net.Addr { return s.tcp.Listener.Addr() }

// Serve answers until ctx ends.
func (s *Server) Serve(ctx context.Context) error {
	failed := make(chan error, 2)
	for _, server := range []*dns.Server{&s.udp, &s.tcp} {
		go func() { failed <- server.ActivateAndServe() }()
	}
	var err error
	left := 2
	select {
	case <-ctx.Done():
	case err = <-failed:
		left--
	}
	err = errors.Join(err, s.Close(context.WithoutCancel(ctx)))
	for range left {
		if ended := <-failed; !errors.Is(ended, net.ErrClosed) { // it had not begun yet
			err = errors.Join(err, ended)
		}
	}
	return err
}

// Close ends a server, whether it has served or not.
func (s *Server) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, closeTime)
	defer cancel()
	_ = s.udp.ShutdownContext(ctx) // says that it was not started, if it was not
	_ = s.tcp.ShutdownContext(ctx)
	return errors.Join(closed(s.udp.PacketConn), closed(s.tcp.Listener))
}

func closed(c interface{ Close() error }) error {
	if err := c.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// questionTime is how long a question is worked on.
const questionTime = 4 * time.Second

// catalogFor is the catalog that who asks is given.
func (s *Server) catalogFor(q *dns.Msg) *catalog {
	if t := q.IsTsig(); t != nil && s.signers != nil && dns.CanonicalName(t.Hdr.Name) == s.signer {
		return s.signers
	}
	return s.catalog
}

func (s *Server) handle(w dns.ResponseWriter, q *dns.Msg) {
	ctx, cancel := context.WithTimeout(context.Background(), questionTime)
	defer cancel()
	signed, rcode := s.peers.signature(w, q)
	if rcode != dns.RcodeSuccess {
		s.refuse(w, q, rcode)
		return
	}
	if kind := q.Question[0].Qtype; q.Opcode == dns.OpcodeQuery && (kind == dns.TypeAXFR || kind == dns.TypeIXFR) {
		s.transfer(ctx, w, q, signed)
		return
	}
	m := s.respond(ctx, w, q, signed)
	if !signed {
		switch s.limiter.judge(w.RemoteAddr(), m, zoneNamed(m)) {
		case drop:
			return
		case cut:
			m.Answer, m.Ns, m.Extra, m.Truncated = nil, nil, nil, true
		}
	}
	if err := w.WriteMsg(m); err != nil {
		s.log.Debug("an answer could not be sent", "to", w.RemoteAddr().String(), "err", err)
	}
}
