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
