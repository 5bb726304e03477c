package dns_test

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
)

// recursive is a resolver on a free port that answers as a function says, until the test ends; nil = not at all.
func recursive(t *testing.T, answer func(q *dns.Msg, tcp bool) *dns.Msg) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	packets, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	handler := dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		_, udp := w.RemoteAddr().(*net.UDPAddr)
		if m := answer(q, !udp); m != nil {
			_ = w.WriteMsg(m)
		}
	})
	for _, s := range []*dns.Server{{PacketConn: packets, Handler: handler}, {Listener: listener, Handler: handler}} {
		started, ended := make(chan struct{}), make(chan error, 1)
		s.NotifyStartedFunc = func() { close(started) }
		go func() { ended <- s.ActivateAndServe() }()
		<-started
		t.Cleanup(func() {
			_ = s.Shutdown()
			<-ended
		})
	}
	return listener.Addr().String()
}

// TestHostsAreResolvedAsTheyAreAnswered asks a resolver that answers by what a host is called.
func TestHostsAreResolvedAsTheyAreAnswered(t *testing.T) {
	t.Parallel()
	server := recursive(t, func(q *dns.Msg, tcp bool) *dns.Msg {
		host, kind := q.Question[0].Name, q.Question[0].Qtype
		m := new(dns.Msg).SetReply(q)
		put := func(text string) {
			if rr, err := dns.NewRR(text); err == nil && (rr.Header().Rrtype == kind || rr.Header().Rrtype == dns.TypeCNAME) {
				m.Answer = append(m.Answer, rr)
			}
		}
		switch strings.Split(host, ".")[0] {
		case "both":
			put("BOTH.example.net. 300 A 192.0.2.1")
			put("both.example.net. 200 AAAA 2001:db8::1")
		case "chain":
			put("chain.example.net. 30 CNAME Middle.example.net.")
			put("chain.example.net. 30 A 192.0.2.66")
			put("middle.example.net. 900 CNAME end.example.org.")
			put("end.example.org. 60 A 192.0.2.2")
			put("stranger.example.org. 60 A 192.0.2.67")
		case "endless":
			for i := range 20 {
				put(fmt.Sprintf("%s 60 CNAME endless%d.example.net.", host, i))
				host = fmt.Sprintf("endless%d.example.net.", i)
			}
		case "inside":
			for _, a := range []string{"10.0.0.1", "127.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.3"} {
				put("inside.example.net. 60 A " + a)
			}
			for _, a := range []string{"::1", "fd00::1", "fe80::1", "64:ff9b::a00:1", "::ffff:10.0.0.1", "ff02::1", "::"} {
				put("inside.example.net. 60 AAAA " + a)
			}
		case "large":
			m.Truncated = !tcp
			if tcp {
				put("large.example.net. 60 A 192.0.2.4")
			}
		case "none":
			m.Rcode = dns.RcodeNameError
		case "broken":
			m.Rcode = dns.RcodeServerFailure
		case "half":
			if kind == dns.TypeAAAA {
				m.Rcode = dns.RcodeRefused
			}
			put("half.example.net. 60 A 192.0.2.5")
		case "other":
			m.Question[0].Name = "forged.example.net."
		}
		return m
	})
	r, err := our.NewResolver(server)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{
		"both":    "[192.0.2.1 2001:db8::1] 3m20s <nil> <nil>",
		"chain":   "[192.0.2.2] 30s <nil> <nil>",
		"inside":  "[192.0.2.3] 1m0s <nil> <nil>",
		"large":   "[192.0.2.4] 1m0s <nil> <nil>",
		"none":    "[] 168h0m0s <nil> <nil>",
		"nodata":  "[] 168h0m0s <nil> <nil>",
		"endless": "[] 0s too many CNAMEs follow one another too many CNAMEs follow one another",
		"broken":  "[] 0s the resolver S answers SERVFAIL the resolver S answers SERVFAIL",
		"half":    "[192.0.2.5] 0s <nil> the resolver S answers REFUSED",
		"other":   "[] 0s the resolver S answers another question the resolver S answers another question",
	} {
		got := r.Resolve(t.Context(), host+".example.net")
		text := strings.ReplaceAll(fmt.Sprint(got.Addresses, got.TTL, got.NoV4, got.NoV6), server, "S")
		if text != want {
			t.Errorf("%s: %s\nwant %s", host, text, want)
		}
	}
	if via := fmt.Sprint(r.Resolve(t.Context(), "chain.example.net").Via); !strings.HasPrefix(via, "[chain.example.net middle.example.net end.example.org ") {
		t.Errorf("the way: %s", via)
	}
}

func TestResolversAreAddresses(t *testing.T) {
	t.Parallel()
	for given, ok := range map[string]bool{"": true, "192.0.2.53": true, "192.0.2.53:5353": true, "2001:db8::53": true, "[2001:db8::53]:53": true, "[2001:db8::53]": true,
		"resolver.example.net": false, "192.0.2.53:0": false, "192.0.2.53:x": false, "192.0.2.300": false} {
		if _, err := our.NewResolver(given); (err == nil) != ok {
			t.Errorf("%q: %v", given, err)
		}
	}
}
