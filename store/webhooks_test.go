package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// hook makes an address of an account.
func (h *house) hook(a reseller.Account, path string) reseller.Endpoint {
	h.t.Helper()
	return must[reseller.Endpoint](h.t)(h.AddEndpoint(h.ctx, reseller.Endpoint{
		AccountID: a.ID, URL: "https://example.com/" + path, Kinds: []string{"renew.done", "invoice.*"}, SealID: "s", Secret: []byte{1, 0, 255},
	}, reseller.Operator))
}

// posts writes n deliveries for an address.
func (h *house) posts(e reseller.Endpoint, from, n int64) {
	h.t.Helper()
	p := reseller.Posts{Reader: "webhooks", From: from, To: from + n}
	for i := range n {
		p.Deliveries = append(p.Deliveries, reseller.Delivery{EndpointID: e.ID, EventID: from + i + 1, Kind: "renew.done", Body: `{"å":1}`})
	}
	ok(h.t, h.SavePosts(h.ctx, p))
}

func TestWebhookComesBackAsItWasMadeUntilItIsRemoved(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		e := h.hook(a, "x")
		got := must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, e.ID))
		equal(t, "the webhook", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", e))
		if _, err := h.Endpoint(h.ctx, b.ID, e.ID); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("another account finds it: %v", err)
		}
		until := noon.AddDate(0, 0, 1).Truncate(time.Microsecond)
		ok(t, h.RotateEndpoint(h.ctx, e, []byte{2}, until, reseller.Operator))
		if err := h.RotateEndpoint(h.ctx, e, []byte{3}, until, reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("rotating a secret that has been rotated says %v", err)
		}
		e = must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, e.ID))
		equal(t, "its secrets", fmt.Sprint(e.Secret, e.OldSecret, e.OldUntil.Equal(until)), "[2] [1 0 255] true")
		h.posts(e, 0, 2)
		ok(t, h.RemoveEndpoint(h.ctx, e, reseller.Operator))
		if err := h.RemoveEndpoint(h.ctx, e, reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("removing it again says %v", err)
		}
		equal(t, "webhooks", len(must[[]reseller.Endpoint](t)(h.Endpoints(h.ctx, a.ID))), 0)
		equal(t, "due", len(must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 10))), 0)
	})
}

func TestDeliveriesAreWrittenOnceAndClaimedByOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		e := h.hook(a, "x")
		h.posts(e, 0, 3)
		err := h.SavePosts(h.ctx, reseller.Posts{Reader: "webhooks", From: 0, To: 3})
		if !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("the same events once more: %v", err)
		}
		due := must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 10))
		equal(t, "due", len(due), 3)
		equal(t, "the body", due[0].Body, `{"å":1}`)
		claimed := 0
		for _, err := range atOnce(6, func(int) error {
			_, err := h.ClaimDelivery(h.ctx, e, due[0], h.clock.Wall().Add(time.Minute))
			return err
		}) {
			if err == nil {
				claimed++
			} else if !errors.Is(err, reseller.ErrConflict) {
				t.Fatal(err)
			}
		}
		equal(t, "claims", claimed, 1)
	})
}

func TestEndpointsThatFailAreDueInALaneOfTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		good, bad, idle := h.hook(a, "good"), h.hook(a, "bad"), h.hook(a, "idle")
		h.posts(good, 0, 1)
		h.posts(bad, 1, 2)
		due := func(failing bool) string {
			ids := ""
			for _, e := range must[[]reseller.Endpoint](t)(h.DueEndpoints(h.ctx, failing, 10)) {
				ids += map[int64]string{good.ID: "good ", bad.ID: "bad ", idle.ID: "idle "}[e.ID]
			}
			return ids
		}
		equal(t, "due at first", due(false)+"|"+due(true), "good bad |")
		try := func(e reseller.Endpoint, end func(*reseller.Attempt)) {
			t.Helper()
			d := must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 1))[0]
			d = must[reseller.Delivery](t)(h.ClaimDelivery(h.ctx, e, d, h.clock.Wall().Add(time.Minute)))
			attempt := reseller.Attempt{Delivery: d, Endpoint: e}
			end(&attempt)
			ok(t, h.EndAttempt(h.ctx, attempt))
			if err := h.EndAttempt(h.ctx, attempt); attempt.Delivery.State != reseller.DeliveryWaiting && !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("an attempt ends twice: %v", err)
			}
		}
		try(bad, func(at *reseller.Attempt) {
			at.Delivery.Status, at.Delivery.Problem, at.Delivery.NextTry = 500, "no", h.clock.Wall().Add(5*time.Second)
			at.Endpoint.Failures, at.Endpoint.FailingAt, at.Endpoint.RetryAt, at.Endpoint.Problem = 1, h.clock.Wall(), h.clock.Wall().Add(time.Minute), "no"
		})
		equal(t, "while the bad one rests", due(false)+"|"+due(true), "good |")
		h.clock.pass(61 * time.Second)
		equal(t, "after its rest", due(false)+"|"+due(true), "good |bad ")
		bad = must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, bad.ID))
		equal(t, "its failures", fmt.Sprint(bad.Failures, bad.Problem), "1no")
		try(bad, func(at *reseller.Attempt) {
			at.Delivery.State, at.Delivery.Status = reseller.DeliveryDelivered, 200
			at.Endpoint.Failures, at.Endpoint.FailingAt, at.Endpoint.RetryAt, at.Endpoint.Problem = 0, time.Time{}, time.Time{}, ""
			at.Endpoint.DeliveredAt = h.clock.Wall()
		})
		if good, took := must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, good.ID)), must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, bad.ID)); !good.DeliveredAt.IsZero() || took.DeliveredAt.IsZero() {
			t.Errorf("taken last at %s by one that has taken nothing, at %s by the other", good.DeliveredAt, took.DeliveredAt)
		}
		equal(t, "once it works", due(false)+"|"+due(true), "good bad |")
		try(bad, func(at *reseller.Attempt) {
			at.Delivery.State, at.Endpoint.DisabledAt, at.Endpoint.Problem, at.Disable = reseller.DeliveryGivenUp, h.clock.Wall(), "gone", true
		})
		equal(t, "once it is off", due(false)+"|"+due(true), "good |")
		must[int](t)(h.NumberEvents(h.ctx, 100))
		events := must[[]reseller.Event](t)(h.Events(h.ctx, a.ID, 0, 100))
		if len(events) != 1 || events[0].Kind != reseller.EventWebhookDisabled || events[0].Detail.Reason != "gone" {
			t.Errorf("events: %+v", events)
		}
		ok(t, h.EnableEndpoint(h.ctx, bad, reseller.Operator))
		if err := h.EnableEndpoint(h.ctx, bad, reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("switching it on again says %v", err)
		}
		equal(t, "its log", len(must[[]reseller.Delivery](t)(h.SearchDeliveries(h.ctx, reseller.DeliverySearch{Endpoint: bad.ID, Page: reseller.Page{Limit: 10}}))), 2)
	})
}

// An event is read, and the webhook goes before what is to be posted is written: nothing may wait for a webhook that is no more.
func TestNothingIsWrittenForAWebhookThatIsNoMore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		removed, off, closed, live := h.hook(a, "removed"), h.hook(a, "off"), h.hook(b, "closed"), h.hook(a, "live")
		for _, e := range []reseller.Endpoint{removed, off, closed, live} {
			h.posts(e, e.ID-removed.ID, 1)
		}
		first := must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, off.ID, 1))[0]
		claimed := must[reseller.Delivery](t)(h.ClaimDelivery(h.ctx, off, first, h.clock.Wall().Add(time.Minute)))
		claimed.State, off.DisabledAt = reseller.DeliveryGivenUp, h.clock.Wall()
		ok(t, h.EndAttempt(h.ctx, reseller.Attempt{Delivery: claimed, Endpoint: off, Disable: true}))
		ok(t, h.RemoveEndpoint(h.ctx, removed, reseller.Operator))
		must[reseller.Account](t)(h.CloseAccount(h.ctx, b.ID, reseller.Operator))

		p := reseller.Posts{Reader: "webhooks", From: 4, To: 5}
		for _, e := range []reseller.Endpoint{removed, off, closed, live} {
			p.Deliveries = append(p.Deliveries, reseller.Delivery{EndpointID: e.ID, EventID: 9, Kind: "renew.done", Body: "{}"})
		}
		ok(t, h.SavePosts(h.ctx, p))
		for e, want := range map[*reseller.Endpoint]int{&removed: 0, &off: 0, &closed: 0, &live: 2} {
			equal(t, "waiting for "+e.URL, len(must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 10))), want)
		}
		if err := h.PostAgain(h.ctx, off, first.ID, reseller.Operator); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("posting again to a webhook that is off says %v", err)
		}
		ok(t, h.SavePosts(h.ctx, reseller.Posts{Reader: "webhooks", From: 5, To: 6, Deliveries: p.Deliveries[:1]}))
	})
}

// Old deliveries that wait, and old ones that never end, keep none behind them from going.
func TestDeliveriesBehindOneThatWaitsAreDeletedInTime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		waits, gone := h.hook(a, "waits"), h.hook(a, "gone")
		h.posts(waits, 0, 1100) // more than one transaction looks at
		h.posts(gone, 1100, 2)
		ok(t, h.RemoveEndpoint(h.ctx, gone, reseller.Operator))
		ok(t, h.Exec(h.ctx, "UPDATE webhook_deliveries SET next_try = created_at, state = 'waiting' WHERE event_id = 1102")) // as it was left by servers of before
		h.clock.pass(31 * 24 * time.Hour)
		h.posts(waits, 1102, 1)
		equal(t, "deleted", must[map[string]int64](t)(h.Prune(h.ctx))["webhook_deliveries"], 2)
		equal(t, "waiting", len(must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, waits.ID, 2000))), 1101)
	})
}

// Another address gets what waits, and answers for nothing that happened at the former one; one that is paused gets nothing, and nothing is lost.
func TestWebhookIsGivenAnotherAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		e := h.hook(a, "old")
		h.posts(e, 0, 3)
		due := must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 10))
		claim := func(e reseller.Endpoint, d reseller.Delivery) reseller.Delivery {
			t.Helper()
			return must[reseller.Delivery](t)(h.ClaimDelivery(h.ctx, e, d, h.clock.Wall().Add(time.Minute)))
		}
		fails, taken := claim(e, due[0]), claim(e, due[1])
		to := func(account int64) (reseller.Endpoint, error) {
			return h.ChangeEndpoint(h.ctx, account, e.ID, reseller.Operator, func(e *reseller.Endpoint) error {
				e.URL, e.Kinds = "https://example.com/new", []string{"renew.*"}
				return nil
			})
		}
		if _, err := to(b.ID); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("another account changes it: %v", err)
		}
		moved := must[reseller.Endpoint](t)(to(a.ID))
		equal(t, "its secret and seal", fmt.Sprint(moved.Secret, moved.SealID), fmt.Sprint(e.Secret, e.SealID))

		gone := e // the attempt at the former address is answered with 410
		gone.Failures, gone.Problem, gone.DisabledAt = 9, "gone", h.clock.Wall()
		fails.State = reseller.DeliveryGivenUp
		if err := h.EndAttempt(h.ctx, reseller.Attempt{Delivery: fails, Endpoint: gone, Disable: true}); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("an attempt at a former address that failed says %v", err)
		}
		taken.State, taken.Status = reseller.DeliveryDelivered, 200
		ok(t, h.EndAttempt(h.ctx, reseller.Attempt{Delivery: taken, Endpoint: e}))
		equal(t, "the webhook after that", fmt.Sprintf("%+v", must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, e.ID))), fmt.Sprintf("%+v", moved))
		due = must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 10))
		equal(t, "what waits for the new address", fmt.Sprint(len(due), due[0].EventID, due[1].EventID), "2 1 3")
		if _, err := h.ClaimDelivery(h.ctx, e, due[0], h.clock.Wall().Add(time.Minute)); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("posting to the former address says %v", err)
		}

		waitingPosts := func() int64 {
			f, err := h.Figures(h.ctx)
			ok(t, err)
			return f.Posts.Count
		}
		last := claim(moved, due[1])
		ok(t, h.PauseEndpoint(h.ctx, moved, reseller.Operator))
		last.State = reseller.DeliveryGivenUp
		if err := h.EndAttempt(h.ctx, reseller.Attempt{Delivery: last, Endpoint: moved, Disable: true}); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("an attempt that would switch it off says %v once it is paused", err)
		}
		if err := h.PauseEndpoint(h.ctx, moved, reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("pausing it again says %v", err)
		}
		h.posts(moved, 3, 1)
		h.clock.pass(40 * 24 * time.Hour)
		must[map[string]int64](t)(h.Prune(h.ctx))
		equal(t, "due while it is paused", len(must[[]reseller.Endpoint](t)(h.DueEndpoints(h.ctx, false, 10))), 0)
		equal(t, "waiting for it", must[map[int64]int64](t)(h.WaitingDeliveries(h.ctx, a.ID))[e.ID], int64(3))
		equal(t, "waiting in the figures", waitingPosts(), int64(0))
		if _, err := h.ClaimDelivery(h.ctx, moved, due[0], h.clock.Wall().Add(time.Minute)); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("posting while it is paused says %v", err)
		}
		if err := h.PostAgain(h.ctx, moved, due[0].ID, reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("posting again while it is paused says %v", err)
		}
		ok(t, h.EnableEndpoint(h.ctx, moved, reseller.Operator))
		equal(t, "due afterwards", len(must[[]reseller.Endpoint](t)(h.DueEndpoints(h.ctx, false, 10))), 1)
		equal(t, "waiting in the figures afterwards", waitingPosts(), int64(3))

		later := claim(moved, must[[]reseller.Delivery](t)(h.DueDeliveries(h.ctx, e.ID, 1))[0])
		later.NextTry, later.Status = h.clock.Wall().Add(time.Hour), 500
		failing := moved
		failing.Failures, failing.FailingAt, failing.RetryAt = 1, h.clock.Wall(), h.clock.Wall().Add(time.Hour)
		ok(t, h.EndAttempt(h.ctx, reseller.Attempt{Delivery: later, Endpoint: failing}))
		equal(t, "due while it rests", len(must[[]reseller.Endpoint](t)(h.DueEndpoints(h.ctx, true, 10))), 0)
		ok(t, h.PostAgain(h.ctx, moved, later.ID, reseller.Operator))
		equal(t, "due at once", len(must[[]reseller.Endpoint](t)(h.DueEndpoints(h.ctx, true, 10))), 1)
	})
}
