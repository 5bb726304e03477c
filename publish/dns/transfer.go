package dns

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

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
	z, rcode := s.toTransfer(ctx, q)
	if rcode != dns.RcodeSuccess {
		s.refuse(w, q, rcode)
		return
	}
	overUDP := overUDP(w.RemoteAddr())
	incremental, asked := q.Question[0].Qtype == dns.TypeIXFR, askedSerial(q)
	var records iter.Seq[dns.RR]
	switch {
	case incremental && (overUDP || (asked != nil && !Older(*asked, z.serial))):
		// RFC 1995 §2: the SOA alone says that there is nothing newer, or that it takes TCP
		soa, _ := z.whole()
		records = slices.Values([]dns.RR{soa})
	case overUDP:
		s.refuse(w, q, dns.RcodeRefused)
		return
	default:
		records = z.records(incremental, asked)
	}
	if err := s.send(w, q, records, signed); err != nil {
		s.log.Info("a transfer broke off", "zone", z.apex, "to", w.RemoteAddr().String(), "err", err)
	}
}

// records are those of a transfer over TCP: what has changed since the serial that was asked with, or the whole zone.
func (c contents) records(incremental bool, asked *uint32) iter.Seq[dns.RR] {
	var soa *dns.SOA
	var inner iter.Seq[dns.RR]
	if incremental && asked != nil {
		soa, inner = c.since(*asked)
	}
	if inner == nil {
		soa, inner = c.whole()
	}
	return func(yield func(dns.RR) bool) {
		if !yield(soa) {
			return
		}
		for rr := range inner {
			if !yield(rr) {
				return
			}
		}
		yield(soa)
	}
}

// toTransfer finds what is transferred under a name.
func (s *Server) toTransfer(ctx context.Context, q *dns.Msg) (z contents, rcode int) {
	apex := dns.CanonicalName(q.Question[0].Name)
	if c := s.catalogsFor(q).zone(apex); c != nil && c.apex == apex {
		return c.contents(), dns.RcodeSuccess
	}
	found, err := s.zones.find(ctx, strings.TrimSuffix(apex, "."), 0)
	var whole *Zone
	if err == nil {
		whole, err = found.unpack()
	}
	switch {
	case err == nil && whole.Apex == apex:
		return whole.contents(func(serial uint32) *Zone { return s.zones.earlier(apex, serial) }), dns.RcodeSuccess
	case err == nil, errors.Is(err, ErrNoZone):
		return z, dns.RcodeNotAuth
	}
	s.log.Warn("a zone could not be transferred", "zone", apex, "err", err)
	return z, dns.RcodeServerFailure
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
func (s *Server) send(w dns.ResponseWriter, q *dns.Msg, records iter.Seq[dns.RR], signed bool) error {
	var part []dns.RR
	size := 0
	flush := func() error {
		m := new(dns.Msg).SetReply(q)
		m.Authoritative, m.Compress, m.RecursionDesired = true, true, false
		m.Answer = part
		if signed {
			s.peers.sign(m, q)
		}
		if err := w.WriteMsg(m); err != nil {
			return err
		}
		w.TsigTimersOnly(true)
		part, size = part[:0], 0
		return nil
	}
	for rr := range records {
		length := dns.Len(rr)
		if len(part) > 0 && size+length > transferBytes {
			if err := flush(); err != nil {
				return err
			}
		}
		part, size = append(part, rr), size+length
	}
	return flush()
}

// refuse answers with nothing but a code.
func (s *Server) refuse(w dns.ResponseWriter, q *dns.Msg, rcode int) {
	s.reply(w, new(dns.Msg).SetRcode(q, rcode))
}

// reply sends an answer that nothing depends on.
func (s *Server) reply(w dns.ResponseWriter, m *dns.Msg) {
	if err := w.WriteMsg(m); err != nil {
		s.log.Debug("an answer could not be sent", "to", w.RemoteAddr().String(), "err", err)
	}
}
