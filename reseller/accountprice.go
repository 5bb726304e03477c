package reseller

// AccountPrice is what an account pays for something, net, with what the price list has for it. Its Account is 0 where that is what
// it pays.
type AccountPrice struct {
	Price
	List *Price // nil: it is not on the list, and this account alone can buy it
}

// Own reports whether it is a price of the account's own.
func (p AccountPrice) Own() bool { return p.Account != 0 }

// AboveList reports whether the account's own price is more than what everybody else pays.
func (p AccountPrice) AboveList() bool { return p.Own() && p.List != nil && p.Net > p.List.Net }

// AccountPrices picks what an account pays: its own price where it has one, otherwise that of the price list. Everything that is quoted,
// foreseen or charged goes by this. Of the prices that it gets, those for the same thing stand together.
func AccountPrices(prices []Price) []AccountPrice {
	paid := make([]AccountPrice, 0, len(prices))
	for i := range prices {
		p := &prices[i]
		last := len(paid) - 1
		switch {
		case last >= 0 && paid[last].Key() == p.Key() && p.Account != 0:
			paid[last] = OwnBefore(*p, paid[last].List)
		case last >= 0 && paid[last].Key() == p.Key():
			paid[last] = OwnBefore(paid[last].Price, p)
		case p.Account != 0:
			paid = append(paid, OwnBefore(*p, nil))
		default:
			paid = append(paid, AccountPrice{*p, p})
		}
	}
	return paid
}
