package dns

import (
	"bytes"
	"context"
	"errors"
	"net"

	"github.com/miekg/dns"
)

// payload is the size of UDP messages that pass the internet in one piece (RFC 9715): what we send at most, and what we say we take.
const payload = 1232

// tsigRoom is how much of an answer a signature takes, with a long name of its key.
const tsigRoom = 350

// answering answers questions, one after the other.
type answering struct {
	question question
	lookup
	text [2 * maxName]byte
}

// respond answers the question from a zone, or says by an error why there is none. There is room for some bytes. It gives the answer, which
// holds until the next one; the question's name does not hold any more.
func (a *answering) respond(z packed, err error, room int) []byte {
	a.begin(&a.question, room)
	a.zone = nil
	switch {
	case a.question.edns && a.question.version != 0:
		a.rcode = dns.RcodeBadVers
	case a.question.class != dns.ClassINET || errors.Is(err, ErrNoZone):
		a.rcode = dns.RcodeRefused
	case err != nil:
		a.rcode = dns.RcodeServerFailure
	default:
		a.zone, a.kind = z, a.question.kind
		name := a.question.name()
		name = name[:len(name)-len(z.apex())+1]
		name[len(name)-1] = apexMark
		a.in(name)
		a.answer(name)
	}
	return a.end(&a.question)
}

// roomFor is how large the answer over a network may be, by the request's EDNS (RFC 6891).
func (q *question) roomFor(overUDP bool) int {
	switch {
	case !overUDP:
		return dns.MaxMsgSize
	case !q.edns:
		return dns.MinMsgSize
	}
	return min(max(int(q.udpSize), dns.MinMsgSize), payload)
}

// below reports whether the name lies at or below another.
func (q *question) below(top []byte) bool {
	name := q.name()
	for len(name) > len(top) {
		name = parentLabels(name)
	}
	return bytes.Equal(name, top)
}

// respond answers a request that the library has taken apart; nil if it is no question.
func (s *Server) respond(ctx context.Context, a *answering, q *dns.Msg, from net.Addr, signed bool) []byte {
	if q.Opcode != dns.OpcodeQuery || !a.question.of(q) {
		return nil
	}
	z, err := s.find(ctx, a, q, s.peers.mayTransfer(signed, from))
	if err != nil && !errors.Is(err, ErrNoZone) {
		s.log.Warn("a question could not be answered", "name", q.Question[0].Name, "err", err)
	}
	room := a.question.roomFor(overUDP(from))
	if signed {
		room -= tsigRoom
	}
	return a.respond(z, err, room)
}

// find gives the zone of a name. Catalogs are for secondaries alone: they tell whose names we have.
func (s *Server) find(ctx context.Context, a *answering, q *dns.Msg, peer bool) (packed, error) {
	host := string(a.question.host(a.text[:]))
	c := s.catalogsFor(q).zone(host + ".")
	if c == nil {
		return s.zones.find(ctx, host, Fresh)
	}
	if !peer {
		return nil, ErrNoZone
	}
	return pack(c.zoneFor(host + "."))
}

// overUDP reports whether somebody asks over UDP.
func overUDP(from net.Addr) bool { return from.Network() == "udp" }
