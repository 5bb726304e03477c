//go:build !control_blindrecheck

package orders

import (
	"context"

	"nameyard/reseller"
)

// unfinished reports whether a change of the same subject as a done one is under way. It is newer: an older one has been superseded.
func (s *Service) unfinished(ctx context.Context, done reseller.Order) (bool, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	live, err := s.LiveChange(ctx, done.DomainID, done.Subject)
	return live != nil, err
}
