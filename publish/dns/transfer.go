package dns

import (
	"context"
	"errors"
	"net"

	"github.com/miekg/dns"
)

// transferBytes is about how large the messages of a transfer are.
const transferBytes = 16 << 10

// transfer answers AXFR (RFC 5936) and IXFR (RFC 1995).
func (s *Server) transfer(ctx context.Context, w dns.ResponseWriter, q *dns.Msg, signed bool) {
	if !s.peers.mayTransfer(signed, w.RemoteAddr()) {
		s.refuse(w, q, dns.RcodeRefused)
		return
	}
	z, earlier, rcode := s.toTransfer(ctx, q)
	if rcode != dns.RcodeSuccess {
		s.refuse(w, q, rcode)
		return
	}
	_, overUDP := w.RemoteAddr().(*net.UDPAddr)
	records := []dns.RR{z.soa}
	switch asked := askedSerial(q); {
	case q.Question[0].Qtype == dns.TypeIXFR && (overUDP || (asked != nil && !Older(*asked, z.Serial))):
		// RFC 1995 §2: the SOA alone says that there is nothing newer, or that it takes TCP
	case overUDP:
		s.refuse(w, q, dns.RcodeRefused)
		return
	case q.Question[0].Qtype == dns.TypeIXFR && asked != nil && earlier(*asked) != nil:
		records = append(append(records, difference(earlier(*asked), z).records()...), z.soa)
	default:
		records = append(z.Records(), z.soa)
	}
	if err := s.send(w, q, records, signed); err != nil {
		s.log.Info("a transfer broke off", "zone", z.Apex, "to", w.RemoteAddr().String(), "err", err)
	}
}

// toTransfer finds what is transferred under a name, and the versions before it.
func (s *Server) toTransfer(ctx context.Context, q *dns.Msg) (z *Zone, earlier func(uint32) *Zone, rcode int) {
	apex := lookupName(q.Question[0].Name)
	if s.catalog != nil && apex == s.catalog.apex {
		z, earlier = s.catalogFor(q).current()
		return z, earlier, dns.RcodeSuccess
	}
	z, err := s.zones.find(ctx, apex, 0)
	switch {
	case err == nil && z.Apex == apex:
		return z, func(serial uint32) *Zone { return s.zones.earlier(apex, serial) }, dns.RcodeSuccess
	case err == nil:
		return nil, nil, dns.RcodeNotAuth
	case errors.Is(err, ErrNoZone):
		return nil, nil, dns.RcodeNotAuth
	}
	s.log.Warn("a zone could not be transferred", "zone", apex, "err", err)
	return nil, nil, dns.RcodeServerFailure
}

// askedSerial is the serial that an IXFR says its sender has.
func askedSerial(q *dns.Msg) *uint32 {
	if len(q.Ns) == 1 {
		if soa, ok := q.Ns[0].(*dns.SOA); ok {
			return &soa.Serial
		}
	}
	return nil
}

// Older reports whether a serial comes before another (RFC 1982 §3.2).
func Older(a, b uint32) bool { return int32(b-a) > 0 }

// send writes records in as many messages as they take, each of them signed if the request was.
func (s *Server) send(w dns.ResponseWriter, q *dns.Msg, records []dns.RR, signed bool) error {
	for len(records) > 0 {
		m := new(dns.Msg).SetReply(q)
		m.Authoritative, m.Compress, m.RecursionDesired = true, true, false
		n := 0
		for size := 0; n < len(records) && (n == 0 || size+dns.Len(records[n]) <= transferBytes); n++ {
			size += dns.Len(records[n])
		}
		m.Answer, records = records[:n], records[n:]
		if signed {
			s.peers.sign(m, q)
		}
		if err := w.WriteMsg(m); err != nil {
			return err
		}
		w.TsigTimersOnly(true)
	}
	return nil
}

// refuse answers with nothing but a code.
func (s *Server) refuse(w dns.ResponseWriter, q *dns.Msg, rcode int) {
	if err := w.WriteMsg(new(dns.Msg).SetRcode(q, rcode)); err != nil {
		s.log.Debug("an answer could not be sent", "to", w.RemoteAddr().String(), "err", err)
	}
}
