//go:build !control_undone

package orders

import (
	"time"

	"nameyard/reseller"
)

// neverWas says what speaks against a purchase being taken back: that its registry has done it, may do it yet, proves neither, or cannot
// be asked. What was bought would be nobody's, and its price given away.
func neverWas(o order, seen view, set Settings, now time.Time) error {
	if seen.err != nil {
		return cannotAsk(o, seen.err)
	}
	if brings := o.Kind == reseller.OrderRegister || o.Kind == reseller.OrderTransfer; brings && seen.shown != nil && seen.shown.Ours {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "the registry has %s, so order %d stands; nothing was done", o.Name, o.ID)
	}
	switch f := seen.proves(o, now); {
	case f.verdict == took:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "the registry shows that order %d (%s of %s) took effect, so it stands; nothing was done", o.ID, o.Kind, o.Name)
	case f.verdict == waiting || f.verdict == unclear:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "what the registry shows of %s does not say that order %d never was: %s; nothing was done", o.Name, o.ID, f.reason)
	case now.Before(settledAt(o.Order, set)):
		return reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d may still take effect until %s; nothing was done", o.ID,
			settledAt(o.Order, set).UTC().Format(time.RFC3339))
	}
	return nil
}
