//go:build !control_listprice

package reseller

// OwnBefore is what is paid for what an account has a price of its own for, or its group has one, and the lists that come after that another
// one, or nil for none. What the registry may charge is the same whoever buys: a price that says nothing of it has the cost of those.
func OwnBefore(own Price, under *Price) Price {
	if own.Cost == 0 && under != nil {
		own.Cost = under.Cost
	}
	return own
}
