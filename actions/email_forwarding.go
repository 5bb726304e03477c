package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// GetEmailForwarding asks for the e-mail forwards of a name.
type GetEmailForwarding struct {
	Name reseller.Name
}

// GetEmailForwarding lists the forwards as they were saved. WHMCS add-on action GetEmailForwarding.
func (s *Service) GetEmailForwarding(ctx context.Context, call Call, r GetEmailForwarding) ([]zone.Forward, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	return s.store.Forwards(ctx, d.ID)
}

// SaveEmailForwarding replaces the e-mail forwards of a name as a whole.
type SaveEmailForwarding struct {
	Name     reseller.Name
	Forwards []zone.Forward
}

// SaveEmailForwarding saves the whole set or nothing, and gives it as saved. It switches e-mail forwarding on where it was off.
// WHMCS add-on action SaveEmailForwarding.
func (s *Service) SaveEmailForwarding(ctx context.Context, call Call, r SaveEmailForwarding) ([]zone.Forward, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	forwards, err := zone.CheckForwards(r.Name, r.Forwards)
	if err != nil {
		return nil, err
	}
	return forwards, s.saveZone(ctx, d, zone.Save{
		Kind: zone.Mail, Forwards: forwards, SwitchOn: !d.EmailForwarding, Action: "SaveEmailForwarding", By: call.actor(),
	})
}
