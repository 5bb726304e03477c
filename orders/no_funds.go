//go:build !control_fundsrefused

package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// noFunds leaves an order for which our own account at the registry has not enough money. That is the operator's to mend and no fault of
// the account: it waits without end, and is told nothing of our money.
func noFunds(set Settings) step {
	return step{
		to: reseller.OrderUnknown, code: reseller.CodeRegistryWaits, wait: set.StandWait,
		reason: "the registry does not take it yet; the order waits and goes on by itself",
		alarm:  registry.ErrNoFunds.Error(),
	}
}
