package torture_test

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestTwoServersOnOneDatabaseByMistakeDoNothingTwice starts the same server twice on one database, as a forgotten unit file or
// a failed fail-over does, and lets every client talk to both.
func TestTwoServersOnOneDatabaseByMistakeDoNothingTwice(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T22", Fault: "two servers on one database by mistake", Engine: engine, Target: "no effect twice",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		inst := newInstallation(t, engine, quickLease, quickSettle)
		addresses := []string{freeAddress(t), freeAddress(t)}
		var turn atomic.Uint64
		first, second := inst.up(t, addresses[0]), inst.up(t, addresses[1])
		actors := inst.actors(t, 8, 0, seed, func() string { return addresses[turn.Add(1)%2] })
		load := set(actors)
		chance := rand.New(rand.NewPCG(seed, 22))
		restarts := 0
		for end := time.Now().Add(scorecard.Budget(0.15, 3*time.Second)); time.Now().Before(end); restarts++ {
			time.Sleep(time.Duration(500+chance.IntN(500)) * time.Millisecond)
			second.kill() // and it comes back at once: its recovery meets orders that the other carries
			second = inst.up(t, addresses[1])
		}
		load.stop()
		sum := inst.judge(t, actors)
		first.kill()
		second.kill()
		card.Put("restarts of the second", restarts)
		sum.put(card)
		card.Put("answers with a fault", sum.faults)
	})
}
