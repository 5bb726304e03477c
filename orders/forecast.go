package orders

import (
	"context"
	"maps"
	"slices"
	"time"

	"nameyard/reseller"
)

// forecastShown is how many renewals a forecast lists. It adds up all of them.
const forecastShown = 1000

// Forecast tells what the automatic renewals of the next 30 days need and what credit the account has. Renewals that are not
// invoiced yet count at the prices that hold when they will be, as far as that is planned, for the shortest period that their TLD renews.
func (s *Service) Forecast(ctx context.Context, account reseller.Account) (reseller.Forecast, error) {
	return s.LookAhead(ctx, account, reseller.ForecastDays)
}

// LookAhead is Forecast for another number of days.
func (s *Service) LookAhead(ctx context.Context, account reseller.Account, days int) (reseller.Forecast, error) {
	f := reseller.Forecast{AccountID: account.ID, Currency: account.Currency, Until: s.clock.Now().Add(reseller.Days(days))}
	balance, err := s.store.Balance(ctx, account.ID)
	if err != nil {
		return f, err
	}
	f.Available = balance.Available
	if f.Renewals, err = s.store.RenewalsAhead(ctx, account.ID, f.Until, forecastShown); err != nil {
		return f, err
	}
	sums, err := s.store.RenewalSums(ctx, account.ID, f.Until)
	if err != nil {
		return f, err
	}
	ahead := pricesAhead{s, account, s.clock.Now(), map[string]tldAhead{}}
	for i, r := range f.Renewals {
		if r.Priced() {
			continue
		}
		price, err := ahead.of(ctx, r.Name.TLD(), r.PaidThrough)
		if err != nil {
			return f, err
		}
		f.Renewals[i].Years, f.Renewals[i].Charge = price.Years, price.Charge
	}
	return f, addUp(ctx, &f, sums, ahead)
}

// addUp adds all renewals up, and day by day. Prices that change at midnight are exact; where one changes within a day, the names of that day
// count at the price at its beginning.
func addUp(ctx context.Context, f *reseller.Forecast, sums []reseller.RenewalSum, ahead pricesAhead) error {
	days := map[time.Time]reseller.ForecastDay{}
	for _, sum := range sums {
		total := sum.Charge.Total()
		if sum.Charge.Currency == "" {
			price, err := ahead.of(ctx, sum.TLD, sum.Day)
			if err != nil {
				return err
			}
			if !price.Priced() {
				f.Unpriced += sum.Count
			}
			total = int64(sum.Count) * price.Charge.Total()
		}
		f.Count, f.Total = f.Count+sum.Count, f.Total+total
		d := days[sum.Day]
		days[sum.Day] = reseller.ForecastDay{Day: sum.Day, Count: d.Count + sum.Count, Total: d.Total + total}
	}
	f.Days = slices.SortedFunc(maps.Values(days), func(a, b reseller.ForecastDay) int { return a.Day.Compare(b.Day) })
	return nil
}

// pricesAhead are the prices of renewals, by TLD, as far as they were asked for.
type pricesAhead struct {
	orders  *Service
	account reseller.Account
	now     time.Time
	known   map[string]tldAhead
}

// tldAhead is what renewals in a TLD cost, for the shortest period that it renews; no years: none can be bought there.
type tldAhead struct {
	years  int
	window time.Duration // renewals are invoiced so long before the end of their term
	prices reseller.PricesAhead
}

// of is what the renewal of a name will cost that is paid through until then: the price of the day on which its window opens and it is
// invoiced, or of today where it is open. It has no price if it can not be bought.
func (p pricesAhead) of(ctx context.Context, tld string, paidThrough time.Time) (r reseller.ForecastRenewal, err error) {
	ahead, known := p.known[tld]
	if !known {
		if ahead, err = p.orders.renewalsOf(ctx, p.account, tld); err != nil {
			return r, err
		}
		p.known[tld] = ahead
	}
	r.Years = ahead.years
	day := paidThrough.Add(-ahead.window)
	if day.Before(p.now) {
		day = p.now
	}
	price, sold := ahead.prices.On(day)
	if !sold {
		return r, nil
	}
	r.Charge, err = reseller.ChargeOf(price.Price, p.account.TaxRatePPM)
	return r, err
}

func (s *Service) renewalsOf(ctx context.Context, account reseller.Account, tld string) (ahead tldAhead, err error) {
	rules, unsold := s.routes.Rules().Lookup(tld)
	if unsold != nil || len(rules.RenewYears) == 0 {
		return ahead, nil
	}
	ahead.years, ahead.window = rules.RenewYears[0], reseller.Days(rules.RenewWindowDays)
	ahead.prices, err = s.store.PricesAhead(ctx, account, tld, reseller.OpRenew, ahead.years)
	return ahead, err
}
