package dns_test

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// secondary is a made-up name server that has what the test says.
type secondary struct {
	serial  atomic.Uint32
	notices atomic.Int32
	asked   atomic.Int32
	failing atomic.Bool // it answers SERVFAIL
}

// listen answers on an address until the test ends.
func (s *secondary) listen(t *testing.T, address string) {
	t.Helper()
	packets, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{PacketConn: packets, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		m.Authoritative = true
		if q.Opcode == dns.OpcodeNotify {
			s.notices.Add(1)
		} else {
			s.asked.Add(1)
			if s.failing.Load() {
				_ = w.WriteMsg(m.SetRcode(q, dns.RcodeServerFailure))
				return
			}
			m.Answer = []dns.RR{&dns.SOA{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeSOA, Class: dns.ClassINET}, Ns: ".", Mbox: ".", Serial: s.serial.Load()}}
		}
		_ = w.WriteMsg(m)
	})}
	var work sync.WaitGroup
	work.Go(func() { _ = server.ActivateAndServe() })
	t.Cleanup(func() { _ = packets.Close(); work.Wait() })
}

// publishedSerial is what is noted as published.
func (b *books) publishedSerial(name string) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.published[name]
}

// eventually waits for something.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// A zone is published once all secondaries have it that must. One that is optional and away keeps nobody waiting, and gets what it has
// missed when it is there again; the same for one that is required.
func TestAZoneIsPublishedOnceTheRequiredSecondariesHaveIt(t *testing.T) {
	t.Parallel()
	first, second, optional := new(secondary), new(secondary), new(secondary)
	at := []string{freePort(t), freePort(t), freePort(t)}
	first.listen(t, at[0])
	var list []our.Secondary
	for i, text := range []string{"ns1=" + at[0], "ns2=" + at[1], "far=" + at[2] + ",optional"} {
		s, err := our.ParseSecondary(text)
		if err != nil {
			t.Fatal(i, err)
		}
		list = append(list, s)
	}
	name := published(t, "name.com", "@ A 192.0.2.1")
	name.Domain.ID, name.DomainID = 1, 1
	z, b := zones(t, clocktest.WithMachineWall(noon), name)
	var converged atomic.Int32
	p := our.NewPrimary(our.PrimaryConfig{Zones: z, Feed: b, Secondaries: list, Log: slog.New(slog.DiscardHandler), Converged: func(time.Duration) { converged.Add(1) }})
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { p.Run(ctx) })
	t.Cleanup(func() { stop(); work.Wait() })

	eventually(t, "the zone that nobody is known to have is told at the start", func() bool { return first.notices.Load() > 0 })
	first.serial.Store(7)
	eventually(t, "the first has it", func() bool { return p.Behind()["ns1"] == 0 })
	if b.publishedSerial("name.com") != 0 || p.Behind()["ns2"] != 1 || p.Behind()["far"] != 1 {
		t.Errorf("published as %d while the second is away: %v", b.publishedSerial("name.com"), p.Behind())
	}
	standing := func(everywhere bool) map[string]zone.NameServer {
		all := map[string]zone.NameServer{}
		for _, s := range p.Standing("name.com", 7, everywhere) {
			all[s.Name] = s
		}
		return all
	}
	eventually(t, "the second is known not to answer", func() bool { return !standing(false)["ns2"].SilentSince.IsZero() })
	if all := standing(false); !all["ns1"].Has || all["ns2"].Has || all["ns2"].BehindSince.IsZero() || all["ns2"].Answered || !all["far"].Optional || all["far"].Has {
		t.Errorf("one by one: %+v", all)
	}
	if before := p.Standing("name.com", 8, false); before[0].Has || !before[0].BehindSince.IsZero() {
		t.Errorf("a serial of which nobody was told: %+v", before)
	}
	second.serial.Store(6)
	second.listen(t, at[1])
	eventually(t, "the second tells what it has", func() bool {
		s := standing(false)["ns2"]
		return s.Answered && s.Serial == 6 && s.SilentSince.IsZero() && !s.Has
	})
	second.failing.Store(true)
	failed := second.asked.Load() + 2 // the second question was sent once the answer to the first was noted
	eventually(t, "the second is asked while it fails", func() bool { return second.asked.Load() > failed })
	if s := standing(false)["ns2"]; !s.Answered || s.Serial != 6 || !s.SilentSince.IsZero() || s.Said != "SERVFAIL" {
		t.Errorf("a failure is told for what it has: %+v", s)
	}
	second.failing.Store(false)
	second.serial.Store(7)
	eventually(t, "it is published while the optional one is away", func() bool { return b.publishedSerial("name.com") == 7 })
	if converged.Load() != 1 {
		t.Errorf("%d changes have converged", converged.Load())
	}
	optional.serial.Store(7)
	optional.listen(t, at[2])
	eventually(t, "the optional one gets what it missed", func() bool { return p.Behind()["far"] == 0 })
	for name, s := range standing(true) {
		if !s.Has || !s.BehindSince.IsZero() || !s.SilentSince.IsZero() {
			t.Errorf("%s has all: %+v", name, s)
		}
	}
	stop()
	work.Wait()
	second.serial.Store(3) // it was set up anew from an old copy, and no zone changes that it would be told of
	optional.failing.Store(true)
	told := second.notices.Load()
	p = our.NewPrimary(our.PrimaryConfig{Zones: z, Feed: b, Secondaries: list, Log: slog.New(slog.DiscardHandler)})
	if r := p.Reports(); len(r) != 3 || !r[0].AskedAt.IsZero() || !r[0].RoundAt.IsZero() || len(r[1].Behind) != 0 {
		t.Errorf("before a start: %+v", r)
	}
	again, end := context.WithCancel(context.Background())
	work.Go(func() { p.Run(again) })
	t.Cleanup(func() { end(); work.Wait() })
	eventually(t, "all are asked after a start", func() bool {
		r := p.Reports()
		return !r[0].RoundAt.IsZero() && !r[1].RoundAt.IsZero() && !r[2].RoundAt.IsZero()
	})
	if s := standing(true)["ns1"]; !s.Has || s.Unasked {
		t.Errorf("who has it is known to after a start: %+v", s)
	}
	if r := p.Reports(); len(r[0].Behind) != 0 || r[0].Zones != 1 || r[0].Seen != 1 || len(r[1].Behind) != 1 || r[1].Behind[0].Serial != 3 || r[1].Behind[0].Wanted != 7 ||
		len(r[2].Behind) != 1 || r[2].Behind[0].Answered || r[2].Behind[0].Said != "SERVFAIL" {
		t.Errorf("after a start: %+v", r)
	}
	eventually(t, "who has not got it is told of it", func() bool { return second.notices.Load() > told })
	second.serial.Store(7)
	eventually(t, "it has it again", func() bool { return len(p.Reports()[1].Behind) == 0 })
}

// What has gone before a secondary took it can be taken by none: it is owed no more, whether there was a change or time alone took it off
// the air. The catalog that it was in goes on being owed.
func TestAZoneThatHasGoneIsNotOwed(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"), published(t, "other.com", "@ A 192.0.2.2"))
	p.stop()
	still := our.NewPrimary(p.config) // does what it is told here, and nothing by itself
	after := func(what string, do func(context.Context) error, want int) {
		t.Helper()
		if err := do(t.Context()); err != nil {
			t.Fatal(err)
		}
		if behind := still.Behind()["ns1"]; behind != want {
			t.Errorf("%s, %d zones are owed, want %d", what, behind, want)
		}
	}
	after("at the start", still.Reload, 3)
	p.remove("name.com")
	after("once a name is known to have gone", still.Follow, 2)
	p.mu.Lock()
	delete(p.names, "other.com")
	p.mu.Unlock()
	after("once all are read anew", still.Reload, 1)
}

// A server that was not asked since the start is not told to have what the books say that the others had: it may be new, or away.
func TestWhoWasNotAskedIsNotSaidToHaveTheZone(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"))
	p.stop()
	if err := p.MarkPublished(t.Context(), []zone.Change{{Name: "name.com", Serial: 7}}); err != nil {
		t.Fatal(err)
	}
	p.config.Secondaries[0].Optional = true
	still := our.NewPrimary(p.config)
	if err := still.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := still.Standing("name.com", 7, true); len(all) != 1 || all[0].Has || !all[0].Unasked {
		t.Errorf("after a start: %+v", all)
	}
	if all := still.Standing("name.com", 8, false); all[0].Has || all[0].Unasked {
		t.Errorf("a change of which nobody was told: %+v", all)
	}
}
