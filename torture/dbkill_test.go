package torture_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nameyard/store/storetest"
	"nameyard/torture/scorecard"
)

// TestDatabaseKilledUnderLoadLosesNoOrder kills mariadbd with SIGKILL in a loop while clients are at work. The server stays up
// throughout. Many requests hear of a fault; some of them were carried out all the same, and a repeat must tell which.
func TestDatabaseKilledUnderLoadLosesNoOrder(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{
		ID: "T29", Fault: "kill -9 of mariadbd under load, in a loop", Engine: "mariadb", Target: "no acknowledged order lost, every unknown outcome resolved by a repeat",
	})
	seed := scorecard.Seed(t)
	card.Seed(seed)
	storetest.MariaDB(t) // skips the test where there is no server
	mariadb, err := storetest.StartMariaDB(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mariadb.Kill() })
	name, err := mariadb.CreateDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	inst := &installation{binary: build(t), engine: "mariadb", dir: t.TempDir(), db: mariadb.URL(name), settings: []string{quickLease, quickSettle}}
	inst.seed(t)
	address := freeAddress(t)
	actors := inst.actors(t, 6, 0, seed, func() string { return address })
	s := inst.up(t, address)
	load := set(actors)
	chance := rand.New(rand.NewPCG(seed, 29))
	kills, longest := 0, time.Duration(0)
	for end := time.Now().Add(scorecard.Budget(0.15, 4*time.Second)); kills < 2 || time.Now().Before(end); kills++ {
		time.Sleep(time.Duration(300+chance.IntN(1000)) * time.Millisecond)
		begun := time.Now()
		if err := mariadb.Kill(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(chance.IntN(2)*chance.IntN(8000)) * time.Millisecond) // now and then nobody restarts it at once
		if err := mariadb.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.answers(30 * time.Second); err != nil {
			t.Fatal(err)
		}
		longest = max(longest, time.Since(begun))
	}
	load.stop()
	unknown := 0
	for _, a := range actors {
		unknown += a.waits + a.breaks
	}
	resolved := unknown
	sum := inst.judge(t, actors)
	s.kill()
	for _, a := range actors {
		for _, h := range a.names {
			if h.open != nil {
				resolved--
			}
		}
	}
	card.Put("kills", kills)
	card.Put("longest time away", longest)
	card.Put("answers that left the outcome open", unknown)
	card.Put("resolved", resolved)
	sum.put(card)
	if text := inst.logTail(); strings.Contains(text, "too many connections") {
		t.Error("connections are not given back")
	}
}
