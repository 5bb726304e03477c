package webhooks_test

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"nameyard/reseller"
	"nameyard/webhooks"
)

// vectors are addresses that nothing may be posted to. %P stands for the port of a server on this machine that must hear
// nothing; names end in .test and resolve as resolver says.
var vectors = []string{
	// this machine
	"https://127.0.0.1:%P/", "https://127.0.0.2:%P/", "https://127.255.255.254:%P/", "https://localhost:%P/", "https://LOCALHOST:%P/",
	"https://localhost.:%P/", "https://[::1]:%P/", "https://[0:0:0:0:0:0:0:1]:%P/", "https://0.0.0.0:%P/", "https://[::]:%P/", "https://0:%P/",
	// IPv4 in other clothes
	"https://2130706433:%P/", "https://0x7f000001:%P/", "https://0x7f.1:%P/", "https://0x7f.0.0.1:%P/", "https://0177.0.0.1:%P/",
	"https://017700000001:%P/", "https://127.1:%P/", "https://127.0.1:%P/", "https://127.0.0.1.:%P/", "https://127.000.000.001:%P/",
	"https://%%31%%32%%37.0.0.1:%P/", "https://①②⑦.⓪.⓪.①:%P/", "https://127。0。0。1:%P/",
	// IPv4 inside IPv6
	"https://[::ffff:127.0.0.1]:%P/", "https://[::ffff:7f00:1]:%P/", "https://[::127.0.0.1]:%P/", "https://[64:ff9b::127.0.0.1]:%P/",
	"https://[64:ff9b:1::7f00:1]:%P/", "https://[2002:7f00:1::]:%P/", "https://[2001:0:0:0::7f00:1]:%P/", "https://[::ffff:0:127.0.0.1]:%P/",
	// private networks and special purposes
	"https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.0.1/",
	"https://100.64.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[::ffff:169.254.169.254]/", "https://169.254.0.1/",
	"https://192.0.0.1/", "https://192.0.2.1/", "https://192.88.99.1/", "https://198.18.0.1/", "https://198.51.100.1/", "https://203.0.113.1/",
	"https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/", "https://255.255.255.255/", "https://[fe80::1]/",
	"https://[fe80::1%%25eth0]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[fec0::1]/", "https://[ff02::1]/",
	"https://[2001:db8::1]/", "https://[3fff::1]/", "https://[100::1]/", "https://[5f00::1]/",
	// names that resolve to such addresses
	"https://loopback.test:%P/", "https://loopback6.test:%P/", "https://mapped.test:%P/", "https://metadata.test/", "https://private.test/",
	"https://zero.test:%P/", "https://rebind.test:%P/", "https://nat64.test:%P/",
	// schemes, credentials, ports, other tricks
	"http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1:%P/", "javascript:alert(1)", "//example.com/", "/hook",
	"https:example.com", "https://", "https://user@example.com/", "https://user:pass@example.com/", "https://example.com@127.0.0.1:%P/",
	"https://example.com#@127.0.0.1:%P/", "https://example.com\\@127.0.0.1:%P/", "https://example.com:22/", "https://example.com:25/",
	"https://example.com:0/", "https://example.com:65536/", "https://example.com:/", "https://example.com:80/", "https://exa mple.com/",
	"https://example.com/\r\nHost: x", "https://-bad.example/", "https://exam_ple.com/", "https://[::1/", "https://räksmörgås.se/",
}

// resolver answers for the names in .test without any network.
func resolver() *net.Resolver {
	var asked atomic.Int32
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go answer(theirs, &asked)
		return ours, nil
	}}
}

// answer serves one DNS question over a connection that keeps lengths in front of messages, as over TCP (RFC 1035 4.2.2).
func answer(conn net.Conn, asked *atomic.Int32) {
	defer conn.Close()
	buf := make([]byte, 2048)
	n, err := conn.Read(buf)
	for err == nil && n < 14 {
		var more int
		more, err = conn.Read(buf[n:])
		n += more
	}
	var q dnsmessage.Message
	if err != nil || q.Unpack(buf[2:n]) != nil {
		return
	}
	question := q.Questions[0]
	q.Response, q.RecursionAvailable, q.Additionals = true, true, nil
	name := strings.TrimSuffix(question.Name.String(), ".")
	for _, a := range addresses(name, asked) {
		addr := netip.MustParseAddr(a)
		head := dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET}
		switch {
		case addr.Is4() && question.Type == dnsmessage.TypeA:
			q.Answers = append(q.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: addr.As4()}})
		case addr.Is6() && question.Type == dnsmessage.TypeAAAA:
			q.Answers = append(q.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
		}
	}
	body, err := q.Pack()
	if err != nil {
		return
	}
	_, _ = conn.Write(append([]byte{byte(len(body) >> 8), byte(len(body))}, body...))
}

// addresses are what names resolve to. One of them has another address at first, which a policy may
// allow; nothing listens there.
func addresses(name string, asked *atomic.Int32) []string {
	switch name {
	case "rebind.test":
		if asked.Add(1) == 1 {
			return []string{"127.0.0.9", "127.0.0.1"} // also side by side
		}
		return []string{"127.0.0.1"}
	case "loopback.test":
		return []string{"127.0.0.1"}
	case "loopback6.test":
		return []string{"::1"}
	case "mapped.test":
		return []string{"::ffff:127.0.0.1"}
	case "metadata.test":
		return []string{"169.254.169.254"}
	case "private.test":
		return []string{"10.1.2.3", "fd00::1"}
	case "zero.test":
		return []string{"0.0.0.0", "::"}
	case "nat64.test":
		return []string{"64:ff9b::7f00:1"}
	}
	return nil
}

func TestNothingInternalIsReached(t *testing.T) {
	t.Parallel()
	inside := listen(t)
	_, port, err := net.SplitHostPort(inside.address)
	must(t, err)
	w := newFixture(t)
	w.config.Resolver, w.config.Policy = resolver(), webhooks.Policy{}
	courier := webhooks.New(w.config)
	tried := 0
	for _, v := range vectors {
		target := strings.NewReplacer("%P", port, "%%", "%").Replace(v)
		tried++
		named := strings.Contains(target, ".test") || strings.Contains(strings.ToLower(target), "localhost")
		_, err := webhooks.Policy{}.CheckURL(target)
		if !named && !reseller.IsKind(err, reseller.KindInvalid) {
			t.Errorf("%s may be added: %v", target, err)
		}
		if named && err != nil {
			t.Errorf("%s is refused when it is added, so the guard of the connection is not tested: %v", target, err)
		}
		// What slipped in all the same, or was added under another policy, must not be reached either.
		e := w.endpoint(t, target)
		if status, err := courier.Test(t.Context(), e); err == nil || status != 0 {
			t.Errorf("%s was reached: status %d", target, status)
		}
	}
	if n := inside.connections.Load(); n != 0 {
		t.Errorf("%d connections were made to this machine", n)
	}
	if tried < 60 {
		t.Errorf("only %d vectors", tried)
	}
	t.Logf("%d vectors, %d connections to what is internal", tried, inside.connections.Load())
}

// TestGuardSitsOnTheConnection takes the check of URLs out of the way: the very address that is connected to must be refused.
func TestGuardSitsOnTheConnection(t *testing.T) {
	t.Parallel()
	inside := listen(t)
	_, port, err := net.SplitHostPort(inside.address)
	must(t, err)
	w := newFixture(t)
	for _, name := range []string{"loopback.test", "loopback6.test", "mapped.test", "rebind.test", "zero.test", "localhost"} {
		w.config.Resolver, w.config.Policy = resolver(), webhooks.Policy{PlainHTTP: true, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}}
		for range 3 {
			_, err := webhooks.New(w.config).Test(t.Context(), w.endpoint(t, "http://"+name+":"+port+"/"))
			if err == nil || !strings.Contains(err.Error(), "only public addresses") && name != "rebind.test" {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if n := inside.connections.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	inside, outside := listen(t), listen(t)
	outside.redirect = "http://" + inside.address + "/"
	w := newFixture(t)
	status, err := webhooks.New(w.config).Test(t.Context(), w.endpoint(t, "http://"+outside.address+"/"))
	if status != 307 || err == nil || !strings.Contains(err.Error(), "not followed") || inside.connections.Load() != 0 {
		t.Errorf("status %d, %v; %d connections to where it leads", status, err, inside.connections.Load())
	}
}

func TestOperatorMayAllowInternalReceivers(t *testing.T) {
	t.Parallel()
	p := webhooks.Policy{Allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")}}
	for text, allowed := range map[string]bool{
		"https://10.1.2.3/x": true, "https://[::ffff:10.1.2.3]/x": true, "https://[fd00::1]:8443/x": true, "https://10.2.0.1/x": false,
		"http://10.1.2.3/x": false, "https://10.1.2.3:22/x": false, "https://example.com/hooks?a=b": true, "https://example.com:8443/": true,
		"https://xn--rksmrgs-5wao1o.se/": true, "https://8.8.8.8/": true, "https://[2606:2800:21f::1]/": true,
	} {
		got, err := p.CheckURL(text)
		if (err == nil) != allowed {
			t.Errorf("%s: %q, %v", text, got, err)
		}
		if _, bad := url.Parse(got); err == nil && (bad != nil || got == "") {
			t.Errorf("%s is kept as %q", text, got)
		}
	}
}
