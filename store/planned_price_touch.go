package store

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// place is the place of a price: whose list, and what it is for.
type place struct {
	owner reseller.ListOwner
	key   reseller.PriceKey
}

// change is what changes, and when.
type change struct {
	key  reseller.PriceKey
	from int64 // microseconds
}

func changeOf(key reseller.PriceKey, from time.Time) change { return change{key, from.UnixMicro()} }

// sinces are when changes were planned.
type sinces map[change]time.Time

func plannedSince(planned []reseller.PlannedPrice) sinces {
	since := sinces{}
	for _, p := range planned {
		of := changeOf(p.Key(), p.From)
		if at, known := since[of]; !known || p.At.Before(at) {
			since[of] = p.At
		}
	}
	return since
}

// pricePlan is what was planned together, with all prices of the same things by their places.
type pricePlan struct {
	planned []reseller.PlannedPrice
	made    map[place][]time.Time // when it changes what
	today   map[place][]reseller.Price
	ahead   map[place][]reseller.PlannedPrice
	keys    map[reseller.ListOwner][]reseller.PriceKey // what a list has of these things, today or ahead
}

// readPlan reads the prices of what was planned. Of all lists, for whoever pays one may have a price of his own.
func readPlan(tx *gorm.DB, planned []reseller.PlannedPrice) (pricePlan, error) {
	p := pricePlan{planned, map[place][]time.Time{}, map[place][]reseller.Price{}, map[place][]reseller.PlannedPrice{}, map[reseller.ListOwner][]reseller.PriceKey{}}
	wanted := map[reseller.PriceKey]bool{}
	for _, m := range planned {
		wanted[m.Key()] = true
		of := place{m.Owner, m.Key()}
		p.made[of] = append(p.made[of], m.From)
	}
	tlds := tldsOf(pricesOf(planned))
	has := map[place]bool{}
	on := func(of place) bool {
		if wanted[of.key] && !has[of] {
			has[of] = true
			p.keys[of.owner] = append(p.keys[of.owner], of.key)
		}
		return wanted[of.key]
	}
	for _, table := range []listTable{everybodysTable, groupsTable, accountsTable} {
		var rows []listedRow
		if err := tx.Table(table.name).Select(table.owner+priceColumns).Where("tld IN ?", tlds).Find(&rows).Error; err != nil {
			return p, err
		}
		for _, r := range rows {
			price := r.Row.on(r.Of.owner())
			if of := (place{price.Owner, price.Key()}); on(of) {
				p.today[of] = append(p.today[of], price)
			}
		}
	}
	ahead, err := plannedOnes(tx.Where("tld IN ?", tlds))
	for _, a := range ahead {
		if of := (place{a.Owner, a.Key()}); on(of) {
			p.ahead[of] = append(p.ahead[of], a)
		}
	}
	return p, err
}

// makes reports whether a change of what is paid is the plan's: one of the list that is paid before or after it, and not of another one that
// changes at that time, too.
func (p pricePlan) makes(c reseller.ComingPrice) bool {
	for _, paid := range []*reseller.AccountPrice{c.Was, c.Will} {
		if paid != nil && slices.ContainsFunc(p.made[place{paid.Owner, c.PriceKey}], c.From.Equal) {
			return true
		}
	}
	return false
}

// laidOver are the changes of what is paid in a currency that the plan makes, by date and then as price lists are: those under the first of some
// lists, but where that has something of its own, those of the lists together.
func (p pricePlan) laidOver(under []reseller.ComingPrice, currency string, lists ...reseller.ListOwner) []reseller.ComingPrice {
	over := map[reseller.PriceKey]bool{}
	var today []reseller.Price
	var ahead []reseller.PlannedPrice
	for _, key := range p.keys[lists[0]] {
		if key.Currency != currency {
			continue
		}
		over[key] = true
		for _, owner := range lists {
			today = append(today, p.today[place{owner, key}]...)
			ahead = append(ahead, p.ahead[place{owner, key}]...)
		}
	}
	if len(over) == 0 {
		return under
	}
	touched := slices.DeleteFunc(slices.Clone(under), func(c reseller.ComingPrice) bool { return over[c.PriceKey] })
	for _, c := range reseller.ComingPrices(today, ahead) {
		if p.makes(c) {
			touched = append(touched, c)
		}
	}
	slices.SortFunc(touched, reseller.ComingPrice.Compare)
	return touched
}
