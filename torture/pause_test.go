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
		db := inst.sql(t)
		chance := rand.New(rand.NewPCG(seed, 23))
		pauses, blocked, end := 0, 0, time.Now().Add(scorecard.Budget(0.15, 4*time.Second))
		for pauses < 2 || time.Now().Before(end) {
			address.Store(sleepy)
			load := set(actors)
			time.Sleep(time.Duration(100+chance.IntN(400)) * time.Millisecond)
			within(10*time.Second, func() bool { return count(t, db, unclaimed) > 0 })
			a.signal(syscall.SIGSTOP)
			pauses++
			taken := count(t, db, claimed)
			address.Store(other)
			time.Sleep(500 * time.Millisecond) // its leases end
			b := inst.start(t, other)
			if inst.locked(t, db) {
				blocked++ // nobody else can write, which is safe
			} else if err := b.answers(30 * time.Second); err != nil {
				t.Error(err)
			} else {
				within(10*time.Second, func() bool { return count(t, db, claimed) > taken })
			}
			a.signal(syscall.SIGCONT)
			time.Sleep(700 * time.Millisecond) // both at work
			load.stop()
			b.kill()
		}
		inst.run(t, "sandbox", "fault", "clear")
		address.Store(sleepy)
		taken := count(t, db, claimed)
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
		db := inst.sql(t)
		inst.pauseAtWork(t, db, a, actors, 3)
		begun := time.Now()
		time.Sleep(500 * time.Millisecond) // its leases end
		b := inst.up(t, other)
		within(10*time.Second, func() bool { return count(t, db, unclaimed) == 0 })
		b.kill()
		before := rowsOf(t, db)
		time.Sleep(time.Until(begun.Add(4500 * time.Millisecond)))
		a.signal(syscall.SIGCONT)
		time.Sleep(2 * time.Second) // its timers are over at once: it hears the registry's answers and would record them
		taken, written := 0, 0
		after := rowsOf(t, db)
		for id, was := range before {
			if is := after[id]; was.fence > 0 {
				taken++
				if is.fence == was.fence && is != was {
					written++
					t.Errorf("order %d was claimed by the second server and is written by the first: %+v became %+v", id, was, is)
				}
			}
		}
		if taken < 3 {
			t.Errorf("only %d orders were claimed: the pause was in vain", taken)
		}
		inst.run(t, "sandbox", "fault", "clear")
		sum := inst.judge(t, actors)
		a.kill()
		card.Put("orders claimed by the second", taken)
		card.Put("of these written by the first", written)
		sum.put(card)
	})
}

// unclaimed counts the orders that are at the registry with who opened them, claimed those that another server has taken over.
const (
	unclaimed = "SELECT COUNT(*) FROM orders WHERE state = 'sending' AND fence = 0"
	claimed   = "SELECT COUNT(*) FROM orders WHERE fence > 0"
)

// pauseAtWork stops a server at a moment at which it has some orders at the registry and keeps nobody from writing.
func (inst *installation) pauseAtWork(t *testing.T, db *sql.DB, s *server, actors []*actor, orders int) {
	t.Helper()
	for range 30 {
		s.signal(syscall.SIGSTOP)
		if count(t, db, unclaimed) >= orders && !inst.locked(t, db) {
			return
		}
		s.signal(syscall.SIGCONT)
		inst.burst(actors, 1)
	}
	t.Fatalf("the server was never at work on %d orders", orders)
}

// locked reports whether a transaction is open that keeps others from writing: all of them on SQLite, which has one lock.
func (inst *installation) locked(t *testing.T, db *sql.DB) bool {
	t.Helper()
	if inst.engine != "sqlite" {
		return count(t, db, `SELECT COUNT(*) FROM information_schema.innodb_trx trx
			JOIN information_schema.processlist p ON p.id = trx.trx_mysql_thread_id
			WHERE trx.trx_rows_locked > 0 AND p.db = DATABASE()`) > 0
	}
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	do := func(statement string) error { _, err := c.ExecContext(t.Context(), statement); return err }
	if err := do("PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	defer do("PRAGMA busy_timeout = 10000")
	return do("BEGIN IMMEDIATE") != nil || do("ROLLBACK") != nil
}

// within looks again and again until something is so, and does not mind if it never is.
func within(most time.Duration, so func() bool) {
	for deadline := time.Now().Add(most); time.Now().Before(deadline) && !so(); {
		time.Sleep(20 * time.Millisecond)
	}
}

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
