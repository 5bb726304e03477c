package dns

import (
	"hash/maphash"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// limiter bounds how many equal answers a network gets over UDP, so that nobody can aim our answers at somebody else by a forged
// sender. Answers beyond the bound are left out, but each second one is cut to nothing with the sign to come back over TCP, which
// cannot be forged: who really asks still gets an answer.
type limiter struct {
	now  func() time.Time // wall time
	seed maphash.Seed

	mu      sync.Mutex
	buckets [limitBuckets]bucket
}

// bucket counts one kind of answers to one network, or to a few that share it by chance.
type bucket struct {
	second int64
	sent   int
}

const (
	limitBuckets = 1 << 16
	limitRate    = 200 // equal answers a second to one network
)

// verdict is what becomes of an answer.
type verdict int

const (
	send verdict = iota
	cut
	drop
)

func newLimiter(now func() time.Time) *limiter { return &limiter{now: now, seed: maphash.MakeSeed()} }

// judge counts an answer. Those over TCP, and to this machine, are not bounded.
func (l *limiter) judge(to net.Addr, m *dns.Msg, zone string) verdict {
	at, err := netip.ParseAddrPort(to.String())
	if _, overUDP := to.(*net.UDPAddr); !overUDP || err != nil || at.Addr().IsLoopback() {
		return send
	}
	key := maphash.String(l.seed, network(at.Addr())+"\x00"+kindOfAnswer(m, zone))
	second := l.now().Unix()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := &l.buckets[key%limitBuckets]
	if b.second != second {
		*b = bucket{second: second}
	}
	b.sent++
	switch {
	case b.sent <= limitRate:
		return send
	case b.sent%2 == 0:
		return cut
	}
	return drop
}

// zoneNamed is the zone whose SOA an answer has.
func zoneNamed(m *dns.Msg) string {
	for _, rr := range m.Ns {
		if rr.Header().Rrtype == dns.TypeSOA {
			return rr.Header().Name
		}
	}
	return ""
}

// network is the neighbourhood of an address that is counted as one: /24, or /56 of IPv6.
func network(a netip.Addr) string {
	bits := 24
	if a = a.Unmap(); a.Is6() {
		bits = 56
	}
	p, _ := a.Prefix(bits)
	return p.String()
}

// kindOfAnswer says which answers are equal: those to one question, and all that say no in one zone, or that a name is not ours.
func kindOfAnswer(m *dns.Msg, zone string) string {
	if m.Rcode != dns.RcodeSuccess || len(m.Answer) == 0 {
		return dns.RcodeToString[m.Rcode] + zone
	}
	return dns.TypeToString[m.Question[0].Qtype] + m.Answer[0].Header().Name
}
