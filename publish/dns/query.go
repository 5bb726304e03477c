package dns

import (
	"context"
	"errors"
	"net"

	"github.com/miekg/dns"
)

// payload is the size of UDP messages that pass the internet in one piece (RFC 9715): what we send at most, and what we say we take.
const payload = 1232

// tsigRoom is how much of an answer a signature takes, with a long name of its key.
const tsigRoom = 350

// respond answers a request.
func (s *Server) respond(ctx context.Context, w dns.ResponseWriter, q *dns.Msg, signed bool) *dns.Msg {
	from := w.RemoteAddr()
	m := new(dns.Msg).SetReply(q)
	m.RecursionAvailable = false
	m.Compress = true
	room := answerRoom(q, m, from)
	switch question := q.Question[0]; {
	case q.Opcode != dns.OpcodeQuery:
		m.Rcode = dns.RcodeNotImplemented
	case m.Rcode != dns.RcodeSuccess: // of EDNS
	case question.Qclass != dns.ClassINET:
		m.Rcode = dns.RcodeRefused
	default:
		s.answer(ctx, m, q, s.peers.mayTransfer(signed, from))
	}
	if !signed {
		m.Truncate(room)
		return m
	}
	m.Truncate(room - tsigRoom)
	s.peers.sign(m, q)
	return m
}

// answer fills in what the zones say.
func (s *Server) answer(ctx context.Context, m, q *dns.Msg, peer bool) {
	question := q.Question[0]
	name := lookupName(question.Name)
	z, err := s.find(ctx, name, q, peer)
	switch {
	case errors.Is(err, ErrNoZone):
		m.Rcode = dns.RcodeRefused
		return
	case err != nil:
		s.log.Warn("a question could not be answered", "name", name, "err", err)
		m.Rcode = dns.RcodeServerFailure
		return
	}
	a := z.Lookup(name, question.Qtype)
	m.Rcode, m.Authoritative = a.Rcode, a.Authoritative
	m.Answer, m.Ns = a.Answer, a.Authority
	m.Extra = append(a.Additional[:len(a.Additional):len(a.Additional)], m.Extra...)
}

// find gives the zone of a name. The catalog is for secondaries alone: it tells whose names we have.
func (s *Server) find(ctx context.Context, name string, q *dns.Msg, peer bool) (*Zone, error) {
	if s.catalog == nil || !below(name, s.catalog.apex) {
		return s.zones.Find(ctx, name)
	}
	if !peer {
		return nil, ErrNoZone
	}
	return s.catalogFor(q).zoneFor(name), nil
}

// answerRoom answers the request's EDNS (RFC 6891), and tells how large the answer may be.
func answerRoom(q, m *dns.Msg, from net.Addr) int {
	_, overUDP := from.(*net.UDPAddr)
	asked := q.IsEdns0()
	if asked == nil {
		if overUDP {
			return dns.MinMsgSize
		}
		return dns.MaxMsgSize
	}
	m.SetEdns0(payload, asked.Do())
	if asked.Version() != 0 {
		m.Rcode = dns.RcodeBadVers
	}
	if !overUDP {
		return dns.MaxMsgSize
	}
	return min(max(int(asked.UDPSize()), dns.MinMsgSize), payload)
}
