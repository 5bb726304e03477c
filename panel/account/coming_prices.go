package account

import (
	"slices"
	"time"

	"nameyard/reseller"
)

// shownPrice is what the account pays, with what it will pay.
type shownPrice struct {
	reseller.AccountPrice
	Next *reseller.ComingPrice // the next change; nil: none is planned
}

// comingPrices are changes of prices that are planned, in the endings that were searched for.
type comingPrices struct {
	Shown []comingPrice // the first ones, by date
	More  int           // of how many more
	next  map[reseller.PriceKey]*reseller.ComingPrice
}

// comingPrice is a line of the section of what comes.
type comingPrice struct {
	reseller.ComingPrice
	Ending string // as people read it
	New    bool   // its date is another one than that of the line before
}

// comingShown is how many changes are shown.
const comingShown = 100

// comingOf picks the changes in the endings that are wanted.
func comingOf(all []reseller.ComingPrice, wanted func(tld string) bool) comingPrices {
	all = slices.DeleteFunc(all, func(c reseller.ComingPrice) bool { return !wanted(c.TLD) })
	c := comingPrices{next: map[reseller.PriceKey]*reseller.ComingPrice{}, More: max(len(all)-comingShown, 0)}
	var day time.Time
	for i, of := range all {
		if c.next[of.PriceKey] == nil {
			c.next[of.PriceKey] = &all[i]
		}
		if i < comingShown {
			c.Shown = append(c.Shown, comingPrice{of, ending(of.TLD), !of.From.Equal(day)})
			day = of.From
		}
	}
	return c
}
