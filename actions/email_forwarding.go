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
func (s *Service) GetEmailForwarding(ctx context.Context, call Call, r GetEmailForwarding) (EmailForwards, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return EmailForwards{}, err
	}
	forwards, err := s.store.Forwards(ctx, d.ID)
	if err != nil {
		return EmailForwards{}, err
	}
	return s.emailForwards(ctx, d, forwards)
}

// EmailForwards are the e-mail forwards of a name.
type EmailForwards struct {
	Forwards []zone.Forward
	Notice   string // why they have no effect, for people; "" if they have
}

// emailForwards adds why forwards have no effect beside the records of their name.
func (s *Service) emailForwards(ctx context.Context, d reseller.Domain, forwards []zone.Forward) (EmailForwards, error) {
	e := EmailForwards{Forwards: forwards}
	if len(forwards) == 0 {
		return e, nil
	}
	records, err := s.store.Records(ctx, d.ID)
	if err == nil && d.DNSManagement {
		e.Notice = zone.WithoutEffect(d.Name, records, s.operator.MailMX)
	}
	return e, err
}

// SaveEmailForwarding replaces the e-mail forwards of a name as a whole.
type SaveEmailForwarding struct {
	Name     reseller.Name
	Forwards []zone.Forward
	IfMatch  IfMatch
}

// SaveEmailForwarding saves the whole set or nothing, and gives it as saved. It switches e-mail forwarding on where it was off.
// WHMCS add-on action SaveEmailForwarding.
func (s *Service) SaveEmailForwarding(ctx context.Context, call Call, r SaveEmailForwarding) (EmailForwards, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return EmailForwards{}, err
	}
	forwards, err := zone.CheckForwards(r.Name, r.Forwards)
	if err != nil {
		return EmailForwards{}, err
	}
	patch := func(have []zone.Forward) ([]zone.Forward, error) { return forwards, r.IfMatch.check(have) }
	err = s.saveZone(ctx, d, zone.Save{
		Kind: zone.Mail, PatchForwards: patch, SwitchOn: !d.EmailForwarding, Action: "SaveEmailForwarding", By: call.actor(),
	})
	if err != nil {
		return EmailForwards{}, err
	}
	return s.emailForwards(ctx, d, forwards)
}
