package dns

import (
	"net/netip"
	"testing"
	"time"

	"github.com/miekg/dns"
)

func TestEqualAnswersToOneNetworkAreBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	l := newLimiter(func() time.Time { return now })
	answer := likeness{domain: 1, source: 99, kind: dns.TypeA}
	no := likeness{domain: 1, rcode: dns.RcodeNameError}
	udp := netip.MustParseAddr
	counted := func(like likeness, to ...netip.Addr) (n [3]int) {
		for i := range 400 {
			n[l.judge(to[i%len(to)], like)]++
		}
		return n
	}
	bounded, free := [3]int{200, 100, 100}, [3]int{400, 0, 0}
	for what, c := range map[string]struct {
		like likeness
		to   []netip.Addr
		want [3]int
	}{
		"answers to a network":          {answer, []netip.Addr{udp("192.0.2.1"), udp("192.0.2.200")}, bounded},
		"answers to a network of IPv6":  {answer, []netip.Addr{udp("2001:db8::1"), udp("2001:db8:0:ff::1")}, bounded},
		"that there are no such names":  {no, []netip.Addr{udp("198.51.100.1")}, bounded},
		"to this machine":               {answer, []netip.Addr{udp("127.0.0.1")}, free},
		"answers to different networks": {answer, []netip.Addr{udp("203.0.113.1"), udp("203.0.114.1")}, free},
	} {
		if got := counted(c.like, c.to...); got != c.want {
			t.Errorf("%s: sent, cut and dropped %v, want %v", what, got, c.want)
		}
	}
	now = now.Add(time.Second)
	if got := counted(answer, udp("192.0.2.1")); got != bounded {
		t.Errorf("a second later: %v", got)
	}
}

// An alias answers whatever type is asked for: those answers are equal.
func TestAnswersOfAnAliasAreEqualWhateverTypeIsAskedFor(t *testing.T) {
	t.Parallel()
	z := &Zone{Apex: "name.com.", soa: &dns.SOA{Ns: "ns1.house.net.", Mbox: "hostmaster.name.com.", Minttl: 300}, nodes: map[string]*node{}}
	b := builder{apex: z.Apex, zone: z, made: map[string]map[uint16][]dns.RR{}}
	b.add(z.Apex, 3600, z.soa)
	b.add("www.name.com.", 3600, &dns.CNAME{Target: z.Apex})
	b.finish()
	zone, err := pack(z)
	if err != nil {
		t.Fatal(err)
	}
	l := newLimiter(func() time.Time { return time.Unix(0, 0) })
	whole := 0
	for kind := dns.TypeNone + 1; kind < 1000; kind++ {
		request, err := new(dns.Msg).SetQuestion("www.name.com.", kind).Pack()
		var a answering
		if err != nil || !a.question.read(request) {
			continue // a transfer
		}
		a.respond(zone, nil, dns.MinMsgSize)
		if l.judge(netip.MustParseAddr("192.0.2.7"), a.likeness()) == send {
			whole++
		}
	}
	if most := 2 * limitRate; whole > most { // the alias itself, and what it leads to
		t.Errorf("%d answers went out whole, want %d at most", whole, most)
	}
}

// What is cut still says that we speak EDNS (RFC 6891 §6.1.1), and why it says no.
func TestCutAnswersKeepTheirOPT(t *testing.T) {
	t.Parallel()
	q := new(dns.Msg).SetQuestion("name.com.", dns.TypeA).SetEdns0(1232, true)
	q.IsEdns0().SetVersion(1)
	request, err := q.Pack()
	var a answering
	if err != nil || !a.question.read(request) {
		t.Fatal("not read", err)
	}
	a.respond(nil, ErrNoZone, dns.MinMsgSize)
	m := new(dns.Msg)
	if err := m.Unpack(a.cut(&a.question)); err != nil || m.Rcode != dns.RcodeBadVers || !m.Truncated || m.IsEdns0() == nil {
		t.Errorf("%v, %v", m, err)
	}
}
