package reseller

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// PlannedPrice is a change of a price that applies from a time on. It says what the price is then, whatever it is before.
type PlannedPrice struct {
	Price             // of one that goes, Net and Cost are 0
	From    time.Time // business time
	Removed bool      // the price goes from its list
	By      string    // who planned it
	At      time.Time // when, business time
}

// Compare gives the order in which changes apply: by time, and at one time the price list first (ListOwner.Compare).
func (p PlannedPrice) Compare(other PlannedPrice) int {
	return cmp.Or(p.From.Compare(other.From), p.Owner.Compare(other.Owner), p.Key().Compare(other.Key()))
}

// Due reports whether the change applies at a time.
func (p PlannedPrice) Due(at time.Time) bool { return !p.From.After(at) }

// Record is the change as records of it say: what it is for and from when, a colon, and what the price is then.
func (p PlannedPrice) Record() string {
	will := "removed"
	if !p.Removed {
		will = fmt.Sprintf("net %d, cost %d", p.Net, p.Cost)
	}
	return fmt.Sprintf("%s %d years in %s from %s: %s", p.Operation, p.Years, p.Currency, p.From.UTC().Format(time.RFC3339Nano), will)
}

// Tag stands for the change as it is shown: who takes back this one takes back no other.
func (p PlannedPrice) Tag() string { return Tag(p.Record()) }

// CancelledPrice is a planned change of what an account pays that does not come.
type CancelledPrice struct {
	TLD       string    `json:"tld"`
	Operation Operation `json:"operation"`
	Years     int       `json:"years"`
	From      time.Time `json:"from"`          // when it was to apply, business time
	Net       *int64    `json:"net,omitempty"` // minor units; nil: it was not to be sold any more
	Planned   time.Time `json:"planned"`       // since when it was planned, business time
}

// PricesOn are the prices of a day to come: those of today, changed by what is planned up to then. They are sorted as AccountPrices takes
// them. What is ordered now goes by the prices of today alone; everything that looks ahead goes by this.
func PricesOn(today []Price, planned []PlannedPrice, at time.Time) []Price {
	held := onLists(today)
	for _, p := range byDate(planned) {
		if p.Due(at) {
			held.change(p)
		}
	}
	var all []Price
	for _, key := range slices.SortedFunc(maps.Keys(held), PriceKey.Compare) {
		all = append(all, held[key]...)
	}
	return all
}

// PricesAhead are the prices of one thing on an account's lists (its own, its group's and the price list): those of today, and what is planned.
type PricesAhead struct {
	Today   []Price
	Planned []PlannedPrice
}

// On is what the account pays at a time; ok is false if it is not sold to it then.
func (p PricesAhead) On(at time.Time) (price AccountPrice, ok bool) {
	for _, paid := range AccountPrices(PricesOn(p.Today, p.Planned, at)) {
		return paid, true
	}
	return price, false
}

// ComingPrice is a change of what an account pays.
type ComingPrice struct {
	PriceKey
	From      time.Time
	Was, Will *AccountPrice // until then and from then on; nil: it is not sold to the account
}

// ComingPrices are the changes of what an account pays, by date and then as price lists are, of the prices on its lists (its own, its group's
// and the price list). A change of the price list does not touch an account that has a price of its own or of its group, nor one that leaves
// the price as it is.
func ComingPrices(today []Price, planned []PlannedPrice) []ComingPrice {
	held := onLists(today)
	var coming []ComingPrice
	planned = byDate(planned)
	for len(planned) > 0 {
		from, n := planned[0].From, 1
		for n < len(planned) && planned[n].From.Equal(from) {
			n++
		}
		was := map[PriceKey]*AccountPrice{}
		for _, p := range planned[:n] {
			was[p.Key()] = held.paid(p.Key())
		}
		for _, p := range planned[:n] {
			held.change(p)
		}
		for _, key := range slices.SortedFunc(maps.Keys(was), PriceKey.Compare) {
			c := ComingPrice{key, from, was[key], held.paid(key)}
			if c.touches() {
				coming = append(coming, c)
			}
		}
		planned = planned[n:]
	}
	return coming
}

// Compare orders by time and then as price lists are.
func (c ComingPrice) Compare(other ComingPrice) int {
	return cmp.Or(c.From.Compare(other.From), c.PriceKey.Compare(other.PriceKey))
}

// ComingInstead compares changes that would have come with those that will: gone are those in whose place nothing comes, come those to a sum
// that would not have come.
func ComingInstead(was, will []ComingPrice) (gone, come []ComingPrice) {
	without := func(some, others []ComingPrice, same func(a, b ComingPrice) bool) []ComingPrice {
		return slices.DeleteFunc(slices.Clone(some), func(c ComingPrice) bool {
			return slices.ContainsFunc(others, func(other ComingPrice) bool { return c.Compare(other) == 0 && same(c, other) })
		})
	}
	gone = without(was, will, func(ComingPrice, ComingPrice) bool { return true })
	return gone, without(will, was, func(a, b ComingPrice) bool { return sameSum(a.Will, b.Will) })
}

// touches reports whether another sum is paid than before.
func (c ComingPrice) touches() bool {
	return !sameSum(c.Was, c.Will)
}

// sameSum reports whether two prices are the same sum, or both none.
func sameSum(a, b *AccountPrice) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Net == b.Net
}

// byDate gives changes in the order in which they apply.
func byDate(planned []PlannedPrice) []PlannedPrice {
	return slices.SortedStableFunc(slices.Values(planned), func(a, b PlannedPrice) int { return a.From.Compare(b.From) })
}

// priceLists are the prices of one list or more, by what they are for.
type priceLists map[PriceKey][]Price

func onLists(prices []Price) priceLists {
	all := make(priceLists, len(prices))
	for _, p := range prices {
		all[p.Key()] = append(all[p.Key()], p)
	}
	return all
}

func (l priceLists) change(p PlannedPrice) {
	key := p.Key()
	same := slices.DeleteFunc(slices.Clone(l[key]), func(other Price) bool { return other.Owner == p.Owner })
	if !p.Removed {
		same = append(same, p.Price)
	}
	if l[key] = same; len(same) == 0 {
		delete(l, key)
	}
}

// paid is what is paid for something; nil if it is not sold.
func (l priceLists) paid(key PriceKey) *AccountPrice {
	if len(l[key]) == 0 {
		return nil
	}
	paid := paidOf(l[key])
	return &paid
}
