package torture_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestServerKilledWhileItRecoversConvergesInTwoStarts leaves orders in every state of doubt, and then kills the server again
// and again while it finds out what became of them.
func TestServerKilledWhileItRecoversConvergesInTwoStarts(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T21", Fault: "kill -9 during recovery itself", Engine: engine, Target: "done after 2 starts at most, nothing twice",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		inst := newInstallation(t, engine, quickLease, "--answer-within=200ms")
		address := freeAddress(t)
		actors := inst.actors(t, 8, 0, seed, func() string { return address })
		inst.doubt(t, actors, address)
		left, _ := inst.unfinished(t)
		doubtful := left["sending"] + left["unknown"] + left["queued"]
		if doubtful < 10 {
			t.Errorf("only %d orders are in doubt: %v", doubtful, left)
		}
		chance := rand.New(rand.NewPCG(seed, 21))
		kills, end := 0, time.Now().Add(scorecard.Budget(0.15, 3*time.Second))
		for time.Now().Before(end) {
			s := inst.start(t, address)
			time.Sleep(time.Duration(15+chance.IntN(70)) * time.Millisecond)
			s.kill()
			kills++
		}
		starts := inst.converge(t, address)
		last := inst.up(t, address)
		sum := inst.judge(t, actors)
		last.kill()
		card.Put("kills during recovery", kills)
		card.Put("orders in doubt before", doubtful)
		card.Put("starts until none was", starts)
		sum.put(card)
	})
}

// doubt leaves orders whose outcome is not known: answers and requests get lost, the registry is slow, and the server dies.
func (inst *installation) doubt(t *testing.T, actors []*actor, address string) {
	t.Helper()
	for _, fault := range [][]string{{"lost-answer"}, {"lost-request"}, {"slow", "--delay", "5s"}} {
		s := inst.up(t, address)
		inst.burst(actors[:2], 6)
		inst.run(t, append([]string{"sandbox", "fault"}, fault...)...)
		inst.burst(actors, 3)
		s.kill()
		inst.run(t, "sandbox", "fault", "clear")
	}
}

// converge counts how many starts it takes until no order is in doubt. Each gets the time that the orders wait for.
func (inst *installation) converge(t *testing.T, address string) int {
	t.Helper()
	time.Sleep(500 * time.Millisecond) // the last lease
	for starts := 1; ; starts++ {
		s := inst.up(t, address)
		inst.advance(t, "15m")
		left, text := inst.unfinished(t)
		s.kill()
		delete(left, "pending")
		if len(left) == 0 {
			return starts
		}
		if starts == 2 {
			t.Errorf("after two starts orders are in doubt: %v %s", left, text)
			return starts
		}
		time.Sleep(500 * time.Millisecond)
	}
}
