package torture_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// tally is what a story has done and what came of it.
type tally struct {
	requests, answers, breaks, repeats, faults int
	names                                      int
	orders, effects                            int64
	twice                                      int // effects beyond what was asked for
	missing                                    int // differences between what was told and what is
	unpaid                                     int64
	settled                                    time.Duration
}

func (s *tally) add(o tally) {
	s.requests, s.answers, s.breaks = s.requests+o.requests, s.answers+o.answers, s.breaks+o.breaks
	s.repeats, s.faults, s.names = s.repeats+o.repeats, s.faults+o.faults, s.names+o.names
	s.orders, s.effects, s.twice = s.orders+o.orders, s.effects+o.effects, s.twice+o.twice
	s.missing, s.unpaid, s.settled = s.missing+o.missing, s.unpaid+o.unpaid, max(s.settled, o.settled)
}

// put puts the figures on a card.
func (s *tally) put(card *scorecard.Card) {
	card.Put("orders", s.orders)
	card.Put("requests without an answer", s.breaks)
	card.Put("repeats", s.repeats)
	card.Put("duplicate effects", s.twice)
	card.Put("effects without a charge or charges without an effect", s.unpaid)
	card.Put("acknowledged and lost", s.missing)
}

// judge is the end of every story. The server runs; nobody disturbs it any more. What is open is settled, what was not answered
// is repeated until it is, and then everything that the clients were told is held against the books and the registry.
func (inst *installation) judge(t *testing.T, actors []*actor) tally {
	t.Helper()
	var sum tally
	sum.settled = inst.settle(t, true)
	inst.repeatOpen(t, actors)
	inst.decide(t, actors)
	inst.settle(t, false)
	figures := inst.verified(t)
	b := inst.open(t)
	effects := b.effects(t)
	for _, a := range actors {
		for _, h := range a.names {
			if h.open != nil {
				continue // its refusal is among the wrong answers
			}
			for i, wrong := range h.judge(t, b, effects[h.name.String()], a.client) {
				if sum.missing += 1; sum.missing <= 20 || i == 0 && sum.missing < 50 {
					t.Error(wrong)
				}
			}
			sum.names++
			sum.twice += max(0, effects[h.name.String()]["create"]-h.creates) + max(0, effects[h.name.String()]["renew"]-h.renews) +
				max(0, effects[h.name.String()]["transfer"]-h.transfers) + max(0, effects[h.name.String()]["restore"]-h.restores)
		}
		for _, wrong := range a.wrong[:min(len(a.wrong), 10)] {
			t.Error(wrong)
		}
		sum.requests, sum.answers, sum.breaks = sum.requests+a.requests, sum.answers+a.answers, sum.breaks+a.breaks
		sum.repeats, sum.faults = sum.repeats+a.repeats, sum.faults+a.faults
	}
	sum.orders, sum.effects, sum.unpaid = figures["orders"], figures["registry effects"], figures["I6"]
	if sum.answers == 0 {
		t.Error("no request was answered: the clients are broken themselves")
	}
	return sum
}

// decide has the other registrar agree to the transfers that are pending.
func (inst *installation) decide(t *testing.T, actors []*actor) {
	t.Helper()
	b := inst.open(t)
	for _, a := range actors {
		for _, h := range a.names {
			if !h.coming {
				continue
			}
			if err := b.registry.ForeignDecides(t.Context(), h.name, true, ""); err != nil {
				t.Error(err)
			}
		}
	}
}

// repeatOpen does what a module queue does: it sends again what was not answered. Every request must have its answer in the end.
func (inst *installation) repeatOpen(t *testing.T, actors []*actor) {
	t.Helper()
	for round := range 40 {
		var open atomic.Int64
		var repeating sync.WaitGroup
		for _, a := range actors {
			repeating.Go(func() { open.Add(a.repeatOpen()) })
		}
		repeating.Wait()
		if open.Load() == 0 {
			return
		}
		if round < 6 { // what is settled by then needs an answer in time: a code that was told too late is asked for anew, and a busy machine may be late often
			inst.settle(t, true)
		}
	}
	for _, a := range actors {
		for _, h := range a.names {
			if h.open != nil {
				t.Errorf("%.150s has no final answer: %s", h.open.form, a.post(context.Background(), h.open.form))
			}
		}
	}
}

// repeatOpen asks for what is open or due, and counts what stays open.
func (a *actor) repeatOpen() (open int64) {
	for _, h := range a.names {
		if h.open == nil {
			h.open = h.due
		}
		if h.open != nil && a.ask(context.Background(), h.open) < refused {
			open++
		}
	}
	return open
}
