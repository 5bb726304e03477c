package dns_test

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
)

// What a name server answers instead of a serial is told as it is: a refusal is not taken for a zone that is not there.
func TestAnAnswerWithoutASerialIsToldAsItWas(t *testing.T) {
	t.Parallel()
	at := freePort(t)
	packets, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", at)
	if err != nil {
		t.Fatal(err)
	}
	type replies func(m, q *dns.Msg)
	var reply atomic.Pointer[replies]
	var cut atomic.Bool // what goes over UDP
	key := our.Key{Name: "xfr-key.", Algorithm: dns.HmacSHA256, Secret: exampleSecret}
	server := &dns.Server{PacketConn: packets, TsigSecret: map[string]string{key.Name: key.Secret}, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		m.Authoritative = true
		if (*reply.Load())(m, q); cut.Load() && w.RemoteAddr().Network() == "udp" {
			m.Truncated, m.Answer = true, nil
		}
		_ = w.WriteMsg(m)
	})}
	streams, err := new(net.ListenConfig).Listen(t.Context(), "tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	overTCP := &dns.Server{Listener: streams, TsigSecret: server.TsigSecret, Handler: server.Handler}
	var work sync.WaitGroup
	work.Go(func() { _ = server.ActivateAndServe() })
	work.Go(func() { _ = overTCP.ActivateAndServe() })
	closed := func() { _, _ = packets.Close(), streams.Close() }
	t.Cleanup(func() { closed(); work.Wait() })
	s, err := our.ParseSecondary("ns1=" + at)
	if err != nil {
		t.Fatal(err)
	}
	rcode := func(code int) replies { return func(m, _ *dns.Msg) { m.Rcode = code } }
	withTSIG := func(code uint16) replies {
		return func(m, q *dns.Msg) {
			m.Rcode = dns.RcodeNotAuth
			m.Extra = append(m.Extra, &dns.TSIG{Hdr: dns.RR_Header{Name: key.Name, Rrtype: dns.TypeTSIG, Class: dns.ClassANY}, Algorithm: key.Algorithm, Error: code, OrigId: q.Id})
		}
	}
	signed := func(reply replies) replies {
		return func(m, q *dns.Msg) {
			reply(m, q)
			m.SetTsig(key.Name, key.Algorithm, 300, time.Now().Unix())
		}
	}
	soa := func(owner string, authoritative bool) replies {
		return func(m, _ *dns.Msg) {
			m.Authoritative = authoritative
			m.Answer = []dns.RR{&dns.SOA{Hdr: dns.RR_Header{Name: owner, Rrtype: dns.TypeSOA, Class: dns.ClassINET}, Ns: ".", Mbox: ".", Serial: 4000}}
		}
	}
	for _, c := range []struct {
		said  string
		none  bool // it says that the zone is not there
		reply replies
	}{
		{"REFUSED", false, rcode(dns.RcodeRefused)},
		{"SERVFAIL", false, rcode(dns.RcodeServerFailure)},
		{"NOTAUTH", false, rcode(dns.RcodeNotAuth)},
		{"NXDOMAIN", true, signed(rcode(dns.RcodeNameError))},
		{"NOERROR", true, signed(rcode(dns.RcodeSuccess))},
		{"NOERROR", true, signed(soa("other.org.", true))},
		{our.Unsigned, false, rcode(dns.RcodeNameError)},
		{our.Unsigned, false, rcode(dns.RcodeSuccess)},
		{our.Unsigned, false, soa("name.com.", true)},
		{our.Borrowed, false, signed(soa("name.com.", false))},
		{"BADKEY", false, withTSIG(dns.RcodeBadKey)},
		{"BADSIG", false, withTSIG(dns.RcodeBadSig)},
		{"BADTIME", false, withTSIG(dns.RcodeBadTime)},
	} {
		reply.Store(&c.reply)
		got := our.SerialAt(context.Background(), s, key, "name.com", time.Now)
		if got.Said != c.said || got.HasNone() != c.none || got.Silent() || got.Has(0) {
			t.Errorf("%s is told as %+v", c.said, got)
		}
	}
	tells := signed(soa("NAME.com.", true))
	reply.Store(&tells)
	if got := our.SerialAt(context.Background(), s, key, "name.com", time.Now); got.Said != "" || !got.Has(4000) {
		t.Errorf("a signed answer of its own is told as %+v", got)
	}
	cut.Store(true)
	if got := our.SerialAt(context.Background(), s, key, "name.com", time.Now); got.Said != "" || !got.Has(4000) {
		t.Errorf("an answer that is whole over TCP alone is told as %+v", got)
	}
	_ = streams.Close()
	if got := our.SerialAt(context.Background(), s, key, "name.com", time.Now); got.Said != our.CutShort || got.HasNone() || got.Silent() {
		t.Errorf("an answer that is cut, and none over TCP, is told as %+v", got)
	}
	closed()
	work.Wait()
	if got := our.SerialAt(context.Background(), s, key, "name.com", time.Now); got.Said != our.ClosedPort || !got.Silent() {
		t.Errorf("a port on which nothing listens is told as %+v", got)
	}
}
