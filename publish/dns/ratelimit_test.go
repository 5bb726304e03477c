package dns

import (
	"net"
	"testing"
	"time"

	"github.com/miekg/dns"
)

func TestEqualAnswersToOneNetworkAreBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	l := newLimiter(func() time.Time { return now })
	answer := new(dns.Msg).SetQuestion("name.com.", dns.TypeA)
	answer.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: "name.com.", Rrtype: dns.TypeA}}}
	no := new(dns.Msg).SetQuestion("x.name.com.", dns.TypeA)
	no.Rcode = dns.RcodeNameError
	udp := func(ip string) net.Addr { return &net.UDPAddr{IP: net.ParseIP(ip), Port: 53} }
	counted := func(m *dns.Msg, to ...net.Addr) (n [3]int) {
		for i := range 400 {
			n[l.judge(to[i%len(to)], m, "name.com.")]++
		}
		return n
	}
	bounded, free := [3]int{200, 100, 100}, [3]int{400, 0, 0}
	for what, c := range map[string]struct {
		m    *dns.Msg
		to   []net.Addr
		want [3]int
	}{
		"answers to a network":          {answer, []net.Addr{udp("192.0.2.1"), udp("192.0.2.200")}, bounded},
		"answers to a network of IPv6":  {answer, []net.Addr{udp("2001:db8::1"), udp("2001:db8:0:ff::1")}, bounded},
		"that there are no such names":  {no, []net.Addr{udp("198.51.100.1")}, bounded},
		"over TCP":                      {answer, []net.Addr{&net.TCPAddr{IP: net.ParseIP("192.0.2.1")}}, free},
		"to this machine":               {answer, []net.Addr{udp("127.0.0.1")}, free},
		"answers to different networks": {answer, []net.Addr{udp("203.0.113.1"), udp("203.0.114.1")}, free},
	} {
		if got := counted(c.m, c.to...); got != c.want {
			t.Errorf("%s: sent, cut and dropped %v, want %v", what, got, c.want)
		}
	}
	now = now.Add(time.Second)
	if got := counted(answer, udp("192.0.2.1")); got != bounded {
		t.Errorf("a second later: %v", got)
	}
}
