//go:build !control_brokenpromise

package orders

import (
	"context"

	"nameyard/reseller"
)

// keepsPromise refuses a deletion that does not come to what was shown before it was asked for: less comes back, or the name is gone at once where it
// was to go into redemption, or the other way round. A deletion that the registry has been told of is a repeat.
func (s *Service) keepsPromise(ctx context.Context, r Request, rules reseller.TLD) error {
	if r.Promise == nil {
		return nil
	}
	last, err := found(s.store.LastChange(ctx, r.Domain.ID, deleteSubject))
	if err != nil || last != nil && last.State.Live() {
		return err
	}
	back := reseller.Money{}
	if !r.Desired.NoRefund {
		if back, err = s.DeletionRefund(ctx, *r.Domain); err != nil {
			return err
		}
	}
	if back.Minor >= r.Promise.Refund && r.Domain.GoneAtOnce(rules, s.clock.Now()) == r.Promise.AtOnce {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePriceChanged, "what follows from the deletion of %s has changed since it was shown; it is not deleted", r.Name)
}
