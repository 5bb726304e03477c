package torture_test

import (
	"database/sql"
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
		inst := newInstallation(t, engine, quickLease, quickSettle, "--answer-within=2s")
		sleepy, other := freeAddress(t), freeAddress(t)
		var address atomic.Value
		address.Store(sleepy)
		actors := inst.actors(t, 6, 0, seed, func() string { return address.Load().(string) })
		for _, a := range actors {
			a.client.http.Timeout = time.Second // a paused server never answers
		}
		a := inst.up(t, sleepy)
		inst.burst(actors, 4)
		inst.run(t, "sandbox", "fault", "slow", "--delay", "250ms")
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
			b := inst.start(t, other)
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
		inst.run(t, "sandbox", "fault", "clear")
		address.Store(sleepy)
		taken := count(t, inst.sql(t), "SELECT COUNT(*) FROM orders WHERE fence > 0")
		sum := inst.judge(t, actors)
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

// TestFormerCarrierWritesNothingToAnOrderThatWasTakenOver looks at the rows themselves: one server is paused in the middle of its
// orders, a second claims them and dies, and the first wakes up to the registry's yes. It must leave every row as it is,
// unless it claims the order anew, which shows in the fence.
func TestFormerCarrierWritesNothingToAnOrderThatWasTakenOver(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T23", Fault: "server paused, its orders claimed by one that dies", Engine: engine, Target: "the one that wakes up writes nothing",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		inst := newInstallation(t, engine, quickLease, "--answer-within=100ms")
		sleepy, other := freeAddress(t), freeAddress(t)
		actors := inst.actors(t, 8, 0, seed, func() string { return sleepy })
		a := inst.up(t, sleepy)
		inst.burst(actors, 2)
		inst.run(t, "sandbox", "fault", "slow", "--delay", "4s")
		inst.burst(actors, 2) // answered as pending; the commands are at the registry
		a.signal(syscall.SIGSTOP)
		begun := time.Now()
		time.Sleep(500 * time.Millisecond) // its leases end
		b := inst.up(t, other)
		db := inst.sql(t)
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline) && count(t, db, unclaimed) > 0; {
			time.Sleep(20 * time.Millisecond)
		}
		b.kill()
		before := rowsOf(t, db)
		time.Sleep(time.Until(begun.Add(4500 * time.Millisecond)))
		a.signal(syscall.SIGCONT)
		time.Sleep(2 * time.Second) // its timers are over at once: it hears the registry's answers and would record them
		claimed, written := 0, 0
		after := rowsOf(t, db)
		for id, was := range before {
			if is := after[id]; was.fence > 0 {
				claimed++
				if is.fence == was.fence && is != was {
					written++
					t.Errorf("order %d was claimed by the second server and is written by the first: %+v became %+v", id, was, is)
				}
			}
		}
		if claimed < 3 {
			t.Errorf("only %d orders were claimed: the pause was in vain", claimed)
		}
		inst.run(t, "sandbox", "fault", "clear")
		sum := inst.judge(t, actors)
		a.kill()
		card.Put("orders claimed by the second", claimed)
		card.Put("of these written by the first", written)
		sum.put(card)
	})
}

const unclaimed = "SELECT COUNT(*) FROM orders WHERE state = 'sending' AND fence = 0"

// orderState is what says whether an order was written, and under which claim.
type orderState struct {
	state, code string
	fence       int64
	attempt     int
}

func rowsOf(t *testing.T, db *sql.DB) map[int64]orderState {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT id, state, code, fence, attempt FROM orders WHERE ended_at IS NULL OR fence > 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	states := map[int64]orderState{}
	for rows.Next() {
		var id int64
		var o orderState
		if err := rows.Scan(&id, &o.state, &o.code, &o.fence, &o.attempt); err != nil {
			t.Fatal(err)
		}
		states[id] = o
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return states
}
