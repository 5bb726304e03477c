//go:build !control_stripped

package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// stillLeaves refuses a step of a deletion, which may have waited for weeks, where the name stays: it was renewed or restored meanwhile, or is
// about to be. Nothing has been sent when it fails.
func (s *Service) stillLeaves(ctx context.Context, a attempt) error {
	if !a.Desired.Leaving {
		return nil
	}
	// The name is read last: a renewal that ends between the two is found by its term, and one that has not ended by its order.
	err := s.store.MayDepart(ctx, a.DomainID)
	var domain reseller.Domain
	if err == nil {
		domain, err = s.store.DomainByID(ctx, a.DomainID)
	}
	switch {
	case errors.Is(err, reseller.ErrConflict), err == nil && !domain.PaidThrough.Equal(a.PaidFrom):
		return registry.Refuse(registry.CodeStatusProhibits, "%s has been renewed or restored, or is about to be; it is not deleted", a.Name)
	case err != nil:
		return errors.Join(registry.ErrUnreachable, err)
	}
	return nil
}
