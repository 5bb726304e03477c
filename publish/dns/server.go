package dns

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"runtime"
	"time"

	"github.com/miekg/dns"

	"nameyard/listen"
	"nameyard/safely"
)

// Server answers queries over UDP and TCP on one address.
type Server struct {
	zones    *Zones
	catalogs *catalogSet // nil without a primary that has some
	signers  *catalogSet // those that the signer is given under the same names; nil without a signer
	signer   string      // the name of its key
	peers    peers
	limiter  *limiter
	log      *slog.Logger

	catalogTop []byte // the name that catalogs are at or below, as messages have it; nil without catalogs
	packets    *packets
	udp, tcp   dns.Server
}

const (
	tcpIdle    = 10 * time.Second // RFC 7766 §6.2.3: some seconds
	tcpTimeout = 5 * time.Second  // of one message
	tcpQueries = 1000             // on one connection
	closeTime  = 5 * time.Second
)

// ErrListen says that the address cannot be had.
var ErrListen = errors.New("listen for DNS")

// Listen opens an address, such as "127.0.0.1:5353", for UDP and TCP. Questions are answered once Serve is called, and transfers of a
// primary's secondaries; it may be nil.
func Listen(ctx context.Context, address string, zones *Zones, primary *Primary, log *slog.Logger) (*Server, error) {
	s := &Server{zones: zones, log: log, limiter: newLimiter(zones.published.Clock.Wall)}
	if primary != nil {
		s.catalogs, s.peers = primary.catalogs, newPeers(primary.all(), primary.Keys, zones.published.Clock.Wall)
		if primary.Signer != nil {
			s.signers, s.signer = primary.signers, primary.Signer.Key
		}
	}
	if s.catalogs != nil {
		top, err := wireName(s.catalogs.top)
		if err != nil {
			return nil, fmt.Errorf("the name of the catalogs: %w", err)
		}
		s.catalogTop = top
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%w on %s: %w", ErrListen, address, err)
	}
	conn, err := lc.ListenPacket(ctx, "udp", listener.Addr().String()) // the port that TCP got, where any will do
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w on %s: %w", ErrListen, address, err), listener.Close())
	}
	s.packets = newPackets(conn.(*net.UDPConn), s)
	handler := dns.HandlerFunc(s.handle)
	s.udp = dns.Server{PacketConn: s.packets, Handler: handler, UDPSize: payload, TsigSecret: s.peers.secrets()}
	s.packets.counted(&s.udp)
	s.tcp = dns.Server{
		Listener: listen.Within(tcpBounds(s.peers.near), listener, s.log), Handler: handler, TsigSecret: s.peers.secrets(), ReadTimeout: tcpTimeout, WriteTimeout: tcpTimeout, MaxTCPQueries: tcpQueries,
		IdleTimeout: func() time.Duration { return tcpIdle },
	}
	return s, nil
}

// tcpBounds are those of TCP connections (RFC 7766 §6.2.2). Those of peers, and of this machine, do not count: nobody keeps a secondary from
// its zones.
func tcpBounds(near func(netip.Addr) bool) listen.Bounds {
	return listen.Bounds{What: "DNS over TCP", All: 1000, Each: 100, Exempt: near}
}

// Addr is where the server listens, for both.
func (s *Server) Addr() net.Addr { return s.tcp.Listener.Addr() }

// Serve answers until ctx ends.
func (s *Server) Serve(ctx context.Context) error {
	parts := []func() error{s.udp.ActivateAndServe, s.tcp.ActivateAndServe}
	for range runtime.GOMAXPROCS(0) {
		parts = append(parts, s.packets.serve)
	}
	failed := make(chan error, len(parts))
	for _, part := range parts {
		safely.Go(s.log, "DNS", func() { failed <- safely.Do(s.log, "DNS", part) })
	}
	var err error
	left := len(parts)
	select {
	case <-ctx.Done():
	case err = <-failed:
		left--
	}
	err = errors.Join(err, s.Close(context.WithoutCancel(ctx)))
	for range left {
		if ended := <-failed; !errors.Is(ended, net.ErrClosed) {
			err = errors.Join(err, ended)
		}
	}
	return err
}

// Close ends a server, whether it has served or not.
func (s *Server) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, closeTime)
	defer cancel()
	s.packets.end()
	_ = s.udp.ShutdownContext(ctx) // says that it was not started, if it was not
	_ = s.tcp.ShutdownContext(ctx)
	return errors.Join(closed(s.packets), closed(s.tcp.Listener))
}

func closed(c interface{ Close() error }) error {
	if err := c.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// questionTime is how long a question is worked on.
const questionTime = 4 * time.Second

// catalogsFor are the catalogs that who asks is given; nil = none.
func (s *Server) catalogsFor(q *dns.Msg) *catalogSet {
	if t := q.IsTsig(); t != nil && s.signers != nil && dns.CanonicalName(t.Hdr.Name) == s.signer {
		return s.signers
	}
	return s.catalogs
}

func (s *Server) handle(w dns.ResponseWriter, q *dns.Msg) {
	defer safely.Recover(s.log, "DNS", "from", w.RemoteAddr())
	if !wellFormed(q) {
		s.refuse(w, q, dns.RcodeFormatError)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), questionTime)
	defer cancel()
	signed, fault := s.peers.signature(w, q)
	if fault != 0 {
		s.reply(w, s.peers.distrust(q, fault))
		return
	}
	if kind := q.Question[0].Qtype; q.Opcode == dns.OpcodeQuery && (kind == dns.TypeAXFR || kind == dns.TypeIXFR) {
		s.transfer(ctx, w, q, signed)
		return
	}
	var a answering
	answer := s.respond(ctx, &a, q, w.RemoteAddr(), signed)
	switch {
	case answer == nil:
		s.refuse(w, q, dns.RcodeNotImplemented)
		return
	case signed:
		s.writeSigned(w, q, answer)
		return
	case overUDP(w.RemoteAddr()):
		switch s.limiter.judge(listen.Address(w.RemoteAddr()), a.likeness()) {
		case drop:
			return
		case cut:
			answer = a.cut(&a.question)
		}
	}
	if _, err := w.Write(answer); err != nil {
		s.log.Debug("an answer could not be sent", "to", w.RemoteAddr().String(), "err", err)
	}
}

// wellFormed reports whether a request has one question, and at most one OPT record, which is the root's (RFC 6891 §6.1.1). The library
// lets a header through that promises a question and ends.
func wellFormed(q *dns.Msg) bool {
	options := 0
	for _, rr := range q.Extra {
		if h := rr.Header(); h.Rrtype == dns.TypeOPT {
			if options++; h.Name != "." {
				return false
			}
		}
	}
	return len(q.Question) == 1 && options <= 1
}

// writeSigned signs an answer to a request that was signed, and sends it.
func (s *Server) writeSigned(w dns.ResponseWriter, q *dns.Msg, answer []byte) {
	m := new(dns.Msg)
	err := m.Unpack(answer)
	if err == nil {
		m.Compress = true
		s.peers.sign(m, q)
		err = w.WriteMsg(m)
	}
	if err != nil {
		s.log.Debug("an answer could not be sent", "to", w.RemoteAddr().String(), "err", err)
	}
}
