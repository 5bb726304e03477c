package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// ComingPrices gives the changes of what the account pays that are planned, in the TLDs that are served here, by date.
func (s *Service) ComingPrices(ctx context.Context, call Call, _ struct{}) ([]reseller.ComingPrice, error) {
	coming, err := s.store.ComingPrices(ctx, call.Caller.Account)
	rules := s.routes.Rules()
	return slices.DeleteFunc(coming, func(c reseller.ComingPrice) bool {
		_, served := rules[c.TLD]
		return !served
	}), err
}
