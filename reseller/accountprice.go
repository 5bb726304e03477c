package reseller

// AccountPrice is what an account pays for something, net, with what the price list has for it. Its Owner says on whose list it is.
type AccountPrice struct {
	Price
	List *Price // nil: it is not on the price list, and it can be bought by this account, or those of its group, alone
}

// Own reports whether it is a price of the account's own.
func (p AccountPrice) Own() bool { return p.Owner.Account != 0 }

// Special reports whether it is not that of the price list, but of the account's own or its group.
func (p AccountPrice) Special() bool { return !p.Owner.Everybody() }

// AboveList reports whether it is more than what everybody else pays.
func (p AccountPrice) AboveList() bool { return p.Special() && p.List != nil && p.Net > p.List.Net }

// AccountPrices picks what an account pays: its own price where it has one, otherwise its group's, otherwise that of the price list.
// Everything that is quoted, foreseen or charged goes by this. Of the prices that it gets, those for the same thing stand together.
func AccountPrices(prices []Price) []AccountPrice {
	paid := make([]AccountPrice, 0, len(prices))
	for first, i := 0, 1; i <= len(prices); i++ {
		if i == len(prices) || prices[i].Key() != prices[first].Key() {
			paid = append(paid, paidOf(prices[first:i]))
			first = i
		}
	}
	return paid
}

// paidOf picks what is paid of prices for the same thing, one of each list at most.
func paidOf(same []Price) AccountPrice {
	if len(same) == 1 && same[0].Owner.Everybody() {
		return AccountPrice{same[0], &same[0]}
	}
	var on [3]*Price
	for i := range same {
		on[same[i].Owner.rank()] = &same[i]
	}
	paid := AccountPrice{List: on[0]}
	var under *Price
	for _, p := range on {
		if p != nil {
			laid := OwnBefore(*p, under)
			paid.Price, under = laid, &laid
		}
	}
	return paid
}
