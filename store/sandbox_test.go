package store_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

func TestSandboxClockMovesForwardOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		equal(t, "never moved", must[store.SandboxClock](t)(h.SandboxClock(h.ctx)), store.SandboxClock{})
		ok(t, h.SetSandboxClock(h.ctx, store.SandboxClock{Offset: time.Hour, Target: 2 * time.Hour}))
		again := h.SetSandboxClock(h.ctx, store.SandboxClock{Offset: 3 * time.Hour})
		equal(t, "a second first move", errors.Is(again, reseller.ErrConflict), true)
		c := must[store.SandboxClock](t)(h.SandboxClock(h.ctx))
		equal(t, "clock", c, store.SandboxClock{Version: 1, Offset: time.Hour, Target: 2 * time.Hour})
		c.Offset = time.Minute
		equal(t, "backwards", errors.Is(h.SetSandboxClock(h.ctx, c), reseller.ErrConflict), true)
	})
}
