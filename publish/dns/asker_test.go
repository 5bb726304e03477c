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
	server := &dns.Server{PacketConn: packets, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		(*reply.Load())(m, q)
		_ = w.WriteMsg(m)
	})}
	var work sync.WaitGroup
	work.Go(func() { _ = server.ActivateAndServe() })
	t.Cleanup(func() { _ = packets.Close(); work.Wait() })
	s, err := our.ParseSecondary("ns1=" + at)
	if err != nil {
		t.Fatal(err)
	}
	key := our.Key{Name: "xfr-key.", Algorithm: dns.HmacSHA256, Secret: exampleSecret}
	rcode := func(code int) replies { return func(m, _ *dns.Msg) { m.Rcode = code } }
	withTSIG := func(code uint16) replies {
		return func(m, q *dns.Msg) {
			m.Rcode = dns.RcodeNotAuth
			m.Extra = append(m.Extra, &dns.TSIG{Hdr: dns.RR_Header{Name: key.Name, Rrtype: dns.TypeTSIG, Class: dns.ClassANY}, Algorithm: key.Algorithm, Error: code, OrigId: q.Id})
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
		{"NXDOMAIN", true, rcode(dns.RcodeNameError)},
		{"NOERROR", true, rcode(dns.RcodeSuccess)},
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
	_ = packets.Close()
	work.Wait()
	if got := our.SerialAt(context.Background(), s, key, "name.com", time.Now); got.Said != our.ClosedPort || !got.Silent() {
		t.Errorf("a port on which nothing listens is told as %+v", got)
	}
}
