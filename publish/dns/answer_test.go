package dns_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"pgregory.net/rapid"

	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/zone"
)

// TestAnswersAreWhatTheRecordsOfTheZoneSay asks random zones random questions, and compares with the judge's plain way.
func TestAnswersAreWhatTheRecordsOfTheZoneSay(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("name.com", "com")
	rapid.Check(t, func(t *rapid.T) {
		records := drawnZone(t, name)
		z, err := our.Compile(zone.Publication{Records: records, Aliased: aliased(records), Domain: reseller.Domain{Name: name, DNSManagement: true}}, house)
		if err != nil {
			t.Fatal(err)
		}
		hosts := []string{"name.com."}
		for _, rr := range z.Records() {
			owner := rr.Header().Name
			hosts = append(hosts, owner, "x."+owner, "*."+owner)
			if _, parent, more := strings.Cut(owner, "."); more && dns.IsSubDomain("name.com.", parent) {
				hosts = append(hosts, parent, "y."+parent)
			}
		}
		for range 20 {
			q := new(dns.Msg).SetQuestion(rapid.SampledFrom(hosts).Draw(t, "name"), rapid.SampledFrom(askedTypes).Draw(t, "type"))
			if rapid.Bool().Draw(t, "edns") {
				q.SetEdns0(rapid.Uint16().Draw(t, "size"), rapid.Bool().Draw(t, "do"))
			}
			sameAnswer(t, z, q)
		}
	})
}

var askedTypes = []uint16{
	dns.TypeA, dns.TypeAAAA, dns.TypeMX, dns.TypeTXT, dns.TypeNS, dns.TypeSOA, dns.TypeCNAME, dns.TypeSRV, dns.TypeDS, dns.TypeHTTPS, dns.TypeANY, dns.TypeNAPTR, 999,
}

// sameAnswer wants what the judge says over TCP, and over UDP as well unless it says that it was cut.
func sameAnswer(t *rapid.T, z *our.Zone, q *dns.Msg) {
	name, kind := q.Question[0].Name, q.Question[0].Qtype
	want := z.Judged(name, kind)
	for _, overUDP := range []bool{false, true} {
		wire, err := z.Ask(q, overUDP)
		if err != nil {
			t.Fatal(err)
		}
		m := new(dns.Msg)
		if err := m.Unpack(wire); err != nil {
			t.Fatalf("%v is answered with %x: %v", q.Question, wire, err)
		}
		most := dns.MaxMsgSize
		if overUDP {
			most = 512
			if opt := q.IsEdns0(); opt != nil {
				most = min(max(512, int(opt.UDPSize())), 1232)
			}
		}
		if len(wire) > most || (m.IsEdns0() == nil) != (q.IsEdns0() == nil) || m.Id != q.Id || !slices.Equal(m.Question, q.Question) {
			t.Fatalf("%d bytes of %d for %v: %v", len(wire), most, q, m)
		}
		if m.Truncated {
			if !overUDP {
				t.Fatalf("cut over TCP: %v", m)
			}
			continue
		}
		m.Extra = slices.DeleteFunc(m.Extra, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeOPT })
		got := []string{fmt.Sprint(m.Rcode, m.Authoritative), wires(t, m.Answer), wires(t, m.Ns), wires(t, m.Extra)}
		judged := []string{fmt.Sprint(want.Rcode, want.Authoritative), wires(t, want.Answer), wires(t, want.Authority), wires(t, want.Additional)}
		if overUDP && len(m.Extra) < len(want.Additional) { // there was no room for what may be left out
			got, judged = got[:3], judged[:3]
		}
		if !slices.Equal(got, judged) {
			t.Fatalf("%v over UDP %t is answered with\n%v\nthe judge says\n%v", q.Question, overUDP, m, want)
		}
	}
}

// wires are records as the wire has them, each once, in the order of their bytes.
func wires(t *rapid.T, list []dns.RR) string {
	var all [][]byte
	for _, rr := range list {
		all = append(all, packed(t, rr))
	}
	slices.SortFunc(all, bytes.Compare)
	return string(bytes.Join(slices.CompactFunc(all, bytes.Equal), nil))
}

// FuzzRequests sends bytes that somebody made up: what is answered is a message, to the question that was asked.
func FuzzRequests(f *testing.F) {
	z := compiled(f, published(f, "name.com", "@ A 192.0.2.1", "@ MX 10 mail", "mail A 192.0.2.2", "www CNAME @", "* TXT any", "sub NS ns.sub", "ns.sub A 192.0.2.5"))
	for _, name := range []string{"name.com.", `x\004name.com.`, "www.name.com.", "a.b.name.com.", "x.sub.name.com.", ".", strings.Repeat("a.", 120) + "name.com."} {
		for _, size := range []uint16{0, 1232} {
			q := new(dns.Msg).SetQuestion(name, dns.TypeA)
			if size > 0 {
				q.SetEdns0(size, true)
			}
			wire, err := q.Pack()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(wire)
			f.Add(wire[:len(wire)-1])
			wire = slices.Clone(wire)
			wire[rand.IntN(len(wire))] ^= 0xFF
			f.Add(wire)
		}
	}
	f.Fuzz(func(t *testing.T, request []byte) {
		answer, taken := z.AskBytes(request)
		q, m := new(dns.Msg), new(dns.Msg)
		err := q.Unpack(request)
		if !taken {
			return
		}
		if err != nil || len(q.Question) != 1 || q.Response {
			t.Fatalf("%x is taken for a question: %v, %v", request, q, err)
		}
		if err := m.Unpack(answer); err != nil || m.Id != q.Id || len(m.Question) != 1 || m.Question[0] != q.Question[0] || len(answer) > 1232 {
			t.Fatalf("%x is answered with %x: %v", request, answer, err)
		}
	})
}

// BenchmarkAnswer answers one question of a name with ten records.
func BenchmarkAnswer(b *testing.B) {
	z := compiled(b, published(b, "name.com", "@ A 192.0.2.1", "www A 192.0.2.1", "api A 192.0.2.1", "@ AAAA 2001:db8::7", "www AAAA 2001:db8::7", "@ MX 10 mail.example.net",
		"@ MX 20 mail2.example.net", "shop CNAME shops.example.net", "@ TXT v=spf1 include:_spf.example.net -all", "_dmarc TXT v=DMARC1; p=reject"))
	wire, err := new(dns.Msg).SetQuestion("name.com.", dns.TypeMX).Pack()
	if err != nil {
		b.Fatal(err)
	}
	answer := z.Answering()
	b.ReportAllocs()
	for b.Loop() {
		answer(wire)
	}
}
