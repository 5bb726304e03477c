//go:build control_nointent

package orders

import (
	"context"

	"nameyard/reseller"
)

// recordIntent is broken on purpose: it sends first and books afterwards, as a straightforward registrar module does.
// Caught by: TestRegistryHearsNothingOfAPurchaseThatIsNotOnRecord
func (s *Service) recordIntent(ctx context.Context, opening reseller.Opening, authCode string) (reseller.Order, error) {
	a, _ := s.newAttempt(opening.Order, authCode)
	seen := s.observe(&a, s.clock.Now())
	o, err := s.store.OpenPurchase(ctx, opening)
	if err != nil {
		return reseller.Order{}, err
	}
	a.Order = o
	if a.Order, err = s.record(a, decide(a.order, seen, s.set, s.clock.Now())); err != nil {
		return reseller.Order{}, err
	}
	return o, nil
}
