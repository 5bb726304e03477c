package torture_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// failing are the statements of the second transaction, the one that records an outcome. Each is made to fail in its turn.
var failing = []struct{ name, event, condition string }{
	{"entries", "INSERT ON entries", "NEW.kind IN ('settle', 'release')"},
	{"postings", "INSERT ON postings", "NEW.account = 'house:sales'"},
	{"invoices", "INSERT ON invoices", "1 = 1"},
	{"outbox", "INSERT ON outbox", "1 = 1"},
	{"domains", "UPDATE ON domains", "NEW.state = 'active'"},
	{"orders", "UPDATE ON orders", "NEW.state = 'done'"},
}

// TestOutcomeThatCannotBeWrittenIsFoundOutLater lets one statement fail between the registry's yes and its record, as a full
// table or a broken index would: nobody may be told of success, and everything must come right once the statement works again.
func TestOutcomeThatCannotBeWrittenIsFoundOutLater(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T20", Fault: "one INSERT or UPDATE fails between the registry's answer and its record", Engine: engine, Target: "every stuck order recovered",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		inst := newInstallation(t, engine, quickLease, quickSettle, "--answer-within=300ms")
		address := freeAddress(t)
		actors := inst.actors(t, 4, 0, seed, func() string { return address })
		s := inst.up(t, address)
		inst.burst(actors, 10) // names to change
		db := inst.sql(t)
		stuck := 0
		for _, f := range failing {
			execute(t, db, inst.trigger(f.name, f.event, f.condition))
			before := sold(actors)
			inst.burst(actors, 4)
			if after := sold(actors); after != before && f.name != "postings" && f.name != "entries" {
				t.Errorf("%d registrations were answered with success while %s could not be written", after-before, f.name)
			}
			open, _ := inst.unfinished(t)
			for _, n := range open {
				stuck += n
			}
			execute(t, db, "DROP TRIGGER fails_"+f.name)
		}
		if stuck < len(failing) {
			t.Errorf("only %d orders got stuck: the triggers do not do what they should", stuck)
		}
		sum := inst.judge(t, actors)
		left, _ := inst.unfinished(t)
		s.kill()
		recovered := stuck
		for _, n := range left {
			recovered -= n
		}
		card.Put("statements that failed", len(failing))
		card.Put("orders stuck", stuck)
		card.Put("recovered", recovered)
		sum.put(card)
	})
}

// trigger makes a statement that lets a table refuse what fits a condition.
func (inst *installation) trigger(name, event, condition string) string {
	if inst.engine == "sqlite" {
		return fmt.Sprintf("CREATE TRIGGER fails_%s BEFORE %s WHEN %s BEGIN SELECT RAISE(FAIL, 'torture'); END", name, event, condition)
	}
	return fmt.Sprintf("CREATE TRIGGER fails_%s BEFORE %s FOR EACH ROW BEGIN IF %s THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'torture'; END IF; END",
		name, event, condition)
}

// burst lets every actor ask for n things.
func (inst *installation) burst(actors []*actor, n int) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var all sync.WaitGroup
	for _, a := range actors {
		all.Go(func() {
			for asked := 0; asked < n && ctx.Err() == nil; {
				if r := a.next(); r != nil {
					a.ask(ctx, r)
					asked++
				}
			}
		})
	}
	all.Wait()
}

// sold counts the registrations that were answered with success.
func sold(actors []*actor) int {
	n := 0
	for _, a := range actors {
		for _, h := range a.names {
			n += h.creates
		}
	}
	return n
}
