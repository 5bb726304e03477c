package dns

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"

	"nameyard/reseller"
)

// follower brings one secondary to have what it owes.
type follower struct {
	Secondary
	key   Key
	clock reseller.Clock
	log   *slog.Logger
	wake  chan struct{}

	mu    sync.Mutex
	debts map[string]*debt // by apex
}

// debt is a zone that a secondary has not taken yet.
type debt struct {
	serial uint32
	tries  int
	due    time.Time // wall time
	busy   bool
	done   *arrival
}

const (
	firstPause = 50 * time.Millisecond
	lastPause  = time.Minute
	atOnce     = 32 // zones that one secondary is asked about at a time
	answerTime = 2 * time.Second
)

func newFollower(s Secondary, key Key, clock reseller.Clock, log *slog.Logger) *follower {
	return &follower{Secondary: s, key: key, clock: clock, log: log, wake: make(chan struct{}, 1), debts: map[string]*debt{}}
}

// owe notes that the secondary must take a serial of a zone, at least.
func (f *follower) owe(apex string, serial uint32, done *arrival) {
	f.mu.Lock()
	f.debts[apex] = &debt{serial: serial, due: f.clock.Wall(), done: done}
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
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
			go func() {
				defer func() { <-slots }()
				f.settle(ctx, apex, d)
			}()
		}
	}
}

// due takes some of the debts whose time has come.
func (f *follower) due(most int) map[string]*debt {
	f.mu.Lock()
	defer f.mu.Unlock()
	now, taken := f.clock.Wall(), map[string]*debt{}
	for apex, d := range f.debts {
		if len(taken) >= most {
			break
		}
		if !d.busy && !d.due.After(now) {
			d.busy, taken[apex] = true, d
		}
	}
	return taken
}

// settle tells the secondary of a zone, and asks whether it has it. If not, it is asked again after a pause that grows, and told
// again each second time.
func (f *follower) settle(ctx context.Context, apex string, d *debt) {
	if d.tries%2 == 0 {
		f.notify(ctx, apex)
	}
	has := f.has(ctx, apex, d.serial)
	f.mu.Lock()
	defer f.mu.Unlock()
	d.busy, d.tries = false, d.tries+1
	d.due = f.clock.Wall().Add(min(firstPause<<min(d.tries/2, 12), lastPause))
	if has {
		if f.debts[apex] == d {
			delete(f.debts, apex)
		}
		if !f.Optional {
			d.done.came(f.clock.Wall())
		}
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
	f.log.Debug("a secondary does not answer", "secondary", f.Name, "zone", apex)
}

// has asks whether the secondary answers with a serial, or a later one. Knot tells of catalogs over TCP only.
func (f *follower) has(ctx context.Context, apex string, serial uint32) bool {
	m := new(dns.Msg).SetQuestion(apex, dns.TypeSOA)
	m.RecursionDesired = false
	answer, err := f.ask(ctx, "udp", m)
	if err == nil && answer.Rcode == dns.RcodeRefused {
		answer, err = f.ask(ctx, "tcp", m)
	}
	if err != nil || len(answer.Answer) == 0 {
		return false
	}
	soa, ok := answer.Answer[0].(*dns.SOA)
	return ok && !older(soa.Serial, serial)
}

// ask sends a question, signed if there is a key.
func (f *follower) ask(ctx context.Context, network string, m *dns.Msg) (*dns.Msg, error) {
	client := dns.Client{Net: network, Timeout: answerTime}
	m = m.Copy()
	if f.key.Name != "" {
		client.TsigSecret = map[string]string{f.key.Name: f.key.Secret}
		m.SetTsig(f.key.Name, f.key.Algorithm, fudge, f.clock.Wall().Unix())
	}
	answer, _, err := client.ExchangeContext(ctx, m, f.Address.String())
	return answer, err
}

// arrival is one change on its way to the secondaries that must have it.
type arrival struct {
	since   time.Time
	waiting atomic.Int32
	told    func(time.Duration)
}

func newArrival(since time.Time, told func(time.Duration)) *arrival {
	return &arrival{since: since, told: told}
}

func (a *arrival) expect() { a.waiting.Add(1) }

// came notes that one more secondary has the change.
func (a *arrival) came(now time.Time) {
	if a.waiting.Add(-1) == 0 && a.told != nil {
		a.told(now.Sub(a.since))
	}
}
