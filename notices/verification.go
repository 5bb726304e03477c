package notices

import (
	"context"
	"time"

	"nameyard/reseller"
)

// verificationNeeded tells that a holder's data are to be verified, and until when, unless they have been meanwhile.
func (s *Service) verificationNeeded(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	d, err := s.Store.DomainByID(ctx, e.DomainID)
	if err != nil {
		return false, err
	}
	draft.kind = "verification_needed"
	draft.facts.Due, _ = time.Parse(time.DateOnly, e.Detail.Term) // zero if the registry does not say
	return d.Verification.Needed(), nil
}
