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

// renewsItself refuses to switch automatic renewal of a deleted name on: none is renewed until it is restored. Nor is that of a name switched off that the
// operator keeps for a court: it must not expire. To ask for what is so already is always possible.
func renewsItself(d reseller.Domain, on bool) error {
	if !on && d.AutoRenew {
		return d.MustStay()
	}
	if on && !d.AutoRenew && (d.State == reseller.DomainRedemption || d.State == reseller.DomainPendingDelete) {
		return mustBeActive(d)
	}
	return nil
}

// SetAutoRenew sets the flag; it is ours, no registry hears of it. See renewsItself for what is refused. WHMCS add-on action SetAutoRenew.
func (s *Service) SetAutoRenew(ctx context.Context, call Call, r SetAutoRenew) error {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return err
	}
	_, err = s.store.ChangeDomain(ctx, d.ID, call.actor(), "SetAutoRenew", func(d *reseller.Domain) error {
		if err := r.IfMatch.check(SettingSet(*d)); err != nil {
			return err
		}
		if err := renewsItself(*d, r.AutoRenew); err != nil {
			return err
		}
		d.AutoRenew = r.AutoRenew
		return nil
	})
	return err
}
