package torture_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestServersKilledAtRandomTimesLoseAndDoubleNothing kills servers with SIGKILL again and again, at any moment of their lives,
// their start and their recovery included, while clients change everything that can be changed.
func TestServersKilledAtRandomTimesLoseAndDoubleNothing(t *testing.T) {
	oneByOne(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T17", Fault: "kill -9 at random times, all actions", Engine: engine, Target: "nothing lost, nothing twice (1,000 kills a minute in the long form)",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		budget := scorecard.Budget(0.3, 4*time.Second)
		var sum tally
		var kills int
		var killing time.Duration
		for round, begun := uint64(0), time.Now(); round == 0 || time.Since(begun) < budget && !t.Failed(); round++ {
			k := killRound(t, engine, seed+round, min(budget, time.Minute), false)
			sum.add(k.tally)
			kills, killing = kills+k.kills, killing+k.killing
			card.Put("kills", kills)
			card.Put("kills a minute", int(float64(kills)/killing.Minutes()))
			sum.put(card)
			card.Put("settled after", sum.settled)
		}
	})
}

// killed is what came of a round.
type killed struct {
	tally
	kills   int
	killing time.Duration
}

// lanesAtOnce is how many servers are killed side by side, each on a database of its own: while one starts, others work.
func lanesAtOnce() int {
	if scorecard.Long() {
		return 8
	}
	return 3
}

// killRound kills the servers of some fresh installations for a while and judges each. wired: their registry is reached over EPP.
func killRound(t *testing.T, engine string, seed uint64, length time.Duration, wired bool) killed {
	t.Helper()
	lanes := make([]*lane, lanesAtOnce())
	if wired && !scorecard.Long() {
		lanes = lanes[:1]
	}
	for i := range lanes {
		lanes[i] = &lane{installation: newInstallation(t, engine, quickLease, quickSettle), number: i, seed: seed, address: freeAddress(t)}
		if wired && os.Getenv(wireSetting) == "" {
			lanes[i].installation.overEPP(t)
		}
	}
	each := func(what string, do func(*testing.T, *lane)) {
		t.Run(what, func(t *testing.T) {
			for _, l := range lanes {
				t.Run(fmt.Sprint(l.number), func(t *testing.T) { t.Parallel(); do(t, l) })
			}
		})
	}
	each("prepare", func(t *testing.T, l *lane) {
		l.actors = l.installation.actors(t, 3, l.number, seed, func() string { return l.address })
		if l.number == 0 {
			l.installation.published(t)
		}
		l.installation.prepare(t, l.actors)
	})
	end := time.Now().Add(length)
	each("kill", func(t *testing.T, l *lane) { l.killUntil(t, end) })
	sum := killed{killing: time.Since(end) + length}
	each("judge", func(t *testing.T, l *lane) { l.judge(t) })
	for _, l := range lanes {
		sum.add(l.tally)
		sum.kills += l.kills
	}
	return sum
}

// lane is one installation whose server is killed.
type lane struct {
	killed
	installation *installation
	number       int
	seed         uint64
	address      string
	actors       []*actor
}

// killUntil kills the server of the lane until a time.
func (l *lane) killUntil(t *testing.T, end time.Time) {
	t.Helper()
	chance := rand.New(rand.NewPCG(l.seed, uint64(l.number)))
	load := set(l.actors)
	if l.installation.watch != nil {
		l.installation.watch.begin(func() string { return l.address })
	}
	for time.Now().Before(end) {
		s := l.installation.start(t, l.address)
		time.Sleep(lifetime(chance))
		s.kill()
		l.kills++
	}
	load.stop()
}

func (l *lane) judge(t *testing.T) {
	t.Helper()
	last := l.installation.up(t, l.address)
	if l.installation.watch != nil {
		l.installation.watch.finish(t)
	}
	l.tally = l.installation.judge(t, l.actors)
	last.kill()
}

// lifetime is how long a server lives: one in eight dies while it starts, the others at work.
func lifetime(chance *rand.Rand) time.Duration {
	if chance.IntN(8) == 0 {
		return time.Duration(chance.IntN(40)) * time.Millisecond
	}
	return time.Duration(60+chance.IntN(500)) * time.Millisecond
}
