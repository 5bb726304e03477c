//go:build !control_noreplay

package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// equalBefore finds the newest order since a time that a request may be a repeat of: same account, kind, name and parameters.
func (s *Service) equalBefore(ctx context.Context, like reseller.Order, since time.Time) (*reseller.Order, error) {
	return found(s.store.EqualOrder(ctx, like, since))
}
