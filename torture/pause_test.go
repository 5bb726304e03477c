package torture_test

import (
	"math/rand/v2"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestServerThatWokeUpTooLateWritesNothing stops a server for longer than its leases last, as a pause of a virtual machine
// does. Another takes its orders over. When the first wakes up in the middle of them, its fence has fallen.
func TestServerThatWokeUpTooLateWritesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T23", Fault: "server paused beyond its leases, another takes over", Engine: engine, Target: "the one that wakes up writes nothing",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		y := newYard(t, engine, quickLease, quickSettle, "--answer-within=2s")
		sleepy, other := freeAddress(t), freeAddress(t)
		var address atomic.Value
		address.Store(sleepy)
		actors := y.actors(t, 6, 0, seed, func() string { return address.Load().(string) })
		for _, a := range actors {
			a.client.http.Timeout = time.Second // a paused server never answers
		}
		a := y.up(t, sleepy)
		y.burst(actors, 4)
		y.run(t, "sandbox", "fault", "slow", "--delay", "250ms")
		chance := rand.New(rand.NewPCG(seed, 23))
		pauses, blocked, end := 0, 0, time.Now().Add(scorecard.Budget(0.15, 4*time.Second))
		for pauses < 2 || time.Now().Before(end) {
			address.Store(sleepy)
			load := set(actors)
			time.Sleep(time.Duration(100+chance.IntN(400)) * time.Millisecond)
			a.signal(syscall.SIGSTOP)
			pauses++
			address.Store(other)
			time.Sleep(500 * time.Millisecond) // its leases end
			b := y.start(t, other)
			if err := b.answers(4 * time.Second); err != nil {
				blocked++ // on SQLite a paused process may hold the only write lock: nobody writes, which is safe
			} else {
				time.Sleep(500 * time.Millisecond)
			}
			a.signal(syscall.SIGCONT)
			time.Sleep(700 * time.Millisecond) // both at work
			load.stop()
			b.kill()
		}
		y.run(t, "sandbox", "fault", "clear")
		address.Store(sleepy)
		taken := count(t, y.sql(t), "SELECT COUNT(*) FROM orders WHERE fence > 0")
		sum := y.judge(t, actors)
		a.kill()
		if taken == 0 && blocked < pauses {
			t.Error("no order was taken over: the pauses were in vain")
		}
		card.Put("pauses", pauses)
		card.Put("orders taken over", taken)
		card.Put("pauses with the write lock held", blocked)
		sum.put(card)
	})
}
