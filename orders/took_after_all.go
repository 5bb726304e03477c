//go:build !control_uncharged

package orders

import (
	"time"

	"nameyard/reseller"
)

// tookAfterAll says what speaks against a refused purchase being charged: that the registry does not show its effect, or cannot be asked.
// The account would pay for nothing.
func tookAfterAll(o order, seen view, now time.Time) error {
	if seen.err != nil {
		return cannotAsk(o, seen.err)
	}
	f := seen.proves(o, now)
	if f.verdict == took {
		return nil
	}
	why := f.reason
	if why == "" {
		why = "no effect of it is to be seen"
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d (%s of %s) ended as refused, and the registry bears that out: %s; nothing was done",
		o.ID, o.Kind, o.Name, why)
}
