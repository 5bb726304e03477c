//go:build !control_decidedlater

package orders

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// stepsOpen reports whether a step of a deletion has no outcome yet, which a registry that decides later may take weeks over.
func (s *Service) stepsOpen(ctx context.Context, domain int64) (bool, error) {
	unfinished, err := s.store.UnfinishedChanges(ctx, domain)
	return slices.ContainsFunc(unfinished, func(o reseller.Order) bool { return o.Desired.Leaving || o.Kind == reseller.OrderDelete }), err
}
