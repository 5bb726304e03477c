package orders

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"nameyard/reseller"
)

// forecastShown is how many renewals a forecast lists. It adds up all of them.
const forecastShown = 1000

// Forecast tells what the automatic renewals of the next 30 days need and what credit the account has. Renewals that are not
// invoiced yet count at the prices of today, for the shortest period that their TLD renews.
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
	today := pricesToday{s, account, map[string]reseller.ForecastRenewal{}}
	for i, r := range f.Renewals {
		if r.Priced() {
			continue
		}
		price, err := today.of(ctx, r.Name.TLD())
		if err != nil {
			return f, err
		}
		f.Renewals[i].Years, f.Renewals[i].Charge = price.Years, price.Charge
	}
	return f, addUp(ctx, &f, sums, today)
}

// addUp adds all renewals up, and day by day.
func addUp(ctx context.Context, f *reseller.Forecast, sums []reseller.RenewalSum, today pricesToday) error {
	days := map[time.Time]reseller.ForecastDay{}
	for _, sum := range sums {
		total := sum.Charge.Total()
		if sum.Charge.Currency == "" {
			price, err := today.of(ctx, sum.TLD)
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

// pricesToday are the prices of renewals, by TLD, as far as they were asked for.
type pricesToday struct {
	orders  *Service
	account reseller.Account
	known   map[string]reseller.ForecastRenewal
}

func (p pricesToday) of(ctx context.Context, tld string) (r reseller.ForecastRenewal, err error) {
	r, known := p.known[tld]
	if !known {
		if r, err = p.orders.renewalToday(ctx, p.account, tld); err == nil {
			p.known[tld] = r
		}
	}
	return r, err
}

// renewalToday is what a renewal in a TLD would cost today; nothing if it can not be bought.
func (s *Service) renewalToday(ctx context.Context, account reseller.Account, tld string) (r reseller.ForecastRenewal, err error) {
	rules, unsold := s.routes.Rules().Lookup(tld)
	if unsold != nil || len(rules.RenewYears) == 0 {
		return r, nil
	}
	r.Years = rules.RenewYears[0]
	price, err := s.store.Price(ctx, account, tld, reseller.OpRenew, r.Years)
	if errors.Is(err, reseller.ErrNotFound) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	r.Charge, err = reseller.ChargeOf(price.Price, account.TaxRatePPM)
	return r, err
}
