//go:build !control_listprice

package reseller

// OwnBefore is what an account pays for what it has a price of its own for, and the price list another one, or nil for none. What the
// registry may charge is the same whoever buys: an own price that says nothing of it has the list's cost.
func OwnBefore(own Price, list *Price) AccountPrice {
	if own.Cost == 0 && list != nil {
		own.Cost = list.Cost
	}
	return AccountPrice{own, list}
}
