//go:build !control_nostanding

package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// stands reports whether what a done purchase did is still so in the books. Who asks again for what has been undone since wants it
// done anew: to answer "done" would be false. An order that is not done did nothing that could have been undone.
func (s *Service) stands(ctx context.Context, o reseller.Order) (bool, error) {
	if o.State != reseller.OrderDone {
		return true, nil
	}
	domain, err := s.store.DomainByID(ctx, o.DomainID)
	if errors.Is(err, reseller.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if o.Kind == reseller.OrderRenew {
		bought := reseller.AddYears(o.PaidFrom, o.Desired.Years)
		if reseller.PastExpiry(bought, domain.PaidThrough) {
			return false, nil // deleted, which gave the year back, and restored
		}
	}
	return domain.AccountID == o.AccountID && domain.State == reseller.DomainActive, nil
}
