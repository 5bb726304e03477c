package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

const (
	forecastShown = 1000    // renewals that a forecast lists
	forecastRead  = 200_000 // renewals that it adds up
)

// Forecast tells what the automatic renewals of the next 30 days need and what credit the account has. Renewals that are not
// invoiced yet count at the prices of today, for the shortest period that their TLD renews.
func (s *Service) Forecast(ctx context.Context, account reseller.Account) (reseller.Forecast, error) {
	f, err := s.LookAhead(ctx, account, reseller.ForecastDays)
	f.Renewals = f.Renewals[:min(len(f.Renewals), forecastShown)]
	return f, err
}

// LookAhead is Forecast for another number of days, with every renewal.
func (s *Service) LookAhead(ctx context.Context, account reseller.Account, days int) (reseller.Forecast, error) {
	f := reseller.Forecast{AccountID: account.ID, Currency: account.Currency, Until: s.clock.Now().Add(reseller.Days(days))}
	balance, err := s.store.Balance(ctx, account.ID)
	if err != nil {
		return f, err
	}
	f.Available = balance.Available
	renewals, err := s.store.RenewalsAhead(ctx, account.ID, f.Until, forecastRead)
	if err != nil {
		return f, err
	}
	prices := map[string]reseller.ForecastRenewal{} // by TLD
	for i, r := range renewals {
		if !r.Priced() {
			today, known := prices[r.Name.TLD()]
			if !known {
				if today, err = s.renewalToday(ctx, account, r.Name.TLD()); err != nil {
					return f, err
				}
				prices[r.Name.TLD()] = today
			}
			r.Years, r.Charge = today.Years, today.Charge
		}
		if !r.Priced() {
			f.Unpriced++
		}
		f.Total += r.Charge.Total()
		renewals[i] = r
	}
	f.Count, f.Renewals = len(renewals), renewals
	return f, nil
}

// renewalToday is what a renewal in a TLD would cost today; nothing if it can not be bought.
func (s *Service) renewalToday(ctx context.Context, account reseller.Account, tld string) (r reseller.ForecastRenewal, err error) {
	rules, unsold := s.routes.Rules().Lookup(tld)
	if unsold != nil || len(rules.RenewYears) == 0 {
		return r, nil
	}
	r.Years = rules.RenewYears[0]
	price, err := s.store.Price(ctx, tld, account.Currency, reseller.OpRenew, r.Years)
	if errors.Is(err, reseller.ErrNotFound) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	r.Charge, err = reseller.ChargeOf(price, account.TaxRatePPM)
	return r, err
}
