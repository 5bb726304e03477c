//go:build !control_halfrefused

package orders

import (
	"time"

	"nameyard/reseller"
)

// halfDone says why an order stays open whose first part the registry has taken and charged for.
const halfDone = "the registry has taken the request and waits for the report about it, without which the name is purged"

// sendRest sends what is left of a command again. It costs nothing more, so the price does not matter. Who looks after the registry must
// see to it in time where that does not succeed within a day.
func sendRest(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case now.Sub(o.CreatedAt) >= set.ResendFor:
		return needsOperator(o, halfDone, set)
	case seen.terms == nil, seen.terms.err != nil:
		return lookAgain(o, o.Code, o.Reason, set)
	}
	return step{to: reseller.OrderSending}
}
