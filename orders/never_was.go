//go:build !control_undone

package orders

import (
	"time"

	"nameyard/reseller"
)

// neverWas says what speaks against a registration being taken back: that its registry has the name, may have it yet, or cannot be
// asked. The name would be nobody's, and its price given away.
func neverWas(o order, seen view, set Settings, now time.Time) error {
	switch {
	case seen.err != nil:
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the registry cannot be asked about %s now; nothing was done", o.Name).Because(seen.err)
	case seen.shown != nil && seen.shown.Ours:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "the registry has %s, so order %d stands; nothing was done", o.Name, o.ID)
	case now.Before(settledAt(o.Order, set)):
		return reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d may still take effect until %s; nothing was done", o.ID,
			settledAt(o.Order, set).UTC().Format(time.RFC3339))
	}
	return nil
}
