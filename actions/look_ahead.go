package actions

import (
	"context"

	"nameyard/reseller"
)

// maxLookAhead is how many days a forecast looks ahead at most.
const maxLookAhead = 366

// LookAhead asks for what automatic renewals need from now on.
type LookAhead struct {
	Days      int  // 1 to 366
	Listed    int  // how many renewals are listed at most
	FirstLost bool // the first renewal that the credit does not cover is looked for
}

// RenewalAhead is when a name of the account that renews itself is charged next, and what; zero if nothing will renew it.
func (s *Service) RenewalAhead(ctx context.Context, call Call, d reseller.Domain) (reseller.ForecastRenewal, error) {
	return s.orders.RenewalAhead(ctx, call.Caller.Account, d)
}

// RenewalWindow is how many days before they expire names are charged for their renewals; 0 if that differs from TLD to TLD.
func (s *Service) RenewalWindow(context.Context, Call, struct{}) (int, error) {
	if windows := s.routes.Rules().RenewalWindows(); len(windows) == 1 {
		return windows[0].Days, nil
	}
	return 0, nil
}

// LookAhead is GetForecast for another number of days.
func (s *Service) LookAhead(ctx context.Context, call Call, r LookAhead) (reseller.Forecast, error) {
	if r.Days < 1 || r.Days > maxLookAhead {
		return reseller.Forecast{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "days is %d, it must be between 1 and %d", r.Days, maxLookAhead)
	}
	return s.orders.LookAhead(ctx, call.Caller.Account, reseller.ForecastChoice(r))
}
