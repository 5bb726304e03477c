package store_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestSandboxClockMovesForwardOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		equal(t, "never moved", must[reseller.SandboxClock](t)(h.SandboxClock(h.ctx)), reseller.SandboxClock{})
		ok(t, h.SetSandboxClock(h.ctx, reseller.SandboxClock{Offset: time.Hour, Target: 2 * time.Hour}))
		again := h.SetSandboxClock(h.ctx, reseller.SandboxClock{Offset: 3 * time.Hour})
		equal(t, "a second first move", errors.Is(again, reseller.ErrConflict), true)
		c := must[reseller.SandboxClock](t)(h.SandboxClock(h.ctx))
		equal(t, "clock", c, reseller.SandboxClock{Version: 1, Offset: time.Hour, Target: 2 * time.Hour})
		c.Offset = time.Minute
		equal(t, "backwards", errors.Is(h.SetSandboxClock(h.ctx, c), reseller.ErrConflict), true)
	})
}
