package dns_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	our "nameyard/publish/dns"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// following is a name server that is asked by hand, about some zones, at a time that stands still.
type following struct {
	our.Follower
	t       *testing.T
	primary *our.Primary
	clock   *clocktest.Clock
	says    func() our.SOAAnswer
	asked   atomic.Int32
}

func followed(t *testing.T, names int) *following {
	t.Helper()
	s, err := our.ParseSecondary("ns1=" + freePort(t))
	if err != nil {
		t.Fatal(err)
	}
	var list []zone.Publication
	for i := range names {
		p := published(t, fmt.Sprintf("n%d.com", i), "@ A 192.0.2.1")
		p.Domain.ID, p.DomainID = int64(i+1), int64(i+1)
		list = append(list, p)
	}
	f := &following{t: t, clock: clocktest.New(noon), says: func() our.SOAAnswer { return our.SOAAnswer{Serial: 7} }}
	z, b := zones(t, f.clock, list...)
	f.primary = our.NewPrimary(our.PrimaryConfig{Zones: z, Feed: b, Secondaries: []our.Secondary{s}, Catalogs: our.Catalogs{Name: "catalog.example.net"}, Log: slog.New(slog.DiscardHandler)})
	f.Follower = our.FollowerOf(f.primary, func(string) our.SOAAnswer { f.asked.Add(1); return f.says() })
	return f
}

// round asks for all zones, as far as that may be done at once.
func (f *following) round() error {
	ctx, stop := context.WithTimeout(f.t.Context(), 200*time.Millisecond)
	defer stop()
	return f.Round(ctx, f.primary)
}

// second lets a second go by, and tells how many questions were asked in it.
func (f *following) second() int32 {
	before := f.asked.Load()
	for range 4 {
		f.clock.Move(time.Second / 4)
		f.Work(f.t.Context())
	}
	return f.asked.Load() - before
}

// A name server that tells no serial is asked about few zones, and not all of them again and again; what changes now is asked at once.
func TestANameServerThatTellsNothingIsAskedAboutFew(t *testing.T) {
	t.Parallel()
	f := followed(t, 400)
	f.says = func() our.SOAAnswer { return our.SOAAnswer{Said: "REFUSED"} }
	if err := f.round(); err == nil || f.asked.Load() < 32 || f.asked.Load() > 100 {
		t.Errorf("a round of 400 zones ends with %v after %d questions to one that refuses them", err, f.asked.Load())
	}
	if r := f.primary.Reports()[0]; !r.Mute || !r.RoundAt.IsZero() {
		t.Errorf("it is told as %+v", r)
	}
	for i := range 400 {
		f.Owe(fmt.Sprintf("n%d.com.", i))
	}
	for range 10 { // the first tries of the changes
		f.second()
	}
	for range 20 {
		if asked := f.second(); asked > 15 {
			t.Fatalf("%d questions in a second", asked)
		}
	}
	before := f.asked.Load()
	f.Owe("new.com.")
	if f.Work(t.Context()); f.asked.Load() == before {
		t.Error("a change waits for what is not there")
	}
	f.says = func() our.SOAAnswer { return our.SOAAnswer{Serial: 7} }
	for range 62 {
		f.second()
	}
	if behind := f.primary.Behind()["ns1"]; behind != 0 {
		t.Errorf("it is behind with %d zones a minute after it has them", behind)
	}
}

// One that refuses the key at its catalogs is not asked for all zones, of which it would say the same; one that lacks them is.
func TestANameServerThatRefusesTheKeyIsAskedForItsCatalogsAlone(t *testing.T) {
	t.Parallel()
	f := followed(t, 1)
	if err := f.primary.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	for said, on := range map[string]bool{our.Unsigned: false, "BADKEY": false, "BADSIG": false, "BADTIME": false, "REFUSED": true, "NXDOMAIN": true, "": true} {
		f.says = func() our.SOAAnswer { return our.SOAAnswer{Said: said} }
		if got := f.Pulse(t.Context(), f.primary); got != on {
			t.Errorf("after %q at its catalog it is asked for zones: %t", said, got)
		}
		f.clock.Move(time.Minute)
		silent, behind := f.primary.Late(f.clock.Now())
		if silent["ns1"] != 0 || behind["ns1"] < time.Minute {
			t.Errorf("after %q at its catalog it is silent for %s and behind for %s", said, silent["ns1"], behind["ns1"])
		}
		if r := f.primary.Reports()[0]; len(r.Catalogs) != 1 || r.Catalogs[0].Said != said || !r.SilentSince.IsZero() {
			t.Errorf("%q is told as %+v", said, r)
		}
	}
}

// A name server that gives no answer is told as silent, and no more as behind: of what it has nobody knows.
func TestOneThatGivesNoAnswerIsSilentSinceThen(t *testing.T) {
	t.Parallel()
	f := followed(t, 1)
	f.Owe("n0.com.")
	f.says = func() our.SOAAnswer { return our.SOAAnswer{Said: our.ClosedPort} }
	f.Work(t.Context())
	f.clock.Move(20 * time.Minute)
	silent, behind := f.primary.Late(f.clock.Now())
	if silent["ns1"] != 20*time.Minute || behind["ns1"] != 0 {
		t.Errorf("silent for %s, behind for %s", silent["ns1"], behind["ns1"])
	}
}

// All questions together are bounded for one that says what it has, too, and is behind with everything.
func TestQuestionsAboutWhatIsFoundMissingAreBounded(t *testing.T) {
	t.Parallel()
	f := followed(t, 1200)
	f.says = func() our.SOAAnswer { return our.SOAAnswer{Serial: 6} }
	if err := f.round(); err == nil || f.asked.Load() > 500 {
		t.Errorf("a round ends with %v after %d questions within a second", err, f.asked.Load())
	}
	for range 5 {
		if asked := f.second(); asked > 1000 {
			t.Errorf("%d questions in a second", asked)
		}
	}
}

// A packet that was lost is asked for again before it is taken for silence, and silence brings no round soon after the last.
func TestALostPacketSetsOffNoRound(t *testing.T) {
	t.Parallel()
	f := followed(t, 1)
	if !f.RoundDue() {
		t.Error("no round at the start")
	}
	if err := f.round(); err != nil || f.RoundDue() {
		t.Errorf("after a round: %v, and another one is due", err)
	}
	lost := 0
	f.says = func() our.SOAAnswer {
		if lost--; lost >= 0 {
			return our.SOAAnswer{Said: our.NoAnswer}
		}
		return our.SOAAnswer{Serial: 7}
	}
	silent := func(packets int) bool {
		lost = packets
		f.Owe("n0.com.")
		f.Work(t.Context())
		return !f.primary.Reports()[0].SilentSince.IsZero()
	}
	f.clock.Move(15 * time.Minute)
	if silent(1) || f.RoundDue() {
		t.Error("a lost packet is taken for silence")
	}
	f.clock.Move(-14 * time.Minute)
	if !silent(3) {
		t.Error("silence is not told")
	}
	for range 3 {
		f.second()
	}
	if !f.primary.Reports()[0].SilentSince.IsZero() || f.RoundDue() {
		t.Error("one that answers again is silent, or asked for all zones a minute after it was")
	}
	if f.clock.Move(10 * time.Minute); !f.RoundDue() {
		t.Error("one that was away is not asked what it has lost")
	}
}
