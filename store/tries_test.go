package store_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestOfTriesAtOnceOnlySoManyAreTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		of := []reseller.Tries{{Of: "code:1", Most: 50}, {Of: "code:one.com", Most: 5}}
		taken := 0
		for _, err := range atOnce(12, func(int) error { return h.TakeTry(h.ctx, of) }) {
			if err == nil {
				taken++
			} else if !errors.Is(err, reseller.ErrConflict) {
				t.Error(err)
			}
		}
		equal(t, "taken", taken, 5)
		equal(t, "full", errors.Is(h.TriesLeft(h.ctx, of), reseller.ErrConflict), true)
		ok(t, h.TriesLeft(h.ctx, of[:1])) // what was refused by one counter is not counted on the others
		ok(t, h.ReturnTry(h.ctx, of))
		ok(t, h.TakeTry(h.ctx, of))
		h.clock.pass(time.Hour)
		ok(t, h.TriesLeft(h.ctx, of))
		ok(t, h.TakeTry(h.ctx, of))
	})
}
