package orders

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"nameyard/reseller"
)

// pricesAhead are the prices of an account's renewals, of each TLD for the shortest period that it renews.
type pricesAhead struct {
	orders  *Service
	account reseller.Account
	now     time.Time
	planned map[string][]reseller.PlannedPrice // by TLD, in the order in which they apply
	today   map[string][]reseller.Price        // by TLD, once they are read
}

// pricesAhead reads what is planned of the prices of an account's renewals.
func (s *Service) pricesAhead(ctx context.Context, account reseller.Account, now time.Time) (pricesAhead, error) {
	ahead := pricesAhead{s, account, now, map[string][]reseller.PlannedPrice{}, map[string][]reseller.Price{}}
	planned, err := s.store.PlannedPricesOf(ctx, account, reseller.OpRenew)
	for _, p := range planned {
		if rules, renewed := ahead.rules(p.TLD); renewed && p.Years == rules.RenewYears[0] {
			ahead.planned[p.TLD] = append(ahead.planned[p.TLD], p)
		}
	}
	return ahead, err
}

// rules are those of a TLD; renewed is false if nothing can be renewed there.
func (p pricesAhead) rules(tld string) (rules reseller.TLD, renewed bool) {
	rules, err := p.orders.routes.Rules().Lookup(tld)
	return rules, err == nil && len(rules.RenewYears) > 0
}

// moments are the times within a day from which on names that are paid through then cost something else to renew, soonest first: they are
// charged when a planned price begins to hold, up to a time. At midnight another day begins anyway.
func (p pricesAhead) moments(until time.Time) []time.Time {
	found := map[time.Time]bool{}
	for tld, planned := range p.planned {
		rules, _ := p.rules(tld)
		for _, change := range planned {
			at := rules.RenewedAt(change.From.UTC())
			if !change.From.After(until) && !at.Equal(at.Truncate(reseller.Days(1))) {
				found[at] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), time.Time.Compare)
}

// read reads today's prices of what has none yet. What applies between this and the reading of what is planned is in both, which changes
// nothing.
func (p pricesAhead) read(ctx context.Context, sums []reseller.RenewalSum, renewals []reseller.ForecastRenewal) error {
	years := map[string]int{} // by TLD
	wanted := func(tld string) {
		if rules, renewed := p.rules(tld); renewed {
			years[tld] = rules.RenewYears[0]
		}
	}
	for _, sum := range sums {
		wanted(sum.TLD)
	}
	for _, r := range renewals {
		wanted(r.Name.TLD())
	}
	if len(years) == 0 {
		return nil
	}
	list, err := p.orders.store.PricesOf(ctx, p.account, reseller.OpRenew, slices.Sorted(maps.Keys(years)))
	for _, price := range list {
		if price.Years == years[price.TLD] {
			p.today[price.TLD] = append(p.today[price.TLD], price)
		}
	}
	return err
}

// charged is when a name that renews itself and is not invoiced is charged.
func (p pricesAhead) charged(tld string, paidThrough time.Time) time.Time {
	rules, _ := p.rules(tld)
	return rules.RenewalCharged(paidThrough, p.now)
}

// price gives renewals the moments at which they are charged, those without an invoice their years and charges, and puts the soonest charged first.
func (p pricesAhead) price(renewals []reseller.ForecastRenewal) error {
	for i, r := range renewals {
		if renewals[i].ChargedAt = p.now; r.Priced() {
			continue
		}
		renewals[i].ChargedAt = p.charged(r.Name.TLD(), r.PaidThrough)
		price, err := p.of(r.Name.TLD(), r.PaidThrough)
		if err != nil {
			return err
		}
		renewals[i].Years, renewals[i].Charge = price.Years, price.Charge
	}
	slices.SortFunc(renewals, func(a, b reseller.ForecastRenewal) int {
		return cmp.Or(a.ChargedAt.Compare(b.ChargedAt), a.PaidThrough.Compare(b.PaidThrough), cmp.Compare(a.DomainID, b.DomainID))
	})
	return nil
}

// of is what the renewal of a name will cost that is paid through until then: the price of the moment at which it is invoiced and charged. It
// has no price if it can not be bought.
func (p pricesAhead) of(tld string, paidThrough time.Time) (r reseller.ForecastRenewal, err error) {
	rules, renewed := p.rules(tld)
	if !renewed {
		return r, nil
	}
	r.Years = rules.RenewYears[0]
	price, sold := reseller.PricesAhead{Today: p.today[tld], Planned: p.planned[tld]}.On(rules.RenewalCharged(paidThrough, p.now))
	if !sold {
		return r, nil
	}
	r.Charge, err = reseller.ChargeOf(price.Price, p.account.TaxRatePPM)
	return r, err
}
