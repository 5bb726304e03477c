package dns_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"nameyard/publish"
	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// slowBooks do not answer for names that begin with "slow" until they are let.
type slowBooks struct {
	*books
	let chan struct{}
}

func (b slowBooks) Publication(ctx context.Context, name reseller.Name) (zone.Publication, error) {
	if strings.HasPrefix(name.String(), "slow") {
		select {
		case <-b.let:
		case <-ctx.Done():
		}
	}
	return b.books.Publication(ctx, name)
}

// Anybody can ask for names that are not kept, as fast as the network carries the questions. What they cost is bounded, those that wait
// keep nobody from a zone that is kept, and whatever is sent in place of a question leaves the next one its place.
func TestQuestionsThatWaitForTheBooksAreBounded(t *testing.T) {
	_, _, b := filledZones(t, clocktest.New(noon), published(t, "name.com", "@ A 192.0.2.1"))
	slow := slowBooks{b, make(chan struct{})}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	server := serveZones(t, our.NewZones(publish.NewZones(publish.Config{Books: slow, Rules: rules, Clock: clocktest.New(noon), Log: log, Pack: our.Packer(house, log)})))
	conn, err := new(net.Dialer).DialContext(t.Context(), "udp", server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	kept := func() { // an answer says that what was sent before has been read, too
		t.Helper()
		if m := ask(t, "udp", server, question("name.com.", dns.TypeA)); len(m.Answer) != 1 {
			t.Fatalf("of a zone that is kept: %v", m)
		}
	}
	flood := func(times int, message func(i int) []byte) (goroutines int) {
		t.Helper()
		for i := range times {
			if _, err := conn.Write(message(i)); err != nil {
				t.Fatal(err)
			}
			if i%50 == 0 {
				kept()
				goroutines = max(goroutines, runtime.NumGoroutine())
			}
		}
		return goroutines
	}
	packed := func(q *dns.Msg) []byte {
		message, err := q.Pack()
		if err != nil {
			t.Fatal(err)
		}
		return message
	}

	kept()
	before := runtime.NumGoroutine()
	if most := flood(2000, func(i int) []byte { return packed(question(fmt.Sprintf("slow%d.com.", i), dns.TypeA)) }); most-before > 300 {
		t.Errorf("2,000 questions that wait make %d goroutines of %d", most, before)
	}
	close(slow.let)
	sound := packed(question("other.com.", dns.TypeA))
	answer, update := packed(question("other.com.", dns.TypeA).SetRcode(question("other.com.", dns.TypeA), dns.RcodeSuccess)), packed(new(dns.Msg).SetUpdate("other.com."))
	for _, message := range [][]byte{sound[:5], sound[:len(sound)-3], answer, update} {
		flood(300, func(int) []byte { return message })
	}
	if m := ask(t, "udp", server, question("other.com.", dns.TypeA)); m.Rcode != dns.RcodeRefused {
		t.Errorf("after all of that a name that is not ours is answered with %v", m)
	}
}
