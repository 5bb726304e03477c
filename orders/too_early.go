//go:build !control_nopatience

package orders

import (
	"time"

	"nameyard/reseller"
)

// tooEarly says until when the server itself goes on with an order that the operator calls refused; nil if it does not. What shows no
// effect yet may take effect late, or is sent again: the account's money would be free and the name bought all the same.
func tooEarly(a attempt, saysDone bool, seen view, set Settings, now time.Time) error {
	until := set.movesUntil(a.Order)
	switch {
	case saysDone, seen.err != nil, kinds[a.Kind].find == nil, a.Waits():
		return nil
	case a.unserved != nil:
		until = settledAt(a.Order, set) // it is not sent again
	case !a.NeverSent() && seen.proves(a.order, now).verdict != absent:
		return nil // the registry has spoken, or proves neither
	}
	if !now.Before(until) {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
		"order %d (%s of %s) may still take effect: the server goes on with it by itself until %s; the order stays as it is",
		a.ID, a.Kind, a.Name, until.UTC().Format(time.RFC3339))
}
