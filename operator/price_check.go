package operator

import (
	"context"
	"fmt"
	"slices"

	"nameyard/reseller"
)

// PriceChange is a price that is set, or would be, with what it was.
type PriceChange struct {
	reseller.Price
	Was *reseller.Price // nil: it is new
	// Doubts are why it may be a mistake, in words: sold below cost, more years for less money, years that are not sold. It is set all the same.
	Doubts []string
}

// Same reports whether a price stays as it is.
func (c PriceChange) Same() bool { return c.Was != nil && *c.Was == c.Price }

// priceKey is what a price is for.
type priceKey struct {
	tld, currency string
	operation     reseller.Operation
	years         int
}

func keyOf(p reseller.Price) priceKey { return priceKey{p.TLD, p.Currency, p.Operation, p.Years} }

// weigh sets prices beside those that hold and doubts them.
func (u Prices) weigh(ctx context.Context, list []reseller.Price) ([]PriceChange, error) {
	held, err := u.Store.Prices(ctx, "")
	if err != nil {
		return nil, err
	}
	was, then := map[priceKey]reseller.Price{}, map[priceKey]reseller.Price{}
	for _, p := range held {
		was[keyOf(p)], then[keyOf(p)] = p, p
	}
	for _, p := range list {
		then[keyOf(p)] = p
	}
	changes := make([]PriceChange, len(list))
	for i, p := range list {
		changes[i] = PriceChange{Price: p, Doubts: u.doubts(p, then)}
		if old, there := was[keyOf(p)]; there {
			changes[i].Was = &old
		}
	}
	return changes, nil
}

// doubts say what may be wrong with a price on the list that it will be on.
func (u Prices) doubts(p reseller.Price, list map[priceKey]reseller.Price) (words []string) {
	if p.Net < p.Cost {
		words = append(words, fmt.Sprintf("below cost: sold for %s, and the registry may charge %s",
			reseller.Money{Minor: p.Net, Currency: p.Currency}, reseller.Money{Minor: p.Cost, Currency: p.Currency}))
	}
	for years := p.Years - 1; years > 0; years-- {
		fewer, there := list[priceKey{p.TLD, p.Currency, p.Operation, years}]
		if there && fewer.Net > 0 && p.Net <= fewer.Net {
			words = append(words, fmt.Sprintf("%d years cost no more than %d", p.Years, years))
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
