package actions

import (
	"context"

	"nameyard/reseller"
)

// GetForecast reports whether the account's credit covers its automatic renewals of the next 30 days. An extension of the
// WHMCS add-on's protocol.
func (s *Service) GetForecast(ctx context.Context, call Call, _ struct{}) (reseller.Forecast, error) {
	return s.orders.Forecast(ctx, call.Caller.Account)
}
