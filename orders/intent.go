//go:build !control_nointent

package orders

import (
	"context"

	"nameyard/reseller"
)

// recordIntent puts an order on record and then sends it on its way: intent before effect. A crash at any point after it finds
// the order and what it holds; a crash before it finds nothing, here or at the registry.
func (s *Service) recordIntent(ctx context.Context, opening reseller.Opening, authCode string) (reseller.Order, error) {
	o, err := s.store.OpenPurchase(ctx, opening)
	if err != nil {
		return reseller.Order{}, err
	}
	if !reseller.Rehearsing(ctx) {
		s.start(o, authCode)
	}
	return o, nil
}
