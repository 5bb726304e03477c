//go:build !control_heldaway

package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// stillMay refuses an order whose name has got a dispute lock since it was placed. It reads the name after the order is on record as being sent: a
// lock that is set later finds it there. Nothing has been sent when it fails.
func (s *Service) stillMay(ctx context.Context, a attempt) error {
	if reseller.KeptFrom[a.Kind] == nil {
		return nil
	}
	domain, err := s.store.DomainByID(ctx, a.DomainID)
	if err != nil {
		return errors.Join(registry.ErrUnreachable, err)
	}
	if err := domain.MayOrder(a.Kind, a.Desired); err != nil {
		e := reseller.AsError(err)
		return &refusal{code: e.Code, words: e.Words}
	}
	return nil
}
