package torture_test

import (
	"database/sql"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestServerToldToStopAnswersWhatItHasTaken ends a server with SIGTERM under load and starts it again, over and over: every
// request that it took must be answered before it goes.
func TestServerToldToStopAnswersWhatItHasTaken(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T24", Fault: "SIGTERM under load, restart, in a loop", Engine: engine, Target: "nothing in flight lost, no 5xx, done in 30 s",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		inst := newInstallation(t, engine)
		address := freeAddress(t)
		actors := inst.actors(t, 8, 0, seed, func() string { return address })
		s := inst.up(t, address)
		inst.run(t, "sandbox", "fault", "slow", "--delay", "150ms") // so that much is in flight at every moment
		for _, a := range actors {
			a.keepsBroken = true
		}
		load := set(actors)
		stops, longest, end := 0, time.Duration(0), time.Now().Add(scorecard.Budget(0.15, 3*time.Second))
		for stops < 2 || time.Now().Before(end) {
			time.Sleep(400 * time.Millisecond)
			longest = max(longest, s.stop(t))
			stops++
			s = inst.up(t, address)
		}
		inst.run(t, "sandbox", "fault", "clear")
		load.stop()
		lost := unheard(t, inst.sql(t), actors)
		if lost > 0 {
			t.Errorf("%d requests were carried out and never answered", lost)
		}
		sum := inst.judge(t, actors)
		if sum.faults > 0 {
			t.Errorf("%d answers had a status of 500 or above", sum.faults)
		}
		s.stop(t)
		card.Put("stops", stops)
		card.Put("longest drain", longest)
		card.Put("taken and not answered", lost)
		card.Put("answers with a fault", sum.faults)
		sum.put(card)
	})
}

// unheard counts the registrations that were carried out although their client's connection broke.
func unheard(t *testing.T, db *sql.DB, actors []*actor) int {
	t.Helper()
	n := 0
	for _, a := range actors {
		for _, h := range a.names {
			if h.open != nil && h.open.what == "RegisterDomain" && h.open.cut {
				n += min(1, count(t, db, "SELECT COUNT(*) FROM orders WHERE name = '"+h.name.String()+"' AND kind = 'register'")-min(1, h.creates))
			}
		}
	}
	return n
}
