package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// RenewalAhead is when a name that renews itself is charged next, and what; zero if nothing will renew it, and while it is being renewed or
// is leaving. If its invoice is unpaid, it is when that is tried again by itself.
func (s *Service) RenewalAhead(ctx context.Context, account reseller.Account, d reseller.Domain) (reseller.ForecastRenewal, error) {
	if !d.AutoRenew || d.State != reseller.DomainActive || d.PaidThrough.IsZero() {
		return reseller.ForecastRenewal{}, nil
	}
	if free, err := s.store.NothingUnderWay(ctx, d.ID); err != nil || !free {
		return reseller.ForecastRenewal{}, err
	}
	now := s.clock.Now()
	r := reseller.ForecastRenewal{Name: d.Name, DomainID: d.ID, PaidThrough: d.PaidThrough}
	if d.Invoiced {
		i, err := s.store.UnpaidInvoice(ctx, d.ID, d.PaidThrough)
		if errors.Is(err, reseller.ErrNotFound) {
			return reseller.ForecastRenewal{}, nil // cancelled
		}
		if r.ChargedAt = i.TryAt; r.ChargedAt.Before(now) {
			r.ChargedAt = now
		}
		r.InvoiceID, r.Years, r.Charge = i.ID, i.Years(), i.Charge
		return r, err
	}
	ahead, err := s.pricesAhead(ctx, account, now)
	if err != nil {
		return r, err
	}
	one := []reseller.ForecastRenewal{r}
	if err := ahead.read(ctx, nil, one); err != nil {
		return r, err
	}
	err = ahead.price(one)
	return one[0], err
}
