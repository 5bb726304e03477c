package actions

import (
	"context"

	"nameyard/reseller"
)

// SetAutoRenew switches automatic renewal.
type SetAutoRenew struct {
	Name      reseller.Name
	AutoRenew bool
	IfMatch   IfMatch // of SettingSet
}

// SetAutoRenew sets the flag; it is ours, no registry hears of it. WHMCS add-on action SetAutoRenew.
func (s *Service) SetAutoRenew(ctx context.Context, call Call, r SetAutoRenew) error {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return err
	}
	_, err = s.store.ChangeDomain(ctx, d.ID, call.actor(), "SetAutoRenew", func(d *reseller.Domain) error {
		if err := r.IfMatch.check(SettingSet(*d)); err != nil {
			return err
		}
		d.AutoRenew = r.AutoRenew
		return nil
	})
	return err
}
