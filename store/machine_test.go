package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

var states = []reseller.OrderState{
	reseller.OrderQueued, reseller.OrderSending, reseller.OrderUnknown, reseller.OrderPending,
	reseller.OrderDone, reseller.OrderRefused, reseller.OrderSuperseded,
}

func TestOrderMovesOnlyAsTheMachineAllows(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		d := h.domain(a, "name")
		for _, from := range states {
			for _, to := range states {
				o, _, err := h.OpenChange(h.ctx, h.change(d, "ns", fmt.Sprint(from, to)))
				ok(t, err)
				ok(t, h.Exec(h.ctx, "UPDATE orders SET state = ? WHERE id = ?", string(from), o.ID))
				if to.Live() {
					_, err = h.MoveOrder(h.ctx, reseller.Move{Order: o, To: to, DueAt: noon})
				} else {
					_, err = h.EndOrder(h.ctx, reseller.Ending{Order: o, To: to})
				}
				if allowed := from.CanBecome(to); allowed != (err == nil) || !allowed && !errors.Is(err, reseller.ErrConflict) {
					t.Errorf("from %s to %s: %v, want allowed: %t", from, to, err, allowed)
				}
				want := from
				if err == nil {
					want = to
				}
				equal(t, "state", must[reseller.Order](t)(h.Order(h.ctx, o.ID)).State, want)
				ok(t, h.Exec(h.ctx, "UPDATE orders SET live_key = NULL, due_at = NULL, state = 'done' WHERE id = ?", o.ID))
			}
		}
	})
}

func TestWorkerWhoseOrderWasClaimedWritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		slow := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name"))))
		_, early := h.ClaimOrder(h.ctx, slow, "two", noon.Add(time.Hour))
		equal(t, "nobody claims it while it is carried", errors.Is(early, reseller.ErrConflict), true)

		h.clock.pass(2 * time.Minute)
		claimed := must[reseller.Order](t)(h.ClaimOrder(h.ctx, slow, "two", h.clock.Now().Add(time.Minute)))
		_, moved := h.MoveOrder(h.ctx, reseller.Move{Order: slow, To: reseller.OrderPending, DueAt: noon})
		_, ended := h.EndOrder(h.ctx, reseller.Ending{Order: slow, To: reseller.OrderRefused})
		_, again := h.ClaimOrder(h.ctx, slow, "three", h.clock.Now().Add(time.Minute))
		for what, err := range map[string]error{"move": moved, "end": ended, "claim": again} {
			equal(t, "the old worker's "+what+" conflicts", errors.Is(err, reseller.ErrConflict), true)
		}
		h.credit(a, 0, 10000)
		h.done(claimed)
		h.credit(a, 0, 0)
	})
}

func TestOneOfManyClaimsAnOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name"))))
		h.clock.pass(time.Hour)
		equal(t, "it is due", len(must[[]reseller.Order](t)(h.DueOrders(h.ctx, 10))), 1)
		won := 0
		for _, err := range atOnce(10, func(i int) error {
			_, err := h.ClaimOrder(h.ctx, o, fmt.Sprint(i), h.clock.Now().Add(time.Minute))
			return err
		}) {
			if err == nil {
				won++
			}
		}
		equal(t, "claims", won, 1)
		equal(t, "nothing is due while it is carried", len(must[[]reseller.Order](t)(h.DueOrders(h.ctx, 10))), 0)
	})
}

func TestEndedOrderCannotBeClaimed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		o := h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name")))))
		h.clock.pass(time.Hour)
		_, err := h.ClaimOrder(h.ctx, o, "two", h.clock.Now().Add(time.Minute))
		equal(t, "conflict", errors.Is(err, reseller.ErrConflict), true)
	})
}

func TestUnknownOutcomeKeepsTheHoldAndWhatIsKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		opening := h.registration(a, name(t, "name"))
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, opening))
		h.clock.pass(time.Second)
		lost := must[reseller.Order](t)(h.MoveOrder(h.ctx, reseller.Move{
			Order: o, To: reseller.OrderUnknown, LiveKey: opening.LiveKey, Reason: "no answer", DueAt: noon.Add(time.Hour),
		}))
		since := noon.Add(time.Second).Truncate(time.Microsecond)
		equal(t, "unknown since", lost.UnknownAt, since)
		h.clock.pass(time.Minute)
		lost = must[reseller.Order](t)(h.MoveOrder(h.ctx, reseller.Move{Order: lost, To: reseller.OrderUnknown, LiveKey: opening.LiveKey, DueAt: noon.Add(2 * time.Hour)}))
		got := must[reseller.Order](t)(h.Order(h.ctx, o.ID))
		equal(t, "still unknown since", got.UnknownAt, since)
		equal(t, "due", got.DueAt, noon.Add(2*time.Hour).Truncate(time.Microsecond))
		equal(t, "the next due time", must[time.Time](t)(h.NextDue(h.ctx)), noon.Add(2*time.Hour).Truncate(time.Microsecond))
		_, err := h.OpenPurchase(h.ctx, h.registration(a, name(t, "name")))
		equal(t, "the name is still taken", errors.Is(err, reseller.ErrDuplicate), true)

		sent := must[reseller.Order](t)(h.MoveOrder(h.ctx, reseller.Move{Order: lost, To: reseller.OrderSending, LiveKey: opening.LiveKey, DueAt: noon, Send: true}))
		equal(t, "attempt", sent.Attempt, 2)
		equal(t, "transaction id", sent.ClTRID(), reseller.ClTRID(o.ClTRIDBase, 2))
		equal(t, "not unknown now", must[reseller.Order](t)(h.Order(h.ctx, o.ID)).UnknownAt.IsZero(), true)
		h.credit(a, 0, 10000)
	})
}

func TestAnswersAreNoted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20000)
		one := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "one"))))
		two := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "two"))))
		ok(t, h.AcknowledgeOrders(h.ctx, map[int64]reseller.AnswerState{one.ID: reseller.AnsweredFinal, two.ID: reseller.AnsweredPending}))
		equal(t, "the first", must[reseller.Order](t)(h.Order(h.ctx, one.ID)).Answer, reseller.AnsweredFinal)
		equal(t, "the second", must[reseller.Order](t)(h.Order(h.ctx, two.ID)).Answer, reseller.AnsweredPending)
	})
}
