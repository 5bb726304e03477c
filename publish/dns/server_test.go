package dns_test

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// serve answers for publications on a free port until the test ends.
func serve(t *testing.T, list ...zone.Publication) string {
	t.Helper()
	z, _ := zones(t, clocktest.New(noon), list...)
	return serveZones(t, z)
}

// serveZones answers for zones on a free port until the test ends.
func serveZones(t *testing.T, z *our.Zones) string {
	t.Helper()
	return serveFor(t, z, nil)
}

// serveFor answers for zones, and transfers of a primary's secondaries.
func serveFor(t *testing.T, z *our.Zones, p *our.Primary) string {
	t.Helper()
	s, err := our.Listen(t.Context(), "127.0.0.1:0", z, p, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return s.Addr().String()
}

func ask(t *testing.T, network, server string, q *dns.Msg) *dns.Msg {
	t.Helper()
	client := dns.Client{Net: network, UDPSize: dns.MaxMsgSize}
	m, _, err := client.ExchangeContext(t.Context(), q, server)
	if err != nil {
		t.Fatalf("%v over %s: %v", q.Question, network, err)
	}
	return m
}

func question(name string, kind uint16) *dns.Msg { return new(dns.Msg).SetQuestion(name, kind) }

func TestServerAnswersOverUDPAndTCP(t *testing.T) {
	t.Parallel()
	server := serve(t, published(t, "name.com", "@ A 192.0.2.1"))
	for _, network := range []string{"udp", "udp", "tcp"} { // the second time the zone is at hand
		m := ask(t, network, server, question("NaMe.CoM.", dns.TypeA))
		if !m.Authoritative || m.RecursionAvailable || len(m.Answer) != 1 || m.Question[0].Name != "NaMe.CoM." {
			t.Errorf("over %s: %v", network, m)
		}
		if m := ask(t, network, server, question("other.com.", dns.TypeA)); m.Rcode != dns.RcodeRefused || m.Authoritative {
			t.Errorf("over %s for a name that is not ours: %v", network, m)
		}
	}
}

func TestAnswersThatAreTooLargeAreCutAndWholeOverTCP(t *testing.T) {
	t.Parallel()
	server := serve(t, published(t, "name.com", "@ TXT "+strings.Repeat("x", 1000), "@ TXT "+strings.Repeat("y", 300), "@ TXT z"))
	for _, c := range []struct {
		network string
		size    uint16
		most    int
	}{{"udp", 0, 512}, {"udp", 512, 512}, {"udp", 4096, 1232}, {"udp", 100, 512}} {
		q := question("name.com.", dns.TypeTXT)
		if c.size > 0 {
			q.SetEdns0(c.size, false)
		}
		m := ask(t, c.network, server, q)
		if !m.Truncated || m.Len() > c.most || (m.IsEdns0() != nil) != (c.size > 0) {
			t.Errorf("with room for %d: %d bytes, cut %t, %v", c.size, m.Len(), m.Truncated, m.IsEdns0())
		}
	}
	if m := ask(t, "tcp", server, question("name.com.", dns.TypeTXT)); m.Truncated || len(m.Answer) != 3 {
		t.Errorf("over TCP: %d records, cut %t", len(m.Answer), m.Truncated)
	}
}

func TestQuestionsThatAreNoneAreTurnedAway(t *testing.T) {
	t.Parallel()
	server := serve(t, published(t, "name.com", "@ A 192.0.2.1", "* A 192.0.2.2"), published(t, "b.com", "@ A 192.0.2.1"))
	with := func(change func(*dns.Msg)) *dns.Msg {
		q := question("name.com.", dns.TypeA)
		change(q)
		return q
	}
	for what, c := range map[string]struct {
		q    *dns.Msg
		want int
	}{
		"the class CHAOS": {with(func(q *dns.Msg) { q.Question[0].Qclass = dns.ClassCHAOS }), dns.RcodeRefused},
		"an update":       {with(func(q *dns.Msg) { q.Opcode = dns.OpcodeUpdate }), dns.RcodeNotImplemented},
		"a notify":        {with(func(q *dns.Msg) { q.Opcode = dns.OpcodeNotify }), dns.RcodeNotImplemented},
		"two questions":   {with(func(q *dns.Msg) { q.Question = append(q.Question, q.Question[0]) }), dns.RcodeFormatError},
		"no question":     {with(func(q *dns.Msg) { q.Question = nil }), dns.RcodeFormatError},
		"a transfer":      {question("name.com.", dns.TypeAXFR), dns.RcodeRefused},
		"EDNS version 1": {with(func(q *dns.Msg) {
			q.SetEdns0(1232, false)
			q.IsEdns0().SetVersion(1)
		}), dns.RcodeBadVers},
		"a dot within a label":    {question(`a\.b.com.`, dns.TypeA), dns.RcodeRefused},
		"a dot within a hostname": {question(`a\.b.name.com.`, dns.TypeA), dns.RcodeSuccess},
		"bytes in a hostname":     {question(`\000\255\..name.com.`, dns.TypeA), dns.RcodeSuccess},
		"the root":                {question(".", dns.TypeNS), dns.RcodeRefused},
	} {
		for _, network := range []string{"udp", "tcp"} {
			if m := ask(t, network, server, c.q); m.Rcode != c.want {
				t.Errorf("%s over %s is answered with %s, want %s", what, network, dns.RcodeToString[m.Rcode], dns.RcodeToString[c.want])
			}
		}
	}
}

// Packets that no library makes are answered or left alone, and the server goes on: one has a header alone that promises a question, the
// others two OPT records, and one that is not the root's.
func TestPacketsThatAreBrokenEndNothing(t *testing.T) {
	t.Parallel()
	server := serve(t, published(t, "name.com", "@ A 192.0.2.1"))
	const asks, opt, named = "\x04name\x03com\x00\x00\x01\x00\x01", "\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00", "\x01x\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00"
	for what, packet := range map[string]string{
		"a header alone":                "\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00",
		"two OPT records":               "\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x02" + asks + opt + opt,
		"an OPT record of another name": "\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x01" + asks + named,
	} {
		for _, network := range []string{"udp", "tcp"} {
			conn, err := new(net.Dialer).DialContext(t.Context(), network, server)
			if err != nil {
				t.Fatal(err)
			}
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			c := &dns.Conn{Conn: conn}
			if _, err := c.Write([]byte(packet)); err != nil {
				t.Fatal(err)
			}
			answer := make([]byte, dns.MinMsgSize)
			if n, err := c.Read(answer); err != nil || n < 12 || answer[0] != 0x12 || answer[3]&0xF != dns.RcodeFormatError {
				t.Errorf("%s over %s: %x, %v", what, network, answer[:n], err)
			}
			_ = conn.Close()
		}
	}
	if m := ask(t, "udp", server, question("name.com.", dns.TypeA)); len(m.Answer) != 1 {
		t.Errorf("afterwards: %s", m)
	}
}

func TestAddressThatIsTakenIsAnError(t *testing.T) {
	t.Parallel()
	taken := serve(t)
	nothing, _ := zones(t, clocktest.New(noon))
	if _, err := our.Listen(t.Context(), taken, nothing, nil, nil); err == nil || !strings.Contains(err.Error(), taken) {
		t.Errorf("a second server on %s: %v", taken, err)
	}
}
