package actions

import (
	"context"

	"nameyard/reseller"
)

// RegistrationsByWeek counts the names of the account, also those that have gone again, that were registered in each of the last weeks:
// seven days each, UTC, and the last ends with today.
func (s *Service) RegistrationsByWeek(ctx context.Context, call Call, weeks int) ([]reseller.Week, error) {
	tomorrow := s.clock.Now().UTC().Truncate(reseller.Days(1)).Add(reseller.Days(1))
	return s.store.RegistrationsByWeek(ctx, call.Caller.Account.ID, tomorrow.Add(-reseller.Days(7*weeks)), weeks)
}
