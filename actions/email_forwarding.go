package actions

import (
	"cmp"
	"context"
	"fmt"
	"strings"

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
	Idle     string // why none of them has an effect, for people; "" if they have
	Notice   string // Idle, or which of them have no effect yet, for people; "" if all have
	silent   map[string]reseller.TargetState
}

// Silent lists the targets of a forward that get no mail: those that have not agreed to it yet, and those that do not want it.
func (e EmailForwards) Silent(f zone.Forward) (pending, refused []string) {
	for _, target := range f.Targets() {
		switch e.silent[strings.ToLower(target)] {
		case reseller.TargetPending:
			pending = append(pending, target)
		case reseller.TargetRefused:
			refused = append(refused, target)
		}
	}
	return pending, refused
}

// emailForwards adds why forwards have no effect beside the records of their name.
func (s *Service) emailForwards(ctx context.Context, d reseller.Domain, forwards []zone.Forward) (EmailForwards, error) {
	e := EmailForwards{Forwards: forwards}
	if len(forwards) == 0 {
		return e, nil
	}
	records, err := s.store.Records(ctx, d.ID)
	if err == nil && d.DNSManagement {
		e.Idle = zone.WithoutEffect(d.Name, records, s.operator.MailMX)
	}
	e.Notice = e.Idle
	if err != nil || !s.operator.AsksTargets {
		return e, err
	}
	targets, err := s.store.ForwardTargets(ctx, d.AccountID, zone.TargetsOf(forwards))
	if err != nil {
		return e, err
	}
	e.silent = map[string]reseller.TargetState{}
	counts := map[reseller.TargetState]int{}
	for _, t := range targets {
		if t.State != reseller.TargetVerified {
			e.silent[t.Address] = t.State
			counts[t.State]++
		}
	}
	e.Notice = cmp.Or(e.Notice, silentWords(counts[reseller.TargetPending], counts[reseller.TargetRefused]))
	return e, nil
}

// silentWords says for people that targets get no mail, or not yet.
func silentWords(pending, refused int) string {
	var words []string
	if pending > 0 {
		words = append(words, fmt.Sprintf("%d of the addresses get mail once they have agreed to it; each was sent, or is being sent, a mail with a link", pending))
	}
	if refused > 0 {
		words = append(words, fmt.Sprintf("%d of the addresses get none: they do not want it", refused))
	}
	return strings.Join(words, "; ")
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
	if err == nil && s.operator.AsksTargets && len(forwards) > 0 {
		err = s.store.AskTargetsAgain(ctx, d.AccountID, zone.TargetsOf(forwards))
	}
	if err != nil {
		return EmailForwards{}, err
	}
	return s.emailForwards(ctx, d, forwards)
}
