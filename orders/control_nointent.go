//go:build control_nointent

package orders

import (
	"context"

	"nameyard/reseller"
)

// recordIntent is broken on purpose: it sends first and books afterwards, as a straightforward registrar module does.
// Caught by: TestRegistryHearsNothingOfAPurchaseThatIsNotOnRecord
func (s *Service) recordIntent(ctx context.Context, opening reseller.Opening, authCode string) (reseller.Order, error) {
	a, seen := s.newAttempt(opening.Order, authCode)
	if seen.stuck != nil {
		return reseller.Order{}, seen.stuck
	}
	s.observe(&a, &seen, theAnswer)
	o, err := s.store.OpenPurchase(ctx, opening)
	if err != nil {
		return reseller.Order{}, err
	}
	a.Order = o
	s.running.start(o.ID)
	s.run(a, seen, patience{lookFor: s.set.LookFor})
	return o, nil
}
