package store_test

import (
	"fmt"
	"testing"
	"time"
)

func TestLeaseHasOneHolderAndItsFenceGrowsWhenItPasses(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		take := func(holder string, want bool) {
			t.Helper()
			equal(t, "taken by "+holder, must[bool](t)(h.TakeLease(h.ctx, "jobs", holder, time.Minute)), want)
		}
		fence := func(holder string, want int64, held bool) {
			t.Helper()
			lease, now, err := h.LeaseOf(h.ctx, "jobs")
			ok(t, err)
			equal(t, "holder", lease.Holder, holder)
			equal(t, "fence", lease.Fence, want)
			equal(t, "held now", now, held)
		}
		fence("", 0, false)
		take("a", true)
		take("b", false)
		fence("a", 1, true)
		h.clock.pass(30 * time.Second)
		take("a", true)
		fence("a", 1, true)
		h.clock.pass(59 * time.Second)
		take("b", false)
		h.clock.pass(2 * time.Second)
		fence("a", 1, false)
		take("b", true)
		fence("b", 2, true)
		ok(t, h.DropLease(h.ctx, "jobs", "a")) // not a's to give up
		take("a", false)
		ok(t, h.DropLease(h.ctx, "jobs", "b"))
		take("a", true)
		fence("a", 3, true)
	})
}

func TestOneOfManyTakesALease(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		taken := make([]bool, 10)
		for _, err := range atOnce(10, func(i int) (err error) {
			taken[i], err = h.TakeLease(h.ctx, "jobs", fmt.Sprint(i), time.Minute)
			return err
		}) {
			ok(t, err)
		}
		won := 0
		for _, w := range taken {
			if w {
				won++
			}
		}
		equal(t, "holders", won, 1)
	})
}
