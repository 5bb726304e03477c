//go:build !control_brokenpromise

package orders

import (
	"context"

	"nameyard/reseller"
)

// comesTo refuses a deletion that does not come to what was promised: less comes back, or the name is gone at once where it was to go into redemption, or
// the other way round. The account's limit of refunds has been looked at before.
func (s *Service) comesTo(ctx context.Context, d reseller.Domain, rules reseller.TLD, noRefund bool, promise reseller.DeletionPromise) error {
	back := reseller.Money{}
	if !noRefund {
		var err error
		if back, err = s.givenBack(ctx, d, rules); err != nil {
			return err
		}
	}
	if back.Minor >= promise.Refund && d.GoneAtOnce(rules, s.clock.Now()) == promise.AtOnce {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePriceChanged, "what follows from the deletion of %s has changed since it was shown; it is not deleted", d.Name)
}
