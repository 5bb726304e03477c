//go:build !control_forgottendeletion

package orders

import (
	"context"

	"nameyard/reseller"
)

// dueDeletions are those that nobody works on: of processes that died, and those that wait.
func (s *Service) dueDeletions(ctx context.Context) ([]reseller.Deletion, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.DueDeletions(ctx, reconcileBatch)
}
