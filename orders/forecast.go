package orders

import (
	"context"
	"maps"
	"slices"
	"time"

	"nameyard/reseller"
)

// forecastShown is how many renewals a forecast lists, unless it is asked for less.
const forecastShown = 1000

// Forecast tells what the automatic renewals that are charged in the next 30 days need, those that are due already with them, and what credit
// the account has. Renewals that are not invoiced yet count at the prices that hold when they will be, as far as that is planned, for the
// shortest period that their TLD renews.
func (s *Service) Forecast(ctx context.Context, account reseller.Account) (reseller.Forecast, error) {
	return s.LookAhead(ctx, account, reseller.ForecastChoice{Days: reseller.ForecastDays, Listed: forecastShown})
}

// LookAhead is Forecast for another number of days, or with less of it.
func (s *Service) LookAhead(ctx context.Context, account reseller.Account, c reseller.ForecastChoice) (reseller.Forecast, error) {
	now := s.clock.Now()
	f := reseller.Forecast{AccountID: account.ID, Currency: account.Currency, Until: now.Add(reseller.Days(c.Days))}
	balance, err := s.store.Balance(ctx, account.ID)
	if err != nil {
		return f, err
	}
	f.Available = balance.Available
	ahead, err := s.pricesAhead(ctx, account, now)
	if err != nil {
		return f, err
	}
	between := s.routes.Rules().RenewalsBetween(time.Time{}, f.Until)
	sums, err := s.store.RenewalSums(ctx, account.ID, between, ahead.moments(f.Until))
	if err != nil {
		return f, err
	}
	if c.Listed > 0 {
		if f.Renewals, err = s.store.RenewalsAhead(ctx, account.ID, between, c.Listed); err != nil {
			return f, err
		}
	}
	if err := ahead.read(ctx, sums, f.Renewals); err != nil {
		return f, err
	}
	if err := ahead.price(f.Renewals); err != nil {
		return f, err
	}
	f.Renewals = f.Renewals[:min(len(f.Renewals), c.Listed)]
	if err := addUp(&f, sums, ahead); err != nil || !c.FirstLost || f.Enough() {
		return f, err
	}
	return f, s.findFirstLost(ctx, &f, ahead)
}

// addUp adds all renewals up, and by the days on which they are charged.
func addUp(f *reseller.Forecast, sums []reseller.RenewalSum, ahead pricesAhead) error {
	days := map[time.Time]reseller.ForecastDay{}
	for _, sum := range sums {
		total, day := sum.Charge.Total(), ahead.now
		if sum.Charge.Currency == "" {
			day = ahead.charged(sum.TLD, sum.Day)
			price, err := ahead.of(sum.TLD, pricedAt(sum))
			if err != nil {
				return err
			}
			if !price.Priced() {
				f.Unpriced += sum.Count
			}
			total = int64(sum.Count) * price.Charge.Total()
		}
		f.Count, f.Total = f.Count+sum.Count, f.Total+total
		day = day.UTC().Truncate(reseller.Days(1))
		d := days[day]
		days[day] = reseller.ForecastDay{Day: day, Count: d.Count + sum.Count, Total: d.Total + total}
	}
	f.Days = slices.SortedFunc(maps.Values(days), func(a, b reseller.ForecastDay) int { return a.Day.Compare(b.Day) })
	return nil
}

// findFirstLost finds the day on which the credit is used up by what the days need, and in it the renewal that it does not cover. Of a day
// with more renewals than a forecast lists it may find none.
func (s *Service) findFirstLost(ctx context.Context, f *reseller.Forecast, ahead pricesAhead) error {
	left := f.Available
	for _, d := range f.Days {
		if left -= d.Total; left >= 0 {
			continue
		}
		left += d.Total
		begin, end := d.Day, d.Day.Add(reseller.Days(1)-time.Microsecond) // of the precision that is kept
		if !begin.After(ahead.now) {
			begin = time.Time{} // with all that is due
		}
		if end.After(f.Until) {
			end = f.Until
		}
		renewals, err := s.store.RenewalsAhead(ctx, f.AccountID, s.routes.Rules().RenewalsBetween(begin, end), forecastShown)
		if err != nil {
			return err
		}
		if err := ahead.price(renewals); err != nil {
			return err
		}
		for _, r := range renewals {
			if left -= r.Charge.Total(); left < 0 {
				f.FirstLost = r
				break
			}
		}
		break
	}
	return nil
}
