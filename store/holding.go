//go:build !control_otherholding

package store

import "nameyard/reseller"

// ofHolding finds the orders of a domain row: a name that comes back gets a row of its own.
const ofHolding = "domain_id = ?"

// sinceGain leaves out what was before the newest registration or transfer. A name that was imported has none.
func sinceGain(bought []reseller.Order) []reseller.Order {
	for i := len(bought) - 1; i >= 0; i-- {
		if k := bought[i].Kind; k == reseller.OrderRegister || k == reseller.OrderTransfer {
			return bought[i:]
		}
	}
	return bought
}
