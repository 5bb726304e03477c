package operator

import (
	"fmt"
	"slices"
	"time"

	"nameyard/reseller"
)

// PriceChange is a price that is set, or would be, with what it was.
type PriceChange struct {
	reseller.Price
	From time.Time       // zero: at once
	Was  *reseller.Price // until then; nil: it is new
	List *reseller.Price // beside a price of an account or a group, what is paid without it; nil: it can not be bought
	// Doubts are why it may be a mistake, in words: sold below cost, more years for less money, years that are not sold. It is set all the same.
	Doubts []string
}

// Same reports whether a price stays as it is.
func (c PriceChange) Same() bool { return c.Was != nil && *c.Was == c.Price }

// PricesOf are the prices of changes.
func PricesOf(changes []PriceChange) []reseller.Price {
	list := make([]reseller.Price, len(changes))
	for i, c := range changes {
		list[i] = c.Price
	}
	return list
}

// tldsOf are the TLDs of prices.
func tldsOf(list []reseller.Price) (tlds []string) {
	for _, p := range list {
		tlds = append(tlds, p.TLD)
	}
	slices.Sort(tlds)
	return slices.Compact(tlds)
}

// prices are some by what they are for.
type prices map[reseller.PriceKey]*reseller.Price

func keyed(list []reseller.Price) prices {
	all := make(prices, len(list))
	for i, p := range list {
		all[p.Key()] = &list[i]
	}
	return all
}

// weigh sets prices beside those of the same list (held) and those of the lists after it (listed) of the day, and doubts them.
func (u Prices) weigh(asked, held, listed []reseller.Price, from time.Time) []PriceChange {
	was, list, paid := keyed(held), prices{}, withoutIt(listed)
	if !asked[0].Owner.Everybody() {
		list = withoutIt(listed)
		paid.put(held, list)
	}
	paid.put(asked, list)
	changes := make([]PriceChange, len(asked))
	for i, p := range asked {
		changes[i] = PriceChange{Price: p, From: from, Was: was[p.Key()], List: list[p.Key()]}
		changes[i].Doubts = u.doubts(*paid[p.Key()], changes[i].List, paid)
	}
	return changes
}

// withoutIt is what is paid by lists alone, without one that comes before them.
func withoutIt(listed []reseller.Price) prices {
	all := prices{}
	for _, p := range reseller.AccountPrices(listed) {
		all[p.Key()] = &p.Price
	}
	return all
}

// put lays prices over others; of an account's own or a group's, what is then paid (reseller.OwnBefore).
func (all prices) put(over []reseller.Price, listed prices) {
	for _, p := range over {
		paid := reseller.OwnBefore(p, listed[p.Key()])
		all[p.Key()] = &paid
	}
}

// doubts say what may be wrong with a price among those that will be paid, which the lists after it have another one for, or none.
func (u Prices) doubts(p reseller.Price, list *reseller.Price, paid prices) (words []string) {
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: p.Currency} }
	if p.Net < p.Cost {
		words = append(words, fmt.Sprintf("below cost: sold for %s, and the registry may charge %s", money(p.Net), money(p.Cost)))
	}
	if list != nil && p.Cost == 0 && p.Net < list.Net {
		words = append(words, fmt.Sprintf("no cost is known: an order is refused if the registry charges more than %s", money(p.Net)))
	}
	if list != nil && p.Net > list.Net {
		if list.Owner.Everybody() {
			words = append(words, fmt.Sprintf("more than the price list: that has %s", money(list.Net)))
		} else {
			words = append(words, fmt.Sprintf("more than its group: that has %s", money(list.Net)))
		}
	}
	key := p.Key()
	for key.Years--; key.Years > 0; key.Years-- {
		fewer := paid[key]
		if fewer != nil && fewer.Net > 0 && p.Net <= fewer.Net {
			words = append(words, fmt.Sprintf("%d years cost no more than %d", p.Years, key.Years))
			break
		}
	}
	if u.Rules == nil {
		return words
	}
	rules, err := u.Rules.Lookup(p.TLD)
	if err != nil {
		return append(words, "not sold: there are no rules for the TLD")
	}
	sold := map[reseller.Operation][]int{reseller.OpRegister: rules.Years, reseller.OpRenew: rules.RenewYears}[p.Operation]
	if sold != nil && !slices.Contains(sold, p.Years) {
		words = append(words, fmt.Sprintf("never used: .%s has no %s for %d years", p.TLD, p.Operation.Noun(), p.Years))
	}
	return words
}
