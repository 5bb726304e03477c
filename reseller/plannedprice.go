package reseller

import (
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
	return slices.SortedFunc(maps.Values(held), func(a, b Price) int { return a.Key().Compare(b.Key()) })
}

// PricesAhead are the prices of one thing, of an account's own and of the price list: those of today, and what is planned.
type PricesAhead struct {
	Account int64
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

// ComingPrices are the changes of what an account pays, by date and then as price lists are. A change of the price list does not touch an
// account that has a price of its own, nor one that leaves the price as it is.
func ComingPrices(account int64, today []Price, planned []PlannedPrice) []ComingPrice {
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
			was[p.Key()] = held.paid(account, p.Key())
		}
		for _, p := range planned[:n] {
			held.change(p)
		}
		for _, key := range slices.SortedFunc(maps.Keys(was), PriceKey.Compare) {
			c := ComingPrice{key, from, was[key], held.paid(account, key)}
			if c.touches() {
				coming = append(coming, c)
			}
		}
		planned = planned[n:]
	}
	return coming
}

// touches reports whether another sum is paid than before.
func (c ComingPrice) touches() bool {
	if c.Was == nil || c.Will == nil {
		return c.Was != c.Will
	}
	return c.Was.Net != c.Will.Net
}

// byDate gives changes in the order in which they apply.
func byDate(planned []PlannedPrice) []PlannedPrice {
	return slices.SortedStableFunc(slices.Values(planned), func(a, b PlannedPrice) int { return a.From.Compare(b.From) })
}

// listPlace is the place of a price: whose list, and what it is for.
type listPlace struct {
	account int64
	PriceKey
}

// priceLists are the prices of one list or more.
type priceLists map[listPlace]Price

func onLists(prices []Price) priceLists {
	all := make(priceLists, len(prices))
	for _, p := range prices {
		all[listPlace{p.Account, p.Key()}] = p
	}
	return all
}

func (l priceLists) change(p PlannedPrice) {
	place := listPlace{p.Account, p.Key()}
	if p.Removed {
		delete(l, place)
		return
	}
	l[place] = p.Price
}

// paid is what an account pays for something; nil if it is not sold to it.
func (l priceLists) paid(account int64, key PriceKey) *AccountPrice {
	var both []Price
	for _, of := range []int64{account, 0} {
		if p, there := l[listPlace{of, key}]; there {
			both = append(both, p)
		}
	}
	for _, paid := range AccountPrices(both) {
		return &paid
	}
	return nil
}
