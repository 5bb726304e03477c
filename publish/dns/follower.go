package dns

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"

	"nameyard/reseller"
	"nameyard/safely"
)

// follower brings one secondary to have what it owes.
type follower struct {
	asker
	serial func(ctx context.Context, apex string) SOAAnswer // asks it: serialOf
	signer bool
	clock  reseller.Clock
	log    *slog.Logger
	wake   chan struct{}

	mu    sync.Mutex
	debts map[string]*debt // by apex
	next  time.Time        // before it none of them is due

	away      bool      // it gave no answer lately
	awaySince time.Time // business time
	probed    time.Time // when it was last asked so

	rounds, again, few pace
	untold             int  // answers in a row that told no serial, about zones
	unpaced            bool // it is asked once, for somebody who waits

	looked // what it was found to have
}

// debt is a zone that a secondary has not taken yet.
type debt struct {
	serial uint32
	tries  int
	due    time.Time // wall time
	busy   bool
	fresh  bool // of a change just now
	done   *arrival

	since    time.Time // when it was first told of a serial that it has not taken, business time
	answered bool      // it said what it has
	has      uint32    // which serial that was; 0 = it does not have the zone
	said     string    // what its last answer was that told nothing of what it has: a code
}

const (
	firstPause = 50 * time.Millisecond
	lastPause  = time.Minute
	atOnce     = 32 // zones that one secondary is asked about at a time
	answerTime = 2 * time.Second
	awayPause  = time.Second // between questions to a secondary that does not answer
	lookPause  = time.Second / 4
)

func newFollower(s Secondary, key Key, clock reseller.Clock, log *slog.Logger) *follower {
	a := asker{s, key, clock.Wall}
	return &follower{asker: a, serial: a.serialOf, clock: clock, log: log, wake: make(chan struct{}, 1), debts: map[string]*debt{}}
}

// owe notes that the secondary must take a serial of a zone, at least.
func (f *follower) owe(apex string, d *debt) {
	f.mu.Lock()
	f.put(apex, d)
	f.mu.Unlock()
	f.awake()
}

// oweAlone notes that this secondary must take a serial of a zone of which it said something else, unless it must already. The others have it: nothing
// comes of it when this one does.
func (f *follower) oweAlone(apex string, serial uint32, got SOAAnswer) {
	f.mu.Lock()
	owed := f.debts[apex].covers(serial)
	if !owed {
		d := &debt{serial: serial, done: new(arrival)}
		f.put(apex, d)
		if !d.answered && d.said == "" {
			d.note(got)
		}
	}
	f.mu.Unlock()
	if !owed {
		f.awake()
	}
}

// put makes a debt that of a zone, due now. The caller holds f.mu.
func (f *follower) put(apex string, d *debt) {
	now := f.clock.Wall()
	d.due, d.since = now, f.clock.Now()
	if before := f.debts[apex]; before != nil {
		d.since, d.answered, d.has, d.said = before.since, before.answered, before.has, before.said
	}
	f.debts[apex] = d
	if at := f.probed.Add(firstPause); !f.away {
		f.next = now
	} else if at.Before(f.next) { // it may have come back
		f.next = at
	}
}

// awake has the debts looked through now.
func (f *follower) awake() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// covers reports whether who has the debt must take a serial, or a later one.
func (d *debt) covers(serial uint32) bool { return d != nil && !Older(d.serial, serial) }

// late tells for how long the secondary has given no answer, or, if it does, has owed something.
func (f *follower) late(now time.Time) (silent, behind time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return now.Sub(f.awaySince), 0
	}
	for _, d := range f.debts {
		behind = max(behind, now.Sub(d.since))
	}
	return 0, behind
}

// forget lets the secondary owe nothing of a zone that has gone: it is given to nobody any more, so that it could never be taken.
func (f *follower) forget(apex string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.debts, apex)
}

// forgetAllBut lets the secondary owe nothing of zones that are not there.
func (f *follower) forgetAllBut(there func(apex string) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.debts, func(apex string, _ *debt) bool { return !there(apex) })
}

// owes reports whether the secondary must take a serial of a zone, or a later one.
func (f *follower) owes(apex string, serial uint32) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.debts[apex].covers(serial)
}

func (f *follower) behind() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.debts)
}

// run works off what the secondary owes, until ctx ends.
func (f *follower) run(ctx context.Context) {
	slots := make(chan struct{}, atOnce)
	tick := time.NewTicker(firstPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		case <-tick.C:
		}
		for apex, d := range f.due(cap(slots) - len(slots)) {
			slots <- struct{}{}
			safely.Go(f.log, "name servers", func() {
				defer func() { <-slots }()
				f.settle(ctx, apex, d)
			})
		}
	}
}

// due takes some of the debts whose time has come: one, if the secondary does not answer.
func (f *follower) due(most int) map[string]*debt {
	f.mu.Lock()
	defer f.mu.Unlock()
	now, taken := f.clock.Wall(), map[string]*debt{}
	if f.next.After(now) {
		return taken
	}
	if f.away {
		most = min(most, 1)
		f.probed, f.next = now, now.Add(awayPause)
	} else {
		f.next = now.Add(lastPause)
	}
	for apex, d := range f.debts {
		switch {
		case d.busy:
		case !f.away && d.due.After(now):
			f.soonest(d.due)
		case len(taken) >= most:
			f.soonest(now)
			return taken
		case f.mayTry(apex, d, now):
			d.busy, taken[apex] = true, d
		default:
			f.soonest(now.Add(lookPause))
		}
	}
	return taken
}

// soonest makes a time the next at which debts are looked through, if it comes first. The caller holds f.mu.
func (f *follower) soonest(at time.Time) {
	if !f.away && at.Before(f.next) {
		f.next = at
	}
}

// settle tells the secondary of a zone, and asks whether it has it. If not, it is asked again after a pause that grows, and told
// again each second time. One that gives no answer at all is asked about one zone at a time until it does.
func (f *follower) settle(ctx context.Context, apex string, d *debt) {
	var got SOAAnswer
	err := safely.Do(f.log.With("secondary", f.Name, "zone", apex), "name servers", func() error {
		if d.tries%2 == 0 {
			f.notify(ctx, apex)
		}
		got = f.certain(ctx, apex)
		return nil
	})
	has, now := err == nil && got.Has(d.serial), f.clock.Wall()
	f.mu.Lock()
	defer f.mu.Unlock()
	d.busy, d.tries = false, d.tries+1
	if err == nil {
		d.note(got)
		if _, is := f.catalogs[apex]; !is {
			f.counted(got)
		} else if !got.Silent() {
			f.catalogs[apex] = got
		}
	}
	d.due = now.Add(f.pauseOf(d))
	f.soonest(d.due)
	if has {
		if f.debts[apex] == d {
			delete(f.debts, apex)
		}
		if !f.Optional {
			d.done.came()
		}
	}
}

// note notes what the secondary says of the zone. What is not an answer to what it has tells nothing of that.
func (d *debt) note(got SOAAnswer) {
	switch {
	case got.Silent():
	case got.Said == "" || got.HasNone():
		d.answered, d.has, d.said = true, got.Serial, ""
	default:
		d.said = got.Said
	}
}

// answers notes whether the secondary answers. When it does again, all that it has missed is due. The caller holds f.mu.
func (f *follower) answers(it bool, now time.Time) {
	switch {
	case it && f.away:
		f.away, f.next, f.wants = false, now, true
		for _, d := range f.debts {
			d.due, d.tries, d.fresh = now, 0, false // it may be very many
		}
		f.log.Info("a secondary answers again", "secondary", f.Name, "behind", len(f.debts))
	case !it && !f.away:
		f.away, f.awaySince, f.next = true, f.clock.Now(), now.Add(awayPause)
		f.log.Warn("a secondary does not answer", "secondary", f.Name, "behind", len(f.debts))
	}
}

// notify sends a NOTIFY (RFC 1996) over UDP, and over TCP if that gets no answer.
func (f *follower) notify(ctx context.Context, apex string) {
	m := new(dns.Msg).SetNotify(apex)
	for _, network := range []string{"udp", "tcp"} {
		if _, err := f.ask(ctx, network, m); err == nil {
			return
		}
	}
	f.log.Debug("a secondary does not take a notice", "secondary", f.Name, "zone", apex)
}

// arrival is one change on its way to the secondaries that must have it.
type arrival struct {
	waiting atomic.Int32
	all     func() // called when all of them have it
}

// came notes that one more has the change.
func (a *arrival) came() {
	if a.waiting.Add(-1) == 0 {
		a.all()
	}
}
